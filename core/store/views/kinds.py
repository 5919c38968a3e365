"""The two kinds of documents that are listed, and by what names they have the same things."""

from typing import Any, Literal

from pymongo.collection import Collection

from core.store.documents import InvoiceDocument, PurchaseOrderDocument
from core.store.views.reading import collection

Kind = Literal["invoices", "purchase_orders"]

DATED = {"invoices": "issued_on", "purchase_orders": "ordered_on"}
PARTY_FOLDED = {"invoices": "company_folded", "purchase_orders": "vendor_folded"}
PARTY_ID = {"invoices": "company_id", "purchase_orders": "vendor_id"}
_DOCUMENTS = {"invoices": InvoiceDocument, "purchase_orders": PurchaseOrderDocument}


def of(kind: Kind) -> Collection[dict[str, Any]]:
    return collection(_DOCUMENTS[kind])
