"""Voids in Autotask's sandbox, brought to the documents in Xero's."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from services.xero_posting.people.preview import Preview
from tests.integration.posting.conftest import Books

Open = Callable[..., Books]
FEW = {"companies": 2, "invoices": 4, "lines": 2}


def _void(books: Books, autotask_id: int) -> None:
    books.tenant.sandbox.door("POST", "void", {"id": autotask_id})


def _begin(open_books: Open, **settings: Any) -> Books:
    books = open_books(FEW, **settings)
    assert books.give_consent()["ok"]
    books.tenant.look()
    books.settle()
    return books


def _credit(books: Books) -> int:
    """A new invoice below zero, in Xero as a credit note."""
    (autotask_id,) = books.tenant.bill(1)
    state = books.tenant.sandbox.door("GET", "state")
    for item in state["BillingItems"]:
        if item["invoiceID"] == autotask_id:
            turned = {name: -item[name] for name in ("totalAmount", "taxDollars", "quantity")}
            books.tenant.edit(item["id"], "BillingItems", **turned)
    (header,) = [each for each in state["Invoices"] if each["id"] == autotask_id]
    sums = {name: -header[name] for name in ("invoiceTotal", "totalTaxValue")}
    books.tenant.edit(autotask_id, **sums)
    books.tenant.look()
    books.settle()
    return autotask_id


def _in_xero(books: Books, invoice: dict[str, Any]) -> dict[str, Any]:
    state = books.xero.door("GET", "state")
    (document,) = [
        each
        for each in [*state["Invoices"], *state["CreditNotes"]]
        if invoice["xero_id"] in (each.get("InvoiceID"), each.get("CreditNoteID"))
    ]
    found: dict[str, Any] = document
    return found


@pytest.mark.parametrize(
    ("kind", "arrival", "end"),
    [("invoice", "DRAFT", "DELETED"), ("credit_note", "AUTHORISED", "VOIDED")],
)
def test_a_void_ends_the_document_in_xero(
    open_books: Open, kind: str, arrival: str, end: str
) -> None:
    books = _begin(open_books, arrival_status=arrival)
    if kind == "credit_note":
        autotask_id = _credit(books)
    else:
        autotask_id = books.some_id(xero_kind=kind, status="complete")
    assert books.tenant.invoice(autotask_id)["xero_kind"] == kind
    _void(books, autotask_id)
    books.tenant.look()
    waiting = books.tenant.invoice(autotask_id)
    assert (waiting["status"], waiting["intent"]) == ("pending_sync", "void")
    told = Preview(books.tenant.now, "http://localhost:1").of("kauri", autotask_id)
    assert told["outcome"] == "void"
    calls = books.post()
    assert [call["method"] for call in calls if call["method"] != "GET"] == ["POST"]
    invoice = books.tenant.invoice(autotask_id)
    assert (invoice["status"], invoice["skip"]["code"]) == ("skipped", "VOIDED")
    assert (invoice["xero_status"], _in_xero(books, invoice)["Status"]) == (end, end)


def test_a_paid_invoice_stays_and_the_fault_names_the_payment(open_books: Open) -> None:
    books = _begin(open_books, arrival_status="AUTHORISED")
    autotask_id = books.some_id(xero_kind="invoice", status="complete")
    number = books.tenant.invoice(autotask_id)["xero_number"]
    books.xero.door("POST", "payments", {"invoice": number, "amount": 1})
    _void(books, autotask_id)
    books.tenant.look()
    books.settle()
    invoice = books.tenant.invoice(autotask_id)
    assert invoice["fault"]["code"] == "VOIDED_BUT_PAID"
    assert "payment of 1.00 NZD on 20" in invoice["fault"]["message"]
    assert _in_xero(books, invoice)["Status"] == "AUTHORISED"


def test_a_void_whose_answer_was_lost_is_found_in_the_document(open_books: Open) -> None:
    books = _begin(open_books)
    autotask_id = books.some_id(xero_kind="invoice", status="complete")
    _void(books, autotask_id)
    books.tenant.look()
    books.xero.arm("drop_after_commit", "POST Invoices")
    calls = books.post()
    assert books.tenant.invoice(autotask_id)["status"] == "processing"
    books.settle()
    invoice = books.tenant.invoice(autotask_id)
    assert (invoice["status"], _in_xero(books, invoice)["Status"]) == ("skipped", "DELETED")
    assert len([call for call in calls if call["method"] == "POST"]) == 1


def test_a_void_while_the_invoice_is_being_posted_follows_by_itself(open_books: Open) -> None:
    books = open_books(FEW)
    assert books.give_consent()["ok"]
    books.tenant.look()
    books.xero.arm("drop_after_commit", "PUT Invoices")
    books.post()
    autotask_id = books.some_id(status="processing")
    _void(books, autotask_id)
    books.tenant.look()
    assert books.tenant.invoice(autotask_id)["status"] == "processing"
    books.settle()
    assert books.tenant.invoice(autotask_id)["status"] == "complete"
    # The bytes went twice; ten minutes later none of them can be on its way any more.
    assert books.tenant.invoice(autotask_id)["doubt"]
    ages_ago = books.tenant.now() - timedelta(hours=1)
    books.server.invoices.update_many(
        {"doubt": {"$ne": None}},
        {"$set": {"doubt.since_at": ages_ago, "doubt.until_at": ages_ago}},
    )
    # By now the void lies before the window of a look; the invoice is asked for by its id.
    books.tenant.server.checkpoints.update_one(
        {"_id": "kauri/ingest"}, [{"$set": {"at": {"$add": ["$at", 86_400_000]}}}]
    )
    books.tenant.look()
    books.settle()
    invoice = books.tenant.invoice(autotask_id)
    assert (invoice["status"], _in_xero(books, invoice)["Status"]) == ("skipped", "DELETED")


def test_by_option_the_document_stays(open_books: Open) -> None:
    books = _begin(open_books, void_rule="keep")
    autotask_id = books.some_id(xero_kind="invoice", status="complete")
    _void(books, autotask_id)
    books.tenant.look()
    books.settle()
    invoice = books.tenant.invoice(autotask_id)
    assert (invoice["status"], invoice["notice"]["code"]) == ("complete", "VOIDED_KEPT")
    assert _in_xero(books, invoice)["Status"] == "DRAFT"
