"""Which invoices Autotask was told of, which it would not hear of, and what number was written."""

from datetime import datetime
from typing import Any

from core.domain.status import Status
from core.domain.write_back import Untold
from core.store.invoice_form import document_id
from core.store.invoices.changes import collection

# Another arrival in Xero, a Resync for instance, gives a refused one its tries anew.
TOLD_ANEW: dict[str, Any] = {
    "write_back_refused_at": None,
    "write_back_refusal": None,
    "write_back_refusals": 0,
    "write_back_next_at": None,
}


def unwritten_back(connection_id: str, now: datetime, limit: int) -> list[Untold]:
    """Complete invoices of which Autotask was not told yet, in the order in which Xero got them."""
    wanted = {
        "connection": connection_id,
        "status": Status.COMPLETE.value,
        "written_back_at": None,
        "write_back_refused_at": None,
        "voided": {"$ne": True},
        "$or": [{"write_back_next_at": None}, {"write_back_next_at": {"$lte": now}}],
    }
    fields = ("autotask_id", "completed_at", "updated_at", "xero_number", "write_back_refusals")
    found = collection().find(wanted, dict.fromkeys(fields, 1))
    return [_to_untold(each) for each in found.sort("completed_at", 1).limit(limit)]


def _to_untold(document: dict[str, Any]) -> Untold:
    return Untold(
        autotask_id=int(document["autotask_id"]),
        completed_at=document.get("completed_at") or document["updated_at"],
        xero_number=document.get("xero_number") or "",
        refusals=document.get("write_back_refusals") or 0,
    )


def note_written_number(connection_id: str, autotask_id: int, number: str) -> None:
    """Remember the number before it is written, so that no look takes it for Autotask's own change."""
    _set(connection_id, autotask_id, {"written_number": number})


def mark_written_back(connection_id: str, autotask_id: int, at: datetime) -> None:
    """Autotask knows."""
    _set(connection_id, autotask_id, {**TOLD_ANEW, "written_back_at": at})


def mark_write_back_refused(
    connection_id: str, autotask_id: int, reason: str, at: datetime, next_at: datetime | None
) -> None:
    """Autotask did not take it. Without another try it is told on the record for good."""
    values = {"write_back_refusal": reason, "write_back_next_at": next_at}
    if next_at is None:
        values["write_back_refused_at"] = at
    collection().update_one(
        {"_id": document_id(connection_id, autotask_id)},
        {"$set": values, "$inc": {"write_back_refusals": 1}},
    )


def _set(connection_id: str, autotask_id: int, values: dict[str, Any]) -> None:
    collection().update_one({"_id": document_id(connection_id, autotask_id)}, {"$set": values})
