"""The report on contacts says what the next round would do, and does nothing of it."""

from core.store import connections
from core.store import contact_reports as contact_reports_kept
from core.store.views import contact_reports
from services.xero_posting.people.contact_report import ContactReports
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
    assert (len(page), following) == (2, "2")
    assert page[0].contacts[0]["name"]


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
