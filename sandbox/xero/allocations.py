"""`/CreditNotes/{id}/Allocations`: putting a credit note against invoices, and taking it back."""

from collections.abc import Sequence
from decimal import Decimal

from werkzeug.wrappers import Response

from sandbox.xero.answers import json_answer
from sandbox.xero.batches import Batches
from sandbox.xero.books import Books, Record, fresh_id
from sandbox.xero.dates import day_string, wire_day
from sandbox.xero.documents.amounts import half_up
from sandbox.xero.documents.balance import open_amount, settled
from sandbox.xero.documents.kinds import CREDIT_NOTE, INVOICE
from sandbox.xero.elements import Element, elements_of
from sandbox.xero.owners import Owner
from sandbox.xero.refusals import NotFoundError, NotImplementedHereError, RejectedElementError
from sandbox.xero.resource import Sent

_TYPES = {"ACCRECCREDIT": "ACCREC", "ACCPAYCREDIT": "ACCPAY"}
_UNKNOWN = "An existing Invoice with the specified InvoiceID could not be found"
_NOT_OPEN = "Credit notes can only be allocated to Authorised documents"
_OTHER_CONTACT = "The credit note and the invoice must be for the same contact"
_WRONG_TYPE = "The document type is not valid for this allocation"
_TOO_MUCH_CREDIT = "The amount exceeds the remaining credit of this credit note"
_TOO_MUCH_DUE = "The amount exceeds the amount outstanding on the invoice"


class Allocations:
    """The allocations of credit notes."""

    def __init__(self, books: Books, batches: Batches) -> None:
        self._books = books
        self._batches = batches

    def answer(self, sent: Sent, method: str, owner: Owner, rest: str) -> Response:
        """PUT allocates, DELETE takes one back."""
        note_id = owner.id
        if method == "DELETE" and rest:
            # A bare element, the only answer without the envelope (OpenAPI file).
            return json_answer(self._removed(note_id, rest.lower()))
        if method != "PUT" or rest:
            raise NotImplementedHereError
        elements = elements_of(sent.body, "Allocations", "Allocation")

        def write(element: Element) -> tuple[Record, Sequence[str]]:
            return self._allocated(note_id, element), ()

        return self._batches.answer(sent, "Allocations", elements, write, dict)

    def _allocated(self, note_id: str, sent: Element) -> Record:
        note = self._books.get("CreditNotes", note_id) or {}
        named = sent.child("Invoice")
        invoice = self._books.get("Invoices", (named.guid("InvoiceID") if named else None) or "")
        amount = half_up(sent.number("Amount") or Decimal(0))
        problem = _problem(note, invoice, amount)
        if invoice is None or problem:
            raise RejectedElementError([problem or _UNKNOWN], sent.sent)
        day = sent.day("Date") or self._books.today()
        allocation = {
            "AllocationID": fresh_id(),
            "Amount": amount,
            "DateString": day_string(day),
            "Date": wire_day(day),
            "Invoice": {
                "InvoiceID": invoice["InvoiceID"],
                "InvoiceNumber": invoice["InvoiceNumber"],
                "HasErrors": False,
                "LineItems": [],
            },
            "IsDeleted": False,
        }
        row = {**_row(note, amount), "_allocation": allocation["AllocationID"]}
        today = wire_day(day)
        noted = {**note, "Allocations": [*note["Allocations"], allocation]}
        credited = {**invoice, "CreditNotes": [*invoice.get("CreditNotes", []), row]}
        self._books.save("CreditNotes", settled(CREDIT_NOTE, noted, today))
        self._books.save("Invoices", settled(INVOICE, credited, today))
        return allocation

    def _removed(self, note_id: str, allocation_id: str) -> Record:
        note = self._books.get("CreditNotes", note_id) or {}
        found = next(
            (row for row in note["Allocations"] if row["AllocationID"] == allocation_id), None
        )
        if found is None:
            raise NotFoundError
        today = wire_day(self._books.today())
        kept = [row for row in note["Allocations"] if row is not found]
        self._books.save("CreditNotes", settled(CREDIT_NOTE, {**note, "Allocations": kept}, today))
        invoice = self._books.get("Invoices", found["Invoice"]["InvoiceID"]) or {}
        rows = [row for row in invoice["CreditNotes"] if row["_allocation"] != allocation_id]
        self._books.save("Invoices", settled(INVOICE, {**invoice, "CreditNotes": rows}, today))
        return {**found, "IsDeleted": True}


def _problem(note: Record, invoice: Record | None, amount: Decimal) -> str | None:
    if invoice is None:
        return _UNKNOWN
    rules = (
        (invoice["Type"] == _TYPES[note["Type"]], _WRONG_TYPE),
        (note["Status"] == invoice["Status"] == "AUTHORISED", _NOT_OPEN),
        (note["Contact"]["ContactID"] == invoice["Contact"]["ContactID"], _OTHER_CONTACT),
        (0 < amount <= open_amount(CREDIT_NOTE, note), _TOO_MUCH_CREDIT),
        (amount <= open_amount(INVOICE, invoice), _TOO_MUCH_DUE),
    )
    return next((text for holds, text in rules if not holds), None)


def _row(note: Record, amount: Decimal) -> Record:
    return {
        "CreditNoteID": note["CreditNoteID"],
        "CreditNoteNumber": note["CreditNoteNumber"],
        "ID": note["CreditNoteID"],
        "HasErrors": False,
        "InvoiceAddresses": [],
        "CurrencyRate": note["CurrencyRate"],
        "AppliedAmount": amount,
        "DateString": note["DateString"],
        "Date": note["Date"],
        "LineItems": [],
        "Total": note["Total"],
    }
