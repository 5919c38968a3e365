"""What is still open of a document: its total less payments, credit notes and allocations."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sandbox.xero.books import Record
from sandbox.xero.documents.kinds import Kind

Document = Mapping[str, Any]


def balance(kind: Kind, document: Document) -> Record:
    """The fields that follow from the total and what is put against it."""
    paid = _sum(document.get("Payments", []), "Amount")
    if kind.is_invoice:
        credited = _sum(document.get("CreditNotes", []), "AppliedAmount")
        due = Decimal(document["Total"]) - paid - credited
        return {"AmountDue": due, "AmountPaid": paid, "AmountCredited": credited}
    used = _sum(document.get("Allocations", []), "Amount")
    return {"RemainingCredit": Decimal(document["Total"]) - paid - used}


def open_amount(kind: Kind, document: Document) -> Decimal:
    """What may still be paid, credited or allocated."""
    field = "AmountDue" if kind.is_invoice else "RemainingCredit"
    return Decimal(document[field])


def settled(kind: Kind, document: Document, wire_day: str) -> Record:
    """A document after something was put against it or taken away: open, or paid."""
    kept = {name: value for name, value in document.items() if name != "FullyPaidOnDate"}
    changed: Record = {**kept, **balance(kind, document)}
    if open_amount(kind, changed):
        return {**changed, "Status": "AUTHORISED"}
    return {**changed, "Status": "PAID", "FullyPaidOnDate": wire_day}


def _sum(rows: list[Document], field: str) -> Decimal:
    return sum((Decimal(row[field]) for row in rows), Decimal("0.00"))
