"""The names of companies and vendors that have documents, so that a search for one asks few."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from pymongo import UpdateOne

from core.domain.company import fold_name
from core.store.documents import ClientDocument, InvoiceDocument, PurchaseOrderDocument

_MOST = 10_000
# The list, its collection, and its fields of the party's id and name.
SHELVES = (
    ("invoices", InvoiceDocument, "company_id", "company"),
    ("purchase_orders", PurchaseOrderDocument, "vendor_id", "vendor"),
)


def gather(connection_id: str, since: datetime) -> None:
    """Those of documents that changed since."""
    for shelf, document, party_id, name in SHELVES:
        found = (
            document._get_collection()
            .find(
                {"connection": connection_id, "updated_at": {"$gt": since}},
                {party_id: 1, name: 1, "_id": 0},
            )
            .sort("updated_at", -1)
            .limit(_MOST)
        )
        # The oldest first, so that the newest name of each stays.
        keep(connection_id, shelf, ((each[party_id], each[name]) for each in reversed(list(found))))


def keep(connection_id: str, shelf: str, named: Iterable[tuple[int, str]]) -> None:
    """Each id with its name; the last one counts."""
    writes = [
        UpdateOne(
            {"_id": f"{connection_id}/{shelf}/{party_id}"},
            {"$set": _fields(connection_id, shelf, party_id, name)},
            upsert=True,
        )
        for party_id, name in dict(named).items()
    ]
    if writes:
        ClientDocument._get_collection().bulk_write(writes, ordered=False)


def _fields(connection_id: str, shelf: str, party_id: int, name: str) -> Mapping[str, Any]:
    return {
        "connection": connection_id,
        "shelf": shelf,
        "party_id": party_id,
        "name": name,
        "folded": fold_name(name),
    }
