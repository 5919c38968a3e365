"""A short text that changes whenever a screen of a connection would look different."""

import hashlib
from typing import Any

from core.store.documents import InvoiceDocument, LogEntryDocument, PurchaseOrderDocument
from core.store.views.autotask import marks_of
from core.store.views.connection_rows import ConnectionRow
from core.store.views.reading import collection, read


@read
def version(connection: ConnectionRow) -> str:
    """A few reads at the ends of indexes, whatever the number of documents.

    The newest change alone would not do: a batch settles many documents with the same instant, and
    a look in the middle of it would miss the rest. So their number counts too.
    """
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


def _newest(document: Any, connection_id: str) -> tuple[Any, int]:
    bare = collection(document)
    newest = bare.find_one(
        {"connection": connection_id}, {"updated_at": 1}, sort=[("updated_at", -1)]
    )
    if newest is None:
        return None, 0
    at = newest["updated_at"]
    return at, bare.count_documents({"connection": connection_id, "updated_at": at})
