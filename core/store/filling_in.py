"""Fills in what older versions did not store: words of numbers, and the names of clients.

Done once for each connection, in portions, lowest Autotask id first; how far it is stands in the
marks, so that a process that ends in between goes on where it was.
"""

import contextlib
from typing import Any

from pymongo import UpdateOne
from pymongo.errors import OperationFailure

from core.domain.search_words import number_words
from core.store import clients
from core.store.documents import (
    AuditEventDocument,
    FigureMarksDocument,
    InvoiceDocument,
    LogEntryDocument,
)

PORTION = 1_000
# What lists were found by before; nobody asks for these any more.
_RETIRED: dict[Any, tuple[str, ...]] = {
    InvoiceDocument: (
        "connection_1_number_1",
        "connection_1_xero_number_1",
        "connection_1_company_folded_1_updated_at_-1",
        "connection_1_completed_at_1",
        "connection_1_issued_on_1",
        "connection_1_status_1_fault.code_1_updated_at_-1",
    ),
    LogEntryDocument: (
        "connection_1_level_1_at_-1__id_-1",
        "connection_1_run_id_1_at_-1",
    ),
    AuditEventDocument: ("connection_1_at_-1",),
}


def portion(connection_id: str) -> bool:
    """Fill in the next documents; False when nothing is left, which is remembered."""
    marks = FigureMarksDocument._get_collection()
    stored = marks.find_one({"_id": connection_id}, {"filled": 1, "is_filled": 1}) or {}
    if stored.get("is_filled"):
        return False
    filled: dict[str, int] = stored.get("filled") or {}
    for shelf, document, party_id, name in clients.SHELVES:
        fields = dict.fromkeys(
            ("autotask_id", "number", "xero_number", "number_words", party_id, name), 1
        )
        wanted = {"connection": connection_id, "autotask_id": {"$gt": filled.get(shelf, -1)}}
        found = document._get_collection().find(wanted, fields).sort("autotask_id", 1)
        documents = list(found.limit(PORTION))
        if documents:
            _fill(document._get_collection(), documents)
            named = [(each[party_id], each[name]) for each in documents]
            clients.keep(connection_id, shelf, named)
            reached = {f"filled.{shelf}": documents[-1]["autotask_id"]}
            marks.update_one({"_id": connection_id}, {"$set": reached}, upsert=True)
            return True
    _retire_indexes()
    finish(connection_id)
    return False


def finish(connection_id: str) -> None:
    """Nothing of this connection is missing (any more)."""
    FigureMarksDocument._get_collection().update_one(
        {"_id": connection_id}, {"$set": {"is_filled": True}}, upsert=True
    )


def _fill(collection: Any, documents: list[dict[str, Any]]) -> None:
    writes = [
        UpdateOne(
            {"_id": each["_id"], "number_words": {"$exists": False}},
            {"$set": {"number_words": number_words(each.get("number"), each.get("xero_number"))}},
        )
        for each in documents
        if "number_words" not in each
    ]
    if writes:
        collection.bulk_write(writes, ordered=False)


def _retire_indexes() -> None:
    for document, names in _RETIRED.items():
        collection = document._get_collection()
        for name in names:
            # It is gone already, or never was.
            with contextlib.suppress(OperationFailure):
                collection.drop_index(name)
