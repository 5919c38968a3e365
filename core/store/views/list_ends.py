"""What an empty list says instead of rows: when orders were fetched last, when a fault was the last."""

from datetime import datetime

from core.store.documents import CheckpointDocument, LogEntryDocument
from core.store.views.reading import collection, read

_ORDERS = "purchase_orders"


@read
def orders_fetched_at(connection: str) -> datetime | None:
    found = collection(CheckpointDocument).find_one({"_id": f"{connection}/{_ORDERS}"}, {"at": 1})
    at: datetime | None = found.get("at") if found else None
    return at


@read
def last_fault_at(connection: str) -> datetime | None:
    """When the sync log last told an error, None where it reaches back to none."""
    found = collection(LogEntryDocument).find_one(
        {"connection": connection, "level": "error"}, {"at": 1}, sort=[("at", -1), ("_id", -1)]
    )
    return found["at"] if found else None
