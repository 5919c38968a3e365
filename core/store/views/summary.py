"""The figures of the product dashboard: what reached Xero in a span of time, and what waits."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from core.domain.status import Status
from core.store.documents import InvoiceDocument
from core.store.views.reading import collection, read
from core.store.views.rows import money


@dataclass(frozen=True, slots=True)
class Volume:
    """Documents that reached Xero, and their value by currency (never added up across them)."""

    count: int
    value: dict[str, Decimal]


@read
def volume(connection: str, from_at: datetime, before_at: datetime) -> Volume:
    groups = collection(InvoiceDocument).aggregate(
        [
            {
                "$match": {
                    "connection": connection,
                    "status": Status.COMPLETE.value,
                    "completed_at": {"$gte": from_at, "$lt": before_at},
                }
            },
            {"$group": {"_id": "$currency", "n": {"$sum": 1}, "total": {"$sum": "$total"}}},
            {"$sort": {"n": -1, "_id": 1}},
        ]
    )
    found = list(groups)
    return Volume(
        count=sum(group["n"] for group in found),
        value={group["_id"]: money(group["total"]) or Decimal(0) for group in found},
    )


@read
def held_count(connection: str) -> int:
    """Pending documents that carry a hold of their own."""
    return collection(InvoiceDocument).count_documents(
        {
            "connection": connection,
            "status": Status.PENDING_SYNC.value,
            "hold.code": {"$exists": True},
        }
    )
