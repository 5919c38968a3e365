"""How a document in Xero ends when Autotask voids its invoice, and what may stand against it.

A draft is deleted, an approved document voided; both are final, and neither is allowed while money
or credit stands on it (Invoices, "Status codes"). The same holds for credit notes.
"""

from decimal import Decimal

from core.domain.xero_document import Applied, DocumentKind, XeroDocument

DELETED = "DELETED"
VOIDED = "VOIDED"
ENDED = frozenset({DELETED, VOIDED})
_ENDINGS = {"DRAFT": DELETED, "SUBMITTED": DELETED, "AUTHORISED": VOIDED}
_ENDINGS_OF_ORDERS = {**_ENDINGS, "AUTHORISED": DELETED, "BILLED": DELETED}


def ending_of(document: XeroDocument) -> str | None:
    """The status that ends the document; None when it has ended, or may not end.

    A purchase order knows no other end than being deleted (PurchaseOrders, "Status codes").
    """
    if document.has_payments:
        return None
    is_order = document.kind is DocumentKind.PURCHASE_ORDER
    return (_ENDINGS_OF_ORDERS if is_order else _ENDINGS).get(document.status)


def has_ended(document: XeroDocument) -> bool:
    return document.status in ENDED


def describe_applied(document: XeroDocument) -> str:
    """What stands on the document, with amounts and days; "" when Xero does not say."""
    if document.applied:
        return "; ".join(_describe(each, document.currency) for each in document.applied)
    paid = document.total - document.amount_due
    return f"{paid:.2f} {document.currency}" if paid > Decimal(0) else ""


def _describe(applied: Applied, currency: str) -> str:
    day = f" on {applied.on.isoformat()}" if applied.on else ""
    return f"{applied.what} of {applied.amount:.2f} {currency}{day}"
