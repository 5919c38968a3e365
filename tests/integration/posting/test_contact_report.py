"""The report on contacts says what the next round would do, and does nothing of it."""

from typing import Any

import pytest

from core.domain.errors import RateLimitedError
from core.domain.xero_document import XeroContact
from core.store import connections
from core.store import contact_reports as contact_reports_kept
from core.store.views import contact_reports
from services.xero_posting.contacts.matching import read_contacts
from services.xero_posting.people.contact_report import (
    ContactReports,
    NotWantedError,
    WantedPages,
)
from tests.integration.posting.conftest import Books


def reports_of(books: Books) -> ContactReports:
    return ContactReports(books.access, books.rounds.journal_for, books.tenant.now, lambda: None)


def run(books: Books) -> None:
    connection = connections.get("kauri")
    assert connection
    reports_of(books).run_if_due(connection)


def test_each_company_that_was_billed_has_a_row(books: Books) -> None:
    answer = reports_of(books).start("kauri", "mere")
    assert answer["ok"]
    before = books.xero.last_request()
    run(books)
    (report,) = contact_reports.latest("kauri")
    assert (report.state, report.done) == ("done", answer["total"])
    billed = set(books.server.invoices.distinct("company_id"))
    rows = {each.company_id: each for each in contact_reports.each_row(report.id)}
    assert set(rows) == billed
    assert sum(report.result.values()) == len(billed)
    # It only asks: nothing is made, and nothing is linked.
    assert {call["method"] for call in books.xero.requests_since(before)} == {"GET"}
    assert books.server.contact_links.count_documents({}) == 0
    books.post()
    reports_of(books).start("kauri", "mere")
    run(books)
    newest = contact_reports.latest("kauri")[0]
    assert newest.result == {"linked": len(billed)}
    page, following = contact_reports.rows(newest.id, "linked", limit=2)
    assert len(page) == 2
    assert page[0].contacts[0]["name"]
    assert page[0].contacts[0]["id"]
    walked = list(page)
    while following:
        page, following = contact_reports.rows(newest.id, after=following, limit=2)
        walked += page
    assert walked == list(contact_reports.each_row(newest.id))
    assert len({each.company_id for each in walked}) == len(billed)


def test_without_a_spare_call_it_waits_and_goes_on_by_itself(books: Books) -> None:
    reports_of(books).start("kauri", "mere")
    books.xero.door("POST", "faults", {"name": "rate_limited_minute", "endpoint": "*", "calls": 1})
    run(books)
    (waiting,) = contact_reports.latest("kauri")
    assert waiting.is_open
    assert waiting.message.startswith("It waits:")
    run(books)
    assert contact_reports.latest("kauri")[0].is_open
    books.server.budgets.delete_many({})
    books.server.contact_reports.update_many({}, {"$set": {"not_before": None}})
    run(books)
    (done,) = contact_reports.latest("kauri")
    assert (done.state, done.message) == ("done", "")


def test_a_report_that_gets_no_further_is_given_up_with_a_sentence(books: Books) -> None:
    reports_of(books).start("kauri", "mere")
    almost = {"$set": {"waits": contact_reports_kept.MOST_WAITS - 1}}
    books.server.contact_reports.update_many({}, almost)
    books.xero.door("POST", "faults", {"name": "rate_limited_minute", "endpoint": "*", "calls": 1})
    run(books)
    (report,) = contact_reports.latest("kauri")
    assert report.state == "failed"
    assert "start it when Xero is less busy. The last time: It waits:" in report.message


class _OnePageAtATime:
    """Xero where others leave room for one page, whatever is waited for."""

    def __init__(self, books: Books) -> None:
        self._now = books.tenant.now
        self.asked: list[int] = []

    def open_spare(self, *_about: object) -> "_OnePageAtATime":
        return self

    def contacts(self, page: int) -> tuple[list[XeroContact], bool]:
        self.asked.append(page)
        if page == 2:
            raise RateLimitedError("The minute is used up.", limit="minute", until=self._now())
        return [], False


def test_a_report_that_is_refused_each_second_page_ends_some_day(books: Books) -> None:
    xero: Any = _OnePageAtATime(books)
    reports = ContactReports(xero, books.rounds.journal_for, books.tenant.now, lambda: None)
    reports.start("kauri", "mere")
    connection = connections.get("kauri")
    assert connection
    while contact_reports.latest("kauri")[0].is_open:
        assert len(xero.asked) < 2 * contact_reports_kept.MOST_WAITS
        reports.run_if_due(connection)
    assert xero.asked == [1, 2] * contact_reports_kept.MOST_WAITS
    assert contact_reports.latest("kauri")[0].state == "failed"


def test_a_report_that_is_stopped_asks_xero_nothing_more(books: Books) -> None:
    report = reports_of(books).start("kauri", "mere")["report"]
    books.xero.door("POST", "faults", {"name": "rate_limited_minute", "endpoint": "*", "calls": 1})
    run(books)
    before = books.xero.last_request()
    assert reports_of(books).stop("kauri", report, "rita")["ok"]
    books.server.budgets.delete_many({})
    books.server.contact_reports.update_many({}, {"$set": {"not_before": None}})
    run(books)
    (stopped,) = contact_reports.latest("kauri")
    assert (stopped.state, stopped.message) == ("stopped", "Stopped by rita.")
    assert books.xero.requests_since(before) == []
    assert reports_of(books).stop("kauri", report, "rita")["problem"]["code"] == "conflict"


def test_a_stop_between_two_pages_ends_the_reading(books: Books) -> None:
    report = reports_of(books).start("kauri", "mere")["report"]
    taken = contact_reports_kept.take_open("kauri", books.tenant.now())
    assert taken
    pages: list[int] = []

    class Pages:
        def contacts(self, page: int) -> tuple[list[XeroContact], bool]:
            pages.append(page)
            reports_of(books).stop("kauri", report, "rita")
            return [], False

    with pytest.raises(NotWantedError):
        read_contacts(WantedPages(Pages(), report))
    assert pages == [1]
    # Whoever was computing meanwhile ends nothing any more.
    contact_reports_kept.finish(report, "done", "", books.tenant.now())
    contact_reports_kept.wait(report, books.tenant.now(), "It waits", books.tenant.now())
    assert contact_reports.latest("kauri")[0].state == "stopped"


def test_a_report_of_a_connection_that_lost_its_organisation_is_given_up(books: Books) -> None:
    reports_of(books).start("kauri", "mere")
    books.server.connections.update_one({"_id": "kauri"}, {"$set": {"xero_tenant_id": None}})
    run(books)
    (report,) = contact_reports.latest("kauri")
    assert (report.state, "connect it" in report.message) == ("failed", True)


def test_while_a_report_is_on_its_way_no_other_begins(books: Books) -> None:
    first = reports_of(books).start("kauri", "mere")
    assert reports_of(books).start("kauri", "rita")["problem"]["code"] == "conflict"
    for number in range(contact_reports_kept.KEPT + 1):
        contact_reports_kept.create(f"later-{number}", "kauri", "mere", books.tenant.now())
    assert books.server.contact_reports.find_one({"_id": first["report"]})


def test_a_child_is_reported_as_its_parent_is_billed(books: Books) -> None:
    server = books.server
    option = {"$set": {"settings.parent_billing": "always"}}
    server.connections.update_one({"_id": "kauri"}, option)
    child, parent = sorted(server.invoices.distinct("company_id"))[:2]
    of = {"kind": "company", "_id": {"$regex": f"/{child}$"}}
    assert server.reference_data.update_one(of, {"$set": {"value.parent_id": parent}}).matched_count
    reports_of(books).start("kauri", "mere")
    run(books)
    (report,) = contact_reports.latest("kauri")
    rows = {each.company_id: each for each in contact_reports.each_row(report.id)}
    payer, told = rows[parent], rows[child]
    reason = f"{payer.company} is billed: parent of {told.company}."
    assert (told.verdict, told.message) == (payer.verdict, f"{reason} {payer.message}")


def test_a_consent_is_needed(books: Books) -> None:
    books.server.connections.update_one({"_id": "kauri"}, {"$set": {"xero_tenant_id": None}})
    assert reports_of(books).start("kauri", "mere")["problem"]["code"] == "conflict"
    assert reports_of(books).start("nobody", "mere")["problem"]["code"] == "not_found"
