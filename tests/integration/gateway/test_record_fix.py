"""The fix on the spot: offered to who may, saved as one row, followed by the record and its like."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import pytest
from werkzeug.test import TestResponse

from core.domain.errors import UnavailableError
from core.runtime.rpc_client import RemoteCallError
from tests.factories.gateway_world import StubRpc
from tests.factories.world.invoices import many_lines
from tests.factories.world.mending import changed_by_somebody, mending, unmapped
from tests.integration.gateway.conftest import NOW, Visitor

RECORD = "/c/mend/sync/invoices/60001"
ROW = {"option": "accounts", "key": "Hardware", "value": "210"}
JSON = {"Accept": "application/json"}
SAVED = {"ok": True, "saved": True, "changed": ["accounts"], "problems": []}


@pytest.fixture(scope="module", autouse=True)
def mended(app: object) -> None:
    mending(NOW)


@pytest.fixture
def admin(signed_in: Callable[[str], Visitor], rpc: StubRpc) -> Visitor:
    visitor = signed_in("admin")
    rpc.answers["save_settings"] = SAVED
    return visitor


def test_the_row_that_is_missing_is_offered_with_what_xero_has(admin: Visitor) -> None:
    html = admin.text(RECORD)
    assert "Xero account for “Hardware”" in html
    assert '<option value="210" selected>210 · Hardware</option>' in html
    assert "Suggested: 210 · Hardware (the same name)" in html
    assert "Old sales" not in html
    assert "Xero tax rate for “Fiji”" in admin.text("/c/mend/sync/invoices/60004")


def test_who_may_not_change_options_reads_whom_to_ask(
    signed_in: Callable[[str], Visitor],
) -> None:
    html = signed_in("operator").text(RECORD)
    assert f'action="{RECORD}/fix"' not in html
    assert "an administrator can choose it here" in html
    assert 'href="/c/mend/configuration/accounts"' in html


def test_one_row_is_saved_then_the_invoice_goes_again_and_its_like_are_offered(
    admin: Visitor, rpc: StubRpc
) -> None:
    answer = admin.post(f"{RECORD}/fix", {**ROW, "version": "2", "based_on": "0"})
    address = f"{RECORD}?fixed=ACCOUNT_UNMAPPED&named=billing_code:Hardware"
    assert (answer.status_code, unquote(answer.location)) == (303, address)
    (_, saving, saved), (_, sending, sent) = rpc.calls
    row = {"option": "accounts", "key": ["Hardware"], "value": "210"}
    assert (saving, saved["rows"], saved["based_on"]) == ("save_settings", [row], 0)
    assert (sending, sent["autotask_id"], sent["expected"]) == ("resync", 60_001, 2)
    unmapped(60_031, NOW, "mend", values={"billing_code": "Travel"})
    html = admin.text(address.replace("60001", "60004"))
    assert "Hardware goes to account 210 from now on. This invoice is queued again." in html
    assert "3 more invoices stand at this cause" in html
    assert re.findall(r'name="sel" value="(\d+)"', html) == ["60001", "60002", "60003"]
    assert "Retry these 3" in html
    assert "Retry these" not in admin.text("/c/mend/sync/invoices/60004?fixed=ACCOUNT_UNMAPPED")


def test_a_script_is_told_where_to_look_next(admin: Visitor) -> None:
    told = admin.post(f"{RECORD}/fix", ROW, headers=JSON).get_json()
    assert unquote(told["next"]) == f"{RECORD}?fixed=ACCOUNT_UNMAPPED&named=billing_code:Hardware"
    assert told["message"].startswith("Hardware goes to account 210")


@pytest.mark.parametrize(
    ("row", "status", "sentence"),
    [
        ({"value": "204"}, 422, "“204” is not on offer there"),
        ({"value": ""}, 422, "is not on offer there"),
        ({"key": "Travel"}, 409, "no longer what stops this invoice"),
        ({"version": "1"}, 409, "has changed since you opened it"),
    ],
)
def test_what_does_not_fit_is_refused_before_anything_is_saved(
    admin: Visitor, rpc: StubRpc, row: dict[str, str], status: int, sentence: str
) -> None:
    answer = admin.post(f"{RECORD}/fix", {**ROW, **row})
    assert answer.status_code == status
    assert sentence in answer.text
    assert rpc.calls == []


def test_a_problem_that_blocks_and_another_persons_row_save_nothing(
    admin: Visitor, rpc: StubRpc
) -> None:
    blocked = {"option": "accounts", "message": "Account 210 is archived in Xero.", "blocks": True}
    rpc.answers["save_settings"] = {"ok": True, "saved": False, "problems": [blocked]}
    answer = admin.post(f"{RECORD}/fix", ROW, headers=JSON)
    assert answer.status_code == 422
    assert answer.get_json()["detail"] == "Nothing was saved. Account 210 is archived in Xero."
    page = admin.post(f"{RECORD}/fix", {**ROW, "value": "200"})
    assert page.status_code == 422
    assert "Account 210 is archived in Xero." in page.text
    assert '<option value="200" selected>' in page.text
    theirs = {"option": "accounts", "key": ["Hardware"], "mine": "210", "theirs": "200",
              "by": "ada@example.test", "at": NOW.isoformat()}  # fmt: skip
    rpc.answers["save_settings"] = {"ok": True, "saved": False, "conflicts": [theirs]}
    page = admin.post(f"{RECORD}/fix", ROW)
    assert page.status_code == 409
    assert "ada@example.test has just set it to 200. Nothing was saved" in page.text
    assert "Xero account for “Hardware”" in page.text
    assert [call[1] for call in rpc.calls] == ["save_settings"] * 3


def test_what_is_saved_stays_saved_if_the_invoice_cannot_go(admin: Visitor, rpc: StubRpc) -> None:
    problem = {"code": "conflict", "message": "It is already on its way."}
    rpc.answers["resync"] = {"ok": False, "problem": problem}
    told = admin.post(f"{RECORD}/fix", ROW, headers=JSON).get_json()
    assert told["message"].endswith("This invoice was not queued: It is already on its way.")


@pytest.mark.parametrize(
    "trouble",
    [UnavailableError("Not answering."), RemoteCallError("xero_posting", "resync", "KeyError", "")],
)
def test_what_is_saved_is_told_if_nobody_answers_afterwards(
    admin: Visitor, rpc: StubRpc, trouble: Exception
) -> None:
    rpc.answers["resync"] = trouble
    answer = admin.post(f"{RECORD}/fix", ROW, headers=JSON)
    assert answer.status_code == 200
    told = answer.get_json()["message"]
    assert "Hardware goes to account 210 from now on. That is saved." in told
    assert "not known" in told


def _effect(*problems: dict[str, Any]) -> dict[str, Any]:
    summary = ["Of the last 50 invoices this changes 3.", "1 fault would end."]
    return {"ok": True, "invoices": [], "summary": summary, "problems": list(problems)}


def test_while_choosing_one_reads_what_it_would_change(admin: Visitor, rpc: StubRpc) -> None:
    rpc.answers["compare_settings"] = _effect()
    line = admin.text(f"{RECORD}/fix/effect?option=accounts&key=Hardware&value=210")
    assert line == "Of the last 50 invoices this changes 3. 1 fault would end."
    assert rpc.calls[-1][2]["rows"] == [{"option": "accounts", "key": ["Hardware"], "value": "210"}]
    page = admin.text(f"{RECORD}/fix?option=accounts&key=Hardware&value=200")
    assert "Of the last 50 invoices this changes 3." in page
    assert '<option value="200" selected>' in page
    rpc.answers["compare_settings"] = _effect({"message": "It is archived."})
    line = admin.text(f"{RECORD}/fix/effect?option=accounts&key=Hardware&value=210")
    assert line == "Xero would not take it: It is archived."


def test_what_was_chosen_on_one_card_is_not_put_into_the_others(
    admin: Visitor, rpc: StubRpc
) -> None:
    lines: Any = many_lines(2)
    lines[0].billing_code, lines[1].billing_code = "Bikes", "Freight"
    unmapped(60_030, NOW, "mend", "ACCOUNT_ARCHIVED", {"why": "archived"}, lines=lines)
    rpc.answers["compare_settings"] = _effect()
    page = admin.text(f"{RECORD[:-5]}60030/fix?option=accounts&key=Freight&value=200")
    bikes, freight = page.split('data-command="fix"')[1:]
    assert "“Bikes”" in bikes
    assert " selected" not in bikes
    assert "this changes 3" not in bikes
    assert "“Freight”" in freight
    assert '<option value="200" selected>' in freight
    assert "this changes 3" in freight


def test_the_api_offers_and_takes_the_same(api: Callable[..., TestResponse], rpc: StubRpc) -> None:
    rpc.answers["save_settings"] = SAVED
    path = "/connections/mend/invoices/60001"
    (offer,) = api(path).get_json()["fix"]
    assert (offer["option"], offer["key"]) == ("accounts", ["Hardware"])
    assert {"value": "210", "label": "210 · Hardware"} in offer["choices"]
    assert api(f"{path}/fix", "POST", "operator", json={"value": "210"}).status_code == 403
    told = api(f"{path}/fix", "POST", "admin", json={"value": "210", "version": 2})
    assert told.status_code == 200
    assert told.get_json()["message"].startswith("Hardware goes to account 210")
    changed_by_somebody(60_001)
    stale = api(f"{path}/fix", "POST", "admin", json={"value": "210", "version": 2})
    assert (stale.status_code, stale.get_json()["code"]) == (409, "conflict")
