"""The names of companies and vendors that have documents, so that a search for one asks few."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from pymongo import UpdateOne

from core.domain.company import fold_name
from core.store.documents import ClientDocument, InvoiceDocument, PurchaseOrderDocument

_PORTION = 1_000
_MOST_AT_FIRST = 10_000
# The list, its collection, and its fields of the party's id and name.
SHELVES = (
    ("invoices", InvoiceDocument, "company_id", "company"),
    ("purchase_orders", PurchaseOrderDocument, "vendor_id", "vendor"),
)


def gather(connection_id: str, since: datetime | None) -> Iterator[None]:
    """Those of documents that changed since, with a breath after each portion.

    None has those that changed last: all names have been filled in just before
    (core/store/filling_in.py).
    """
    for shelf, document, party_id, name in SHELVES:
        changed = _changed(document, connection_id, since, {party_id: 1, name: 1, "_id": 0})
        while portion := [(each[party_id], each[name]) for each in islice(changed, _PORTION)]:
            keep(connection_id, shelf, portion)
            yield


def _changed(
    document: Any, connection_id: str, since: datetime | None, fields: Mapping[str, int]
) -> Iterator[dict[str, Any]]:
    """The oldest first, so that the newest name of each stays."""
    documents, wanted = document._get_collection(), {"connection": connection_id}
    found: Iterable[dict[str, Any]]
    if since is None:
        found = documents.find(wanted, fields).sort("updated_at", -1).limit(_MOST_AT_FIRST)
        return iter(list(found)[::-1])
    changed = {**wanted, "updated_at": {"$gt": since}}
    found = documents.find(changed, fields).sort("updated_at", 1)
    return iter(found)


def keep(connection_id: str, shelf: str, named: Iterable[tuple[int, str]]) -> None:
    """Each id with its name; the last one counts, and documents still have those before."""
    names: dict[int, list[str]] = {}
    for party_id, name in named:
        names.setdefault(party_id, []).append(name)
    writes = [
        UpdateOne(
            {"_id": f"{connection_id}/{shelf}/{party_id}"},
            {
                "$set": _fields(connection_id, shelf, party_id, each[-1]),
                "$addToSet": {"names": {"$each": sorted({fold_name(name) for name in each})}},
            },
            upsert=True,
        )
        for party_id, each in names.items()
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
