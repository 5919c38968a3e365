"""What stands on a document in Xero: payments, credits, and where a credit note was put.

A single read and a page list them, each list with names of its own (Invoices, CreditNotes).
"""

from core.clients.xero.fields import Element
from core.domain.xero_document import Applied

_AMOUNTS = ("AppliedAmount", "Amount", "Total")


def read_applied(element: Element) -> tuple[Applied, ...]:
    """List what stops Xero from voiding the document, in Xero's order."""
    return (
        *(_applied("payment", row) for row in element.elements("Payments")),
        *(_applied("prepayment", row) for row in element.elements("Prepayments")),
        *(_applied("overpayment", row) for row in element.elements("Overpayments")),
        *(
            _applied(f"credit note {row.text('CreditNoteNumber')}".strip(), row)
            for row in element.elements("CreditNotes")
        ),
        *(
            _applied(f"allocation to {row.inside('Invoice').text('InvoiceNumber')}", row)
            for row in element.elements("Allocations")
            if not row.flag("IsDeleted")
        ),
    )


def _applied(what: str, row: Element) -> Applied:
    key = next((each for each in _AMOUNTS if row.has(each)), _AMOUNTS[0])
    return Applied(what, row.amount(key), row.day("Date"))
