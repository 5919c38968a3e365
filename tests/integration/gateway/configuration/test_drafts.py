"""A draft: its effect, what speaks against it, two people on the same row, and the end of it."""

import re
from collections.abc import Callable

from bson import Decimal128

from core.domain.errors import UnavailableError
from core.runtime.clock import utc_now
from core.store.documents import (
    AuditEventDocument,
    ConnectionDocument,
    InvoiceDocument,
    SettingDraftDocument,
)
from core.store.views.options import options
from services.xero_posting.people.compare import CompareSettings
from tests.factories.gateway_world import StubRpc
from tests.factories.world.options import saves_options
from tests.integration.gateway.configuration.conftest import EFFECT, Options
from tests.integration.gateway.conftest import NOW, Visitor

HARDWARE = '["Hardware"]'


def _choose(rimu: Options, account: str, name: str = "Hardware") -> str:
    return rimu.draft("/tables/accounts", do="change", key=f'["{name}"]', value=account)


def _by_another(rimu: Options, account: str, name: str = "Hardware") -> None:
    rows = [{"option": "accounts", "key": [name], "value": account}]
    told = {"connection_id": rimu.connection, "by": "ben", "rows": rows}
    assert saves_options(told)["saved"]


def _settle(rimu: Options, draft: str, shown: str, **answers: str) -> str:
    """As the page that was shown sends it."""
    found = re.search(r'name="shown_version" value="(\d+)"', shown)
    assert found
    return rimu.post(f"{draft}/settle", shown_version=found[1], **answers)


def _accounts(rimu: Options) -> dict[str, str]:
    return options(rimu.connection).settings.accounts


def test_two_people_with_different_rows_both_get_what_they_want(rimu: Options) -> None:
    draft = _choose(rimu, "220")
    _by_another(rimu, "230", "Travel")
    assert "Somebody else" not in rimu.text(draft)
    assert rimu.post(f"{draft}/apply") == f"{rimu.base}/accounts"
    assert (_accounts(rimu)["Hardware"], _accounts(rimu)["Travel"]) == ("220", "230")


def test_a_form_that_was_opened_before_another_saved_changes_only_its_own_rows(
    rimu: Options,
) -> None:
    _by_another(rimu, "230", "Travel")
    draft = rimu.draft(
        "/tables/accounts", do="change", key=[HARDWARE, '["Travel"]'], value=["220", ""]
    )
    text = rimu.text(draft)
    assert "1 change by" in text
    assert "Travel" not in text


def test_the_same_row_is_asked_about_and_mine_may_be_kept(rimu: Options, rpc: StubRpc) -> None:
    draft = _choose(rimu, "220")
    _by_another(rimu, "200")
    rpc.calls.clear()
    text = rimu.text(draft)
    assert "Somebody else has changed the same" in text
    assert re.search(r"200 Sales <span class=\"muted\">\(ben, ", text)
    assert "Apply 1" not in text
    assert rpc.calls == [], "what is in doubt is not simulated"
    assert _settle(rimu, draft, text, **{"row.0": "mine"}) == f"{rimu.base}{draft}"
    assert "Somebody else" not in rimu.text(draft)
    rimu.post(f"{draft}/apply")
    assert _accounts(rimu)["Hardware"] == "220"


def test_theirs_may_stay_and_then_nothing_is_left_of_mine(rimu: Options) -> None:
    draft = _choose(rimu, "220")
    _by_another(rimu, "200")
    shown = rimu.text(draft)
    assert _settle(rimu, draft, shown, **{"row.0": "theirs"}) == f"{rimu.base}/accounts"
    rimu.text(draft, 404)
    assert _accounts(rimu)["Hardware"] == "200"


def test_a_clash_that_came_after_the_page_was_shown_is_asked_about_too(rimu: Options) -> None:
    draft = rimu.draft(
        "/tables/accounts", do="change", key=[HARDWARE, '["Travel"]'], value=["220", "220"]
    )
    _by_another(rimu, "200")
    shown = rimu.text(draft)
    _by_another(rimu, "230", "Travel")
    assert _settle(rimu, draft, shown, **{"row.0": "mine"}) == f"{rimu.base}{draft}"
    again = rimu.text(draft)
    assert "Look again and choose." in again
    assert 'name="row.0"' in again
    assert 'name="row.1"' in again
    assert _settle(rimu, draft, again, **{"row.0": "mine"}) == f"{rimu.base}{draft}"
    assert "2 changes by" in rimu.text(draft), "a clash without an answer takes nothing away"
    _settle(rimu, draft, again, **{"row.0": "mine", "row.1": "theirs"})
    assert "1 change by" in rimu.text(draft)


def test_a_conflict_that_comes_while_applying_is_told_and_saves_nothing(
    rimu: Options, rpc: StubRpc
) -> None:
    draft = _choose(rimu, "220")

    def meanwhile(told: dict[str, object]) -> dict[str, object]:
        _by_another(rimu, "200")
        return saves_options(told)

    rpc.answers["save_settings"] = meanwhile
    assert rimu.post(f"{draft}/apply") == f"{rimu.base}{draft}"
    assert "Somebody else has changed the same rows meanwhile" in rimu.text(draft)
    assert _accounts(rimu)["Hardware"] == "200"


def test_what_xero_would_not_take_cannot_be_applied(rimu: Options, rpc: StubRpc) -> None:
    problems = [
        {"option": "accounts", "message": "Hardware: Account 220 is archived.", "blocks": True},
        {"option": "currencies", "message": "No AUD.", "blocks": False},
        {"option": "accounts", "message": "204 is archived.", "blocks": True, "standing": True},
    ]
    rpc.answers["compare_settings"] = {
        **EFFECT, "problems": problems, "not_shown": {"batch_size": "Counts from the next batch."},
    }  # fmt: skip
    text = rimu.text(_choose(rimu, "220"))
    assert "Xero would not take this, so it cannot be applied." in text
    assert "Hardware: Account 220 is archived." in text
    assert "No AUD." in text
    assert "1 thing was wrong before already" in text
    assert "<b>Documents in one call</b>: Counts from the next batch." in text
    assert "/apply" not in text


def test_a_refusal_while_applying_leaves_the_draft(rimu: Options, rpc: StubRpc) -> None:
    draft = _choose(rimu, "220")
    rpc.answers["save_settings"] = {
        "ok": True, "saved": False, "not_read": [],
        "problems": [{"option": "accounts", "message": "Account 220 is archived.", "blocks": True}],
    }  # fmt: skip
    rimu.post(f"{draft}/apply")
    assert "Nothing was saved: Account 220 is archived." in rimu.text(draft)
    rpc.answers["save_settings"] = UnavailableError("The service did not answer in time.")
    rimu.post(f"{draft}/apply")
    text = rimu.text(draft)
    assert "did not answer in time. It is not known whether your changes were saved" in text
    assert "Nothing was saved" not in text


def test_without_the_service_the_effect_is_missing_and_said_to_be(
    rimu: Options, rpc: StubRpc
) -> None:
    rpc.answers["compare_settings"] = UnavailableError("The service did not answer in time.")
    text = rimu.text(_choose(rimu, "220"))
    assert "cannot be shown now: The service did not answer in time." in text
    assert "/apply" in text


def test_an_applied_draft_is_noted_with_its_rows_and_its_reason(rimu: Options) -> None:
    draft = _choose(rimu, "220")
    rimu.post(f"{draft}/apply", reason="new chart")
    event = AuditEventDocument._get_collection().find_one({"connection": rimu.connection})
    assert event
    own_id = draft.rpartition("/")[2]
    assert event["subject"] == f"draft {own_id}: accounts / Hardware"
    assert (event["action"], event["reason"]) == ("settings", "new chart")


def test_a_discarded_draft_changes_nothing(rimu: Options) -> None:
    draft = _choose(rimu, "220")
    assert rimu.post(f"{draft}/discard") == f"{rimu.base}/accounts"
    assert "The changes were discarded" in rimu.text("/accounts")
    assert "Hardware" not in _accounts(rimu)
    rimu.text(draft, 404)


def test_a_draft_belongs_to_its_connection_and_to_administrators(
    rimu: Options, signed_in: Callable[[str], Visitor]
) -> None:
    draft = _choose(rimu, "220")
    signed_in("admin").text(f"/c/other/configuration{draft}", 404)
    signed_in("operator").text(f"{rimu.base}{draft}", 403)
    stored = SettingDraftDocument._get_collection().find_one({"_id": draft.rpartition("/")[2]})
    assert stored
    assert (stored["expires_at"] - stored["created_at"]).days == 1


def test_the_history_is_for_everybody_and_goes_back_page_by_page(
    rimu: Options, signed_in: Callable[[str], Visitor]
) -> None:
    visitor = signed_in("viewer")
    text = visitor.text(f"{rimu.base}/changes")
    assert text.index("ben@kauri.example") < text.index("ada@kauri.example")
    assert "Terms of the new contract" in text
    assert "ben@" not in visitor.text(f"{rimu.base}/changes?below=2")
    assert "Nothing was changed yet" in visitor.text("/c/other/configuration/changes")
    visitor.text(f"{rimu.base}/changes?below=x", 422)


def test_the_newest_change_is_shown_before_it_stands_in_the_history(rimu: Options) -> None:
    change = {
        "version": 3, "by": "cleo@kauri.example", "at": NOW,
        "rows": [{"option": "due_days", "key": [], "before": 14, "after": 30}],
    }  # fmt: skip
    ConnectionDocument._get_collection().update_one(
        {"_id": rimu.connection}, {"$set": {"settings_change": change, "settings_version": 3}}
    )
    assert "cleo@kauri.example" in rimu.text("/changes")


def test_the_page_shows_what_postings_own_simulation_says(rimu: Options, rpc: StubRpc) -> None:
    """The real answer of the actor, over the ledger of this connection."""
    whole = {"header_total": Decimal128("1150.00"), "header_tax": Decimal128("150.00")}
    InvoiceDocument._get_collection().update_many({"connection": rimu.connection}, {"$set": whole})
    comparing = CompareSettings(utc_now, "http://localhost", lambda: None)
    rpc.answers["compare_settings"] = lambda told: comparing.compare(**told)
    draft = rimu.draft("/accounts", default_account="200")
    text = rimu.text(draft)
    assert "What it would have done to the last 3 invoices" in text
    assert text.count(f'href="/c/{rimu.connection}/sync/invoices/5400') == 3
    assert "Of the last 3 invoices this changes 3." in text
    assert "3 faults would end." in text
