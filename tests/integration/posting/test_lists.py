"""Xero's lists: read when options lean on them, asked again before they stop an invoice, and held to."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from core.clients.xero.client import XeroClient
from core.domain.errors import ScopeMissingError
from core.domain.organisation_lists import ListKind
from core.domain.reference_data import Account
from core.store import connections, organisation_lists, reference_data
from core.store.views.record import record
from services.xero_posting.lists.live import Freshen, LiveLists
from services.xero_posting.lists.reading import keep_lists_fresh, reader_for
from services.xero_posting.options import checking
from tests.integration.posting.conftest import MAPPING, Books

OpenBooks = Callable[..., Books]
RULES: dict[str, Any] = {
    "tracking": [
        {
            "category": "Business line",
            "source": "billing_code",
            "options": {"Hardware": "Products"},
            "default": "Managed services",
        }
    ],
    "branding_themes": {"102": "Kauri blue"},
}
LISTS = ("Accounts", "TaxRates", "Currencies", "TrackingCategories", "BrandingThemes")


def _connected(open_books: OpenBooks, **settings: Any) -> Books:
    books = open_books(**settings)
    assert books.give_consent()["ok"]
    books.tenant.look()
    return books


def _paths(calls: list[dict[str, Any]]) -> list[str]:
    return [call["path"].rsplit("/", 1)[-1] for call in calls if "/api.xro/" in call["path"]]


def test_a_consent_reads_what_the_options_lean_on_and_nothing_else(open_books: OpenBooks) -> None:
    books = open_books()
    before = books.xero.last_request()
    assert books.give_consent()["ok"]
    assert sorted(_paths(books.xero.requests_since(before))) == [
        "Accounts",
        "Currencies",
        "Organisation",
        "TaxRates",
    ]
    books = open_books(**RULES)
    before = books.xero.last_request()
    books.give_consent()
    assert sorted(_paths(books.xero.requests_since(before))) == sorted([*LISTS, "Organisation"])


def test_stored_lists_read_back_as_xero_told_them(books: Books) -> None:
    connection = connections.get("kauri")
    assert connection
    books.consent.refresh_lists("kauri")
    client = books.access.open(connection, books.rounds.journal_for("kauri").call)
    stored = organisation_lists.load(reference_data, "kauri", tuple(ListKind))
    assert stored.accounts == {each.code: each for each in client.accounts()}
    assert stored.tax_rates == {each.tax_type: each for each in client.tax_rates()}
    assert stored.currencies == frozenset(client.currencies())
    assert set(stored.tracking or ()) == set(client.tracking_categories())
    assert set(stored.themes or ()) == set(client.branding_themes())
    assert stored.organisation == client.organisation()
    assert stored.organisation
    assert stored.organisation.period_lock_on


def test_a_round_reads_no_list_twice_within_half_a_day(books: Books) -> None:
    assert not set(_paths(books.post())) & {*LISTS, "Organisation"}
    books.server.reference_data.update_many(
        {"kind": "list_read"}, {"$set": {"fetched_at": books.tenant.now() - timedelta(hours=13)}}
    )
    books.server.invoices.update_many({}, {"$set": {"status": "pending_sync", "xero_id": None}})
    books.server.invoices.delete_many({"autotask_id": {"$ne": books.some_id()}})
    asked = _paths(books.post())
    assert asked.count("Accounts") == 1
    assert asked.count("TrackingCategories") == 0


def test_tracking_and_theme_stand_on_the_document_in_xero(open_books: OpenBooks) -> None:
    books = _connected(open_books, **RULES)
    books.settle()
    books.assert_exactly_once()
    themes = {each["name"]: each["theme_id"] for each in _stored("xero_theme").values()}
    for (document,) in books.documents().values():
        assert document["BrandingThemeID"] == themes["Kauri blue"]
        for line in document["LineItems"]:
            (tracked,) = line["Tracking"]
            wanted = "Products" if line["AccountCode"] == "230" else "Managed services"
            assert (tracked["Name"], tracked["Option"]) == ("Business line", wanted)


def _stored(kind: str) -> dict[str, Any]:
    return reference_data.load("kauri", kind)


def test_an_account_that_a_bookkeeper_archives_is_our_fault_once_the_list_knows(
    books: Books,
) -> None:
    books.xero.door("POST", "bookkeeper/archive_account", {"code": "210"})
    books.consent.refresh_lists("kauri")
    books.settle()
    stopped = list(books.server.invoices.find({"fault.code": "ACCOUNT_ARCHIVED"}))
    assert stopped
    assert all(each["fault"]["vendor_text"] == "" for each in stopped)
    assert all("210" in each["fault"]["message"] for each in stopped)
    books.assert_exactly_once()


def test_what_xero_refuses_against_our_list_makes_the_next_round_read_it_again(
    books: Books,
) -> None:
    books.xero.door("POST", "bookkeeper/archive_account", {"code": "210"})
    books.settle()
    stopped = books.server.invoices.count_documents({"fault.code": "ACCOUNT_ARCHIVED"})
    assert stopped
    assert reference_data.read_at("kauri", ["xero_account"])["xero_account"].year == 2000
    books.server.invoices.update_one(
        {"fault.code": "ACCOUNT_ARCHIVED"}, {"$set": {"status": "pending_sync", "fault": None}}
    )
    assert "Accounts" in _paths(books.post())
    assert _stored("xero_account")["210"]["status"] == "ARCHIVED"


def test_a_locked_period_holds_until_the_bookkeeper_opens_it_again(open_books: OpenBooks) -> None:
    books = _connected(open_books, lock_date_rule="hold")
    today = books.tenant.now().date()
    books.xero.door("POST", "bookkeeper/lock_dates", {"end_of_year": today.isoformat()})
    books.consent.refresh_lists("kauri")
    books.post()
    held = list(books.server.invoices.find({"hold.code": "PERIOD_LOCKED"}))
    assert len(held) == books.tenant.standings()["pending_sync"] > 0
    assert books.documents() == {}
    books.tenant.look()
    assert books.server.invoices.count_documents({"hold.code": "PERIOD_LOCKED"}) == len(held)
    books.xero.door("POST", "bookkeeper/lock_dates", {"end_of_year": None})
    assert books.consent.refresh_lists("kauri")["ok"]
    books.settle()
    books.assert_exactly_once()
    assert books.tenant.standings()["complete"] >= len(held)


def test_by_the_other_rule_the_document_is_dated_on_the_next_open_day(
    open_books: OpenBooks,
) -> None:
    books = _connected(open_books, lock_date_rule="move")
    lock_on = books.tenant.now().date()
    books.xero.door("POST", "bookkeeper/lock_dates", {"period": lock_on.isoformat()})
    books.consent.refresh_lists("kauri")
    books.settle()
    books.assert_exactly_once()
    moved = lock_on + timedelta(days=1)
    for (document,) in books.documents().values():
        assert date.fromisoformat(document["DateString"][:10]) == moved
    seen = record("invoices", "kauri", books.some_id(status="complete"))
    assert seen
    (decision,) = (each for each in seen.decisions if each.subject == "date")
    assert decision.value == moved.isoformat()
    assert f"up to {lock_on}" in decision.reason


def test_a_resync_sees_what_was_mended_in_xero_a_moment_ago(books: Books) -> None:
    archived = _stored("xero_account")["210"] | {"status": "ARCHIVED"}
    reference_data.save("kauri", "xero_account", {"210": archived}, books.tenant.now())
    books.settle()
    stopped = [each["autotask_id"] for each in books.server.invoices.find({"status": "fault"})]
    assert stopped
    assert not set(LISTS) & set(_paths(books.post()))
    books.people.resync(books.request(stopped[0]))
    books.tenant.look()
    asked = _paths(books.post())
    assert (asked.count("Accounts"), asked.count("TaxRates")) == (1, 0)
    books.settle()
    assert books.tenant.invoice(stopped[0])["status"] == "complete"


class Withholding:
    """An organisation that keeps its accounts to itself."""

    def __init__(self, asked: XeroClient) -> None:
        self._asked = asked
        self.times = 0

    def accounts(self) -> list[Account]:
        self.times += 1
        raise ScopeMissingError("The consent does not cover this.")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._asked, name)


def test_a_list_that_xero_does_not_show_stops_nothing_and_is_asked_for_again_an_hour_later(
    open_books: OpenBooks,
) -> None:
    books = _connected(open_books)
    books.server.reference_data.delete_many({"kind": {"$in": ["list_read", "xero_account"]}})
    connection = connections.get("kauri")
    assert connection
    journal = books.rounds.journal_for("kauri")
    xero = Withholding(books.access.open(connection, journal.call))
    for _ in range(2):
        keep_lists_fresh(connection, xero, journal, books.tenant.now)
    assert xero.times == 1
    journal.flush()
    assert books.tenant.log_codes().count("LIST_REFUSED") == 1
    assert "OUTPUT2" in _stored("xero_tax_rate")
    assert reader_for(connection, xero, books.tenant.now)("ACCOUNT_ARCHIVED") is None
    books.tenant.offset += timedelta(minutes=61)
    keep_lists_fresh(connection, xero, journal, books.tenant.now)
    assert xero.times == 3


def test_an_old_list_that_xero_keeps_from_us_now_stops_nothing_any_more(
    open_books: OpenBooks,
) -> None:
    books = _connected(open_books)
    archived = _stored("xero_account")["210"] | {"status": "ARCHIVED"}
    reference_data.save("kauri", "xero_account", {"210": archived}, books.tenant.now())
    books.server.reference_data.update_many(
        {"kind": "list_read"}, {"$set": {"fetched_at": books.tenant.now() - timedelta(hours=13)}}
    )
    connection = connections.get("kauri")
    assert connection
    journal = books.rounds.journal_for("kauri")
    xero = Withholding(books.access.open(connection, journal.call))
    keep_lists_fresh(connection, xero, journal, books.tenant.now)
    kinds = tuple(ListKind)
    assert organisation_lists.load(reference_data, "kauri", kinds).accounts is None
    assert _stored("xero_account")["210"] == archived
    books.settle()
    assert books.server.invoices.count_documents({"fault.code": "ACCOUNT_ARCHIVED"}) == 0


def _live(books: Books) -> Freshen:
    return LiveLists(books.access, books.rounds.journal_for, books.tenant.now).freshen


def test_options_are_checked_against_what_was_read(books: Books) -> None:
    wrong = MAPPING | {
        "default_account": "204",
        "rounding_account": "090",
        "tracking": [{"category": "Planet", "source": "territory"}],
        "default_branding_theme": "Red",
    }
    before = books.xero.last_request()
    answer = checking.check("kauri", wrong, _live(books))
    assert answer["ok"]
    assert [each["option"] for each in checking.blocking(answer["problems"])] == [
        "default_account",
        "rounding_account",
        "tracking",
        "default_branding_theme",
    ]
    before_it = [each for each in answer["problems"] if each["standing"] and each["blocks"]]
    assert [each["value"] for each in before_it] == ["204"]
    assert answer["not_read"] == []
    assert {"TrackingCategories", "BrandingThemes"} <= set(
        _paths(books.xero.requests_since(before))
    )


def test_what_a_bookkeeper_has_just_done_counts_when_options_are_saved(books: Books) -> None:
    wanted = MAPPING | {"default_account": "210"}
    before = books.xero.last_request()
    assert checking.blocking(checking.check("kauri", wanted, _live(books))["problems"]) == []
    assert _paths(books.xero.requests_since(before)) == []
    books.xero.door("POST", "bookkeeper/archive_account", {"code": "210"})
    books.server.reference_data.update_many(
        {"kind": "list_read"}, {"$set": {"fetched_at": books.tenant.now() - timedelta(minutes=11)}}
    )
    (found,) = checking.blocking(checking.check("kauri", wanted, _live(books))["problems"])
    assert (found["option"], found["value"]) == ("default_account", "210")


def test_lists_that_xero_cannot_be_asked_for_count_as_they_are_stored(books: Books) -> None:
    books.server.reference_data.update_many(
        {"kind": "list_read"}, {"$set": {"fetched_at": books.tenant.now() - timedelta(minutes=11)}}
    )
    books.server.connections.update_one({"_id": "kauri"}, {"$set": {"token_set_id": None}})
    answer = checking.check("kauri", MAPPING | {"default_account": "204"}, _live(books))
    assert [each["value"] for each in checking.blocking(answer["problems"])] == ["204"]
    assert "xero_account" in answer["not_read"]
    assert "LISTS_NOT_READ" in books.tenant.log_codes()


def test_options_that_make_no_sense_by_themselves_are_named_in_the_same_form(books: Books) -> None:
    wrong = {"reference_template": "{total}", "due_days": 999}
    answer = checking.check("kauri", wrong, _live(books))
    assert {each["option"] for each in answer["problems"]} == {"reference_template", "due_days"}
    assert all(each["message"] and each["blocks"] for each in answer["problems"])
    assert checking.check("nobody", {}, _live(books))["problem"]["code"] == "not_found"


class Hesitating:
    """An organisation that is asked by a second delivery before the first has its answer."""

    def __init__(self, asked: XeroClient) -> None:
        self._asked = asked
        self.second_delivery: Callable[[], object] | None = None
        self.times = 0

    def accounts(self) -> list[Account]:
        self.times += 1
        second, self.second_delivery = self.second_delivery, None
        if second is not None:
            second()
        return self._asked.accounts()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._asked, name)


def test_a_delivery_takes_no_old_list_while_another_is_still_asking(
    open_books: OpenBooks,
) -> None:
    books = _connected(open_books)
    books.tenant.offset += timedelta(minutes=11)
    connection = connections.get("kauri")
    assert connection
    xero = Hesitating(books.access.open(connection, books.rounds.journal_for("kauri").call))
    read_again = reader_for(connection, xero, books.tenant.now)
    xero.second_delivery = lambda: read_again("ACCOUNT_ARCHIVED")
    assert read_again("ACCOUNT_ARCHIVED") is not None
    assert xero.times == 2
    assert read_again("ACCOUNT_ARCHIVED") is not None
    assert xero.times == 2
