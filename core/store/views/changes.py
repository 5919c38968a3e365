"""A short text that changes whenever a screen of a connection would look different."""

import hashlib
from typing import Any

from core.store.documents import (
    BulkActionDocument,
    FigureMarksDocument,
    LogEntryDocument,
    PurchaseOrderDocument,
)
from core.store.views.autotask import marks_of
from core.store.views.connection_rows import ConnectionRow
from core.store.views.documents.questions import grouped
from core.store.views.kinds import Kind, of
from core.store.views.reading import collection, read
from core.store.views.ways import BY_CHANGE

_MOST_AT_ONCE = 1_000


@read
def version(connection: ConnectionRow) -> str:
    """One question, at the ends of indexes, whatever the number of documents."""
    parts: list[Any] = [
        connection.state,
        connection.revision,
        connection.updated_at,
        connection.autotask.state,
        connection.xero.state,
        connection.ingest.running_since_at,
        connection.ingest.last_run_at,
        connection.xero_budget.blocked_until_at,
        _moved(connection.id),
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
    of_owner = _newest("invoices", connection.autotask_key)
    parts = (marks_of(connection), of_owner, connection.autotask, connection.autotask_budget)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:20]


def _moved(connection_id: str) -> Any:
    """Newest changes, how far the newest action on many is, when a figure last changed: in one go."""
    orders = _same_instant("purchase_orders", connection_id)
    figures: list[dict[str, Any]] = [
        {"$match": {"_id": connection_id}},
        {"$project": {"changed_at": 1}},
    ]
    return grouped(
        "invoices",
        [
            *_same_instant("invoices", connection_id),
            _with(PurchaseOrderDocument, orders),
            _with(BulkActionDocument, _newest_action(connection_id)),
            _with(FigureMarksDocument, figures),
        ],
        (("connection", 1), *BY_CHANGE),
    )


def _with(document: Any, steps: list[dict[str, Any]]) -> dict[str, Any]:
    return {"$unionWith": {"coll": document._get_collection_name(), "pipeline": steps}}


def _newest(kind: Kind, connection_id: str) -> Any:
    steps = _same_instant(kind, connection_id)
    return grouped(kind, steps, (("connection", 1), *BY_CHANGE))


def _same_instant(kind: Kind, connection_id: str) -> list[dict[str, Any]]:
    """The newest change, and how many have its instant.

    The instant alone would not do: a batch settles many documents at once, and a look in the middle
    of it would miss the rest.
    """
    same = {"connection": connection_id, "$expr": {"$eq": ["$updated_at", "$$at"]}}
    return [
        {"$match": {"connection": connection_id}},
        {"$sort": dict(BY_CHANGE)},
        {"$limit": 1},
        # Nothing but what the index has.
        {"$project": {"updated_at": 1, "autotask_id": 1, "_id": 0}},
        {
            "$lookup": {
                "from": of(kind).name,
                "let": {"at": "$updated_at"},
                "pipeline": [{"$match": same}, {"$limit": _MOST_AT_ONCE}, {"$count": "n"}],
                "as": "same",
            }
        },
    ]


def _newest_action(connection_id: str) -> list[dict[str, Any]]:
    return [
        {"$match": {"connection": connection_id}},
        {"$sort": {"created_at": -1}},
        {"$limit": 1},
        {"$project": dict.fromkeys(("state", "position", "moved", "stop_asked", "total"), 1)},
    ]
