"""A short text that changes whenever a screen of a connection would look different."""

import hashlib
from collections.abc import Mapping
from typing import Any

from core.store.documents import (
    BulkActionDocument,
    FigureMarksDocument,
    LogEntryDocument,
    PurchaseOrderDocument,
)
from core.store.views import connections
from core.store.views.autotask import marks_of
from core.store.views.beside import Beside
from core.store.views.connection_rows import ConnectionRow
from core.store.views.documents.questions import grouped, union
from core.store.views.kinds import Kind, of
from core.store.views.reading import collection, read
from core.store.views.ways import BY_CHANGE, Index

NEWEST_INDEX: Index = (("connection", 1), *BY_CHANGE)
_MOST_AT_ONCE = 1_000


@read
def look(connection_id: str) -> tuple[ConnectionRow, str] | None:
    """A connection and its version: one question, at the ends of indexes, whatever the number of
    documents."""
    asked = connections.question(connection_id)
    found = union(
        "invoices",
        {"invoices": newest("invoices", connection_id)},
        NEWEST_INDEX,
        {
            "orders": Beside(PurchaseOrderDocument, newest("purchase_orders", connection_id), list),
            "action": Beside(BulkActionDocument, _newest_action(connection_id), list),
            "figures": Beside(FigureMarksDocument, _figures(connection_id), list),
            "connection": asked,
        },
    )
    row = asked.read(found.pop("connection"))
    return (row, _version(row, found)) if row else None


def _version(connection: ConnectionRow, moved: Mapping[str, Any]) -> str:
    parts: list[Any] = [
        connection.state,
        connection.revision,
        connection.updated_at,
        connection.autotask.state,
        connection.xero.state,
        connection.ingest.running_since_at,
        connection.ingest.last_run_at,
        connection.xero_budget.blocked_until_at,
        moved,
    ]
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:20]


@read
def log_version(connection_id: str) -> str:
    asked = log_question(connection_id)
    return asked.read(list(collection(LogEntryDocument).aggregate([*asked.steps])))


def log_question(connection_id: str) -> Beside[str]:
    """The same for whoever has more to ask at once."""
    steps: list[dict[str, Any]] = [
        {"$match": {"connection": connection_id}},
        {"$sort": {"at": -1, "_id": -1}},
        {"$limit": 1},
        {"$project": {"at": 1}},
    ]
    return Beside(LogEntryDocument, steps, lambda found: str(found[0]["_id"] if found else None))


def autotask_version(connection: ConnectionRow) -> str:
    """What only the page of the Autotask side shows; what waits moves with the invoices."""
    steps = newest("invoices", connection.autotask_key)
    of_owner = grouped("invoices", steps, NEWEST_INDEX)
    parts = (marks_of(connection), of_owner, connection.autotask, connection.autotask_budget)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:20]


def _figures(connection_id: str) -> list[dict[str, Any]]:
    return [{"$match": {"_id": connection_id}}, {"$project": {"changed_at": 1}}]


def newest(kind: Kind, connection_id: str) -> list[dict[str, Any]]:
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
