"""A short text that changes whenever a screen of a connection would look different."""

import hashlib
from typing import Any

from core.store.documents import (
    BulkActionDocument,
    FigureMarksDocument,
    InvoiceDocument,
    LogEntryDocument,
    PurchaseOrderDocument,
)
from core.store.views.autotask import marks_of
from core.store.views.connection_rows import ConnectionRow
from core.store.views.reading import collection, read

_MOST_AT_ONCE = 1_000


@read
def version(connection: ConnectionRow) -> str:
    """Three reads at the ends of indexes, whatever the number of documents."""
    parts: list[Any] = [
        connection.state,
        connection.revision,
        connection.updated_at,
        connection.autotask.state,
        connection.xero.state,
        connection.ingest.running_since_at,
        connection.ingest.last_run_at,
        connection.xero_budget.blocked_until_at,
        _newest(InvoiceDocument, connection.id),
        _newest(PurchaseOrderDocument, connection.id),
        _work(connection.id),
    ]
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:20]


@read
def log_version(connection_id: str) -> str:
    newest = collection(LogEntryDocument).find_one(
        {"connection": connection_id}, {"at": 1}, sort=[("at", -1), ("_id", -1)]
    )
    return str(newest and newest["_id"])


def autotask_version(connection: ConnectionRow) -> str:
    """What only the page of the Autotask side shows; what waits moves with the invoices."""
    of_owner = _newest(InvoiceDocument, connection.autotask_key)
    parts = (marks_of(connection), of_owner, connection.autotask, connection.autotask_budget)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:20]


def _newest(document: Any, connection_id: str) -> Any:
    """The newest change, and how many have its instant.

    The instant alone would not do: a batch settles many documents at once, and a look in the middle
    of it would miss the rest.
    """
    same = {"connection": connection_id, "$expr": {"$eq": ["$updated_at", "$$at"]}}
    found = collection(document).aggregate(
        [
            {"$match": {"connection": connection_id}},
            {"$sort": {"updated_at": -1, "autotask_id": -1}},
            {"$limit": 1},
            {"$project": {"updated_at": 1, "autotask_id": 1}},
            {
                "$lookup": {
                    "from": document._get_collection_name(),
                    "let": {"at": "$updated_at"},
                    "pipeline": [{"$match": same}, {"$limit": _MOST_AT_ONCE}, {"$count": "n"}],
                    "as": "same",
                }
            },
        ]
    )
    return list(found)


def _work(connection_id: str) -> Any:
    """How far the newest action on many documents is, and when a figure last changed."""
    figures = [{"$match": {"_id": connection_id}}, {"$project": {"changed_at": 1}}]
    found = collection(BulkActionDocument).aggregate(
        [
            {"$match": {"connection": connection_id}},
            {"$sort": {"created_at": -1}},
            {"$limit": 1},
            {"$project": dict.fromkeys(("state", "position", "moved", "stop_asked", "total"), 1)},
            {
                "$unionWith": {
                    "coll": FigureMarksDocument._get_collection_name(),
                    "pipeline": figures,
                }
            },
        ]
    )
    return list(found)
