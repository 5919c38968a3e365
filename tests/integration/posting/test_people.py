"""What persons ask for about one invoice, and what becomes of it."""

import json
from typing import Any

import pytest

from core.store import connections
from tests.integration.posting.conftest import Books


def _codes(books: Books, autotask_id: int) -> list[str]:
    return [entry["code"] for entry in books.tenant.invoice(autotask_id)["history"]]


def test_a_resync_of_a_complete_invoice_asks_autotask_and_updates_the_same_document(
    books: Books,
) -> None:
    books.post()
    autotask_id = books.some_id()
    before = books.tenant.invoice(autotask_id)["xero_id"]
    books.tenant.edit(autotask_id, orderNumber="PO 99")
    books.tenant.events.clear()
    answer = books.people.resync(books.request(autotask_id, "typing error"))
    assert (answer["ok"], answer["status"]) == (True, "pending_sync")
    assert "typing error" in answer["message"]
    rung = [event for event, _ in books.tenant.events]
    assert "invoice_refresh_requested" in rung
    assert books.post() == []
    books.tenant.look()
    calls = books.post()
    assert [call["method"] for call in calls] == ["GET", "POST"]
    document = books.tenant.invoice(autotask_id)
    assert (document["status"], document["xero_id"]) == ("complete", before)
    (in_xero,) = books.documents()[document["number"]]
    assert in_xero["Reference"] == "PO 99"
    books.assert_exactly_once()


def test_a_resync_of_what_is_the_same_costs_one_question(books: Books) -> None:
    books.post()
    autotask_id = books.some_id()
    assert books.people.resync(books.request(autotask_id))["ok"]
    books.tenant.look()
    assert [call["method"] for call in books.post()] == ["GET"]
    assert books.tenant.invoice(autotask_id)["notice"] is None


def test_a_resync_of_a_paid_document_shows_the_difference_and_changes_nothing(
    books: Books,
) -> None:
    connection = connections.get("kauri")
    assert connection
    books.tenant.connect(
        **{
            **connection.settings.model_dump(mode="json"),
            "arrival_status": "AUTHORISED",
        }
    )
    books.post()
    autotask_id = books.some_id(xero_kind="invoice")
    number = books.tenant.invoice(autotask_id)["number"]
    books.xero.door("POST", "payments", {"invoice": number})
    books.tenant.edit(autotask_id, orderNumber="PO 99")
    assert books.people.resync(books.request(autotask_id))["ok"]
    books.tenant.look()
    assert [call["method"] for call in books.post()] == ["GET"]
    document = books.tenant.invoice(autotask_id)
    assert (document["status"], document["notice"]["code"]) == ("complete", "DIFFERENT_IN_XERO")
    (difference,) = document["notice"]["differences"]
    assert (difference["field"], difference["autotask"]) == ("reference", "PO 99")


def test_a_second_resync_says_that_it_is_on_its_way(books: Books) -> None:
    books.post()
    autotask_id = books.some_id()
    assert books.people.resync(books.request(autotask_id))["ok"]
    answer = books.people.resync(books.request(autotask_id))
    assert answer["problem"] == {"code": "conflict", "message": "It is already on its way."}


def test_what_is_skipped_does_not_go_and_says_who_and_why(books: Books) -> None:
    autotask_id = books.some_id()
    assert books.people.skip(books.request(autotask_id, "paid in cash"))["status"] == "skipped"
    books.post()
    document = books.tenant.invoice(autotask_id)
    assert document["status"] == "skipped"
    assert document["skip"]["by"] == "mere"
    assert "paid in cash" in document["skip"]["message"]
    assert document["number"] not in books.documents()


def test_a_skip_taken_back_sends_it_after_another_look(books: Books) -> None:
    autotask_id = books.some_id()
    books.people.skip(books.request(autotask_id))
    books.post()
    assert books.people.unskip(books.request(autotask_id))["ok"]
    assert books.post() == []
    books.tenant.look()
    books.post()
    assert books.tenant.invoice(autotask_id)["status"] == "complete"
    assert _codes(books, autotask_id)[:3] == ["INGESTED", "SKIPPED_BY_HAND", "SKIP_TAKEN_BACK"]


def test_an_incomplete_invoice_cannot_slip_through_by_skip_and_unskip(books: Books) -> None:
    (autotask_id,) = books.tenant.bill(1)
    books.tenant.edit(autotask_id, invoiceTotal=1_000_000)
    books.tenant.look()
    assert books.tenant.invoice(autotask_id)["hold"]["code"] == "SUMS_DIFFER"
    for step in (books.people.skip, books.people.unskip):
        assert step(books.request(autotask_id))["ok"]
    books.tenant.look()
    books.post()
    document = books.tenant.invoice(autotask_id)
    assert (document["status"], document["hold"]["code"]) == ("pending_sync", "SUMS_DIFFER")
    assert document["number"] not in books.documents()


def test_a_voided_invoice_stays_out_whoever_asks(books: Books) -> None:
    autotask_id = books.some_id()
    books.tenant.sandbox.door("POST", "void", {"id": autotask_id})
    books.tenant.look()
    answer = books.people.unskip(books.request(autotask_id))
    assert answer["problem"]["code"] == "conflict"
    assert books.people.resync(books.request(autotask_id))["ok"]
    books.tenant.look()
    books.post()
    assert books.tenant.invoice(autotask_id)["status"] == "skipped"


def test_a_void_that_a_resync_finds_first_ends_the_document_in_xero(books: Books) -> None:
    books.post()
    autotask_id = books.some_id(status="complete")
    assert books.people.resync(books.request(autotask_id))["ok"]
    books.tenant.sandbox.door("POST", "void", {"id": autotask_id})
    books.tenant.look()
    books.post()
    document = books.tenant.invoice(autotask_id)
    assert (document["status"], document["xero_status"]) == ("skipped", "DELETED")
    assert document["number"] not in books.documents()


def test_a_traced_invoice_shows_every_decision_and_is_not_sent(books: Books) -> None:
    autotask_id = books.some_id()
    assert books.people.trace(books.request(autotask_id))["status"] == "diagnostic"
    books.post()
    document = books.tenant.invoice(autotask_id)
    assert document["status"] == "diagnostic"
    decided = {(each["line"], each["subject"]) for each in document["decisions"]}
    for line in document["lines"]:
        assert {(line["autotask_id"], "account"), (line["autotask_id"], "tax")} <= decided
    assert document["number"] not in books.documents()


def test_a_trace_that_finds_a_gap_in_the_tables_says_so(books: Books) -> None:
    autotask_id = books.some_id()
    books.tenant.connect(accounts={}, tax_types={})
    assert books.people.trace(books.request(autotask_id))["ok"]
    assert books.tenant.invoice(autotask_id)["notice"]["code"] in {
        "ACCOUNT_UNMAPPED",
        "TAX_UNMAPPED",
    }


def test_a_released_invoice_goes(books: Books) -> None:
    autotask_id = books.some_id()
    books.people.trace(books.request(autotask_id))
    assert books.people.release(books.request(autotask_id))["ok"]
    books.tenant.look()
    books.post()
    assert books.tenant.invoice(autotask_id)["status"] == "complete"


def test_a_preview_is_what_would_be_sent_and_changes_nothing(books: Books) -> None:
    autotask_id = books.some_id()
    before = books.tenant.invoice(autotask_id)
    answer = books.people.preview("kauri", autotask_id)
    assert books.tenant.invoice(autotask_id) == before
    assert json.loads(json.dumps(answer)) == answer
    assert answer["fault"] is None
    assert answer["draft"]["number"] == before["number"]
    accounts = [each for each in answer["decisions"] if each["subject"] == "account"]
    assert [each["line"] for each in accounts] == [each["autotask_id"] for each in before["lines"]]
    calls = books.post()
    put = next(call for call in calls if call["path"].endswith("/Invoices"))
    sent = next(row for row in books.sent_rows(put) if row["InvoiceNumber"] == before["number"])
    assert sent["Date"] == answer["draft"]["issued_on"]
    assert [line["AccountCode"] for line in sent["LineItems"]] == [
        line["account_code"] for line in answer["draft"]["lines"]
    ]


def test_a_preview_of_what_cannot_be_mapped_is_its_fault(books: Books) -> None:
    books.tenant.connect(accounts={}, tax_types={})
    answer = books.people.preview("kauri", books.some_id())
    assert answer["draft"] is None
    assert answer["fault"]["side"] == "counterfoil"


@pytest.mark.parametrize("what", ["resync", "skip", "unskip", "trace", "release"])
def test_an_unknown_invoice_is_not_found(books: Books, what: str) -> None:
    ask: Any = getattr(books.people, what)
    assert ask(books.request(1))["problem"]["code"] == "not_found"
    assert books.people.preview("kauri", 1)["problem"]["code"] == "not_found"


def test_what_stands_elsewhere_by_now_is_a_conflict_that_names_where(books: Books) -> None:
    books.post()
    answer = books.people.skip(books.request(books.some_id()))
    assert answer["problem"]["code"] == "conflict"
    assert "Complete" in answer["problem"]["message"]
