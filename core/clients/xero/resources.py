"""The resources that this client writes: their names in paths and bodies, and their keys."""

from typing import NamedTuple

from core.domain.xero_document import DocumentKind


class Resource(NamedTuple):
    """What Xero calls a resource and the keys that identify an element of it.

    `marker_key` is the field that carries our mark. Sales invoices and bills share one resource.
    """

    name: str
    id_key: str
    number_key: str
    marker_key: str
    kinds: frozenset[DocumentKind]


RESOURCES = {
    resource.name: resource
    for resource in (
        Resource(
            "Invoices",
            "InvoiceID",
            "InvoiceNumber",
            "Url",
            frozenset({DocumentKind.INVOICE, DocumentKind.BILL}),
        ),
        Resource(
            "CreditNotes",
            "CreditNoteID",
            "CreditNoteNumber",
            "Reference",
            frozenset({DocumentKind.CREDIT_NOTE}),
        ),
        Resource(
            "PurchaseOrders",
            "PurchaseOrderID",
            "PurchaseOrderNumber",
            "Reference",
            frozenset({DocumentKind.PURCHASE_ORDER}),
        ),
        Resource("Contacts", "ContactID", "ContactNumber", "", frozenset()),
    )
}
