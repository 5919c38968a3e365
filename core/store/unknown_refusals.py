"""Texts of Xero's that no pattern knows: found on faults, counted once each, by their shape."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from core.domain.status import Status
from core.store.documents import InvoiceDocument, UnknownRefusalDocument


@dataclass(frozen=True, slots=True)
class RefusedRecord:
    """A record that stands at a fault, and what Xero said about it."""

    key: str
    autotask_id: int
    vendor_text: str
    at: datetime | None


def uncounted(
    connection_id: str, codes: Collection[str], since: datetime, limit: int
) -> list[RefusedRecord]:
    """Faults with one of these codes, changed since then, whose words are not counted yet."""
    found = (
        InvoiceDocument._get_collection()
        .find(
            {
                "connection": connection_id,
                "status": Status.FAULT.value,
                "fault.code": {"$in": list(codes)},
                "updated_at": {"$gte": since},
                "fault.counted": None,
            },
            {"autotask_id": 1, "fault.vendor_text": 1, "fault.at": 1},
        )
        .limit(limit)
    )
    return [
        RefusedRecord(
            each["_id"],
            int(each["autotask_id"]),
            each["fault"].get("vendor_text") or "",
            each["fault"].get("at"),
        )
        for each in found
    ]


def take(record: RefusedRecord) -> bool:
    """Mark a fault as counted; False when another instance was faster or it is no fault now."""
    result = InvoiceDocument._get_collection().update_one(
        {
            "_id": record.key,
            "status": Status.FAULT.value,
            "fault.at": record.at,
            "fault.counted": None,
        },
        {"$set": {"fault.counted": True}},
    )
    return bool(result.modified_count)


def count(connection_id: str, shape: str, text: str, autotask_id: int, now: datetime) -> None:
    """One more of this shape; the latest text is kept as its example."""
    key = hashlib.sha256(shape.encode()).hexdigest()[:24]
    UnknownRefusalDocument._get_collection().update_one(
        {"_id": f"{connection_id}/{key}"},
        {
            "$inc": {"count": 1},
            "$set": {"last_at": now, "example": text[:2000], "autotask_id": autotask_id},
            "$setOnInsert": {"connection": connection_id, "shape": shape, "first_at": now},
        },
        upsert=True,
    )
