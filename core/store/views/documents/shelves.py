"""The two lists of documents: where they stand, what a row reads, by what they are sorted."""

from typing import Any

from pymongo.collection import Collection

from core.store.documents import InvoiceDocument, PurchaseOrderDocument
from core.store.views.reading import collection
from core.store.views.rows import LIST_FIELDS
from core.store.views.search import DATED, Kind

DEFAULT_ORDER = "-updated"
_DOCUMENTS = {"invoices": InvoiceDocument, "purchase_orders": PurchaseOrderDocument}
_PARTY = {"invoices": "company_folded", "purchase_orders": "vendor_folded"}
ORDERS = frozenset(
    sign + name
    for sign in ("", "-")
    for name in ("updated", "id", "party", "date", "total", "status")
)


def of(kind: Kind) -> Collection[dict[str, Any]]:
    return collection(_DOCUMENTS[kind])


def projection() -> dict[str, int]:
    return dict.fromkeys(LIST_FIELDS, 1)


def sort_field(kind: Kind, order: str) -> tuple[str, bool]:
    """The field of an order, and whether it descends."""
    fields = {
        "updated": "updated_at",
        "id": "autotask_id",
        "party": _PARTY[kind],
        "date": DATED[kind],
        "total": "total",
        "status": "status",
    }
    return fields[order.removeprefix("-")], order.startswith("-")
