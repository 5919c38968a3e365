"""Which invoices Autotask is to be told of, which it would not hear of, and what number was written.

`invoices.complete` asks for it in the update that makes an invoice Complete (`asked`); from then on
`write_back_due_at` says when it is told, until Autotask knows or it is given up. So those that wait
are found by an index that holds nothing else.
"""

from datetime import datetime
from typing import Any

from core.domain.status import Status
from core.domain.write_back import Untold
from core.store.invoice_form import document_id
from core.store.invoices.changes import collection

_UNTRIED: dict[str, Any] = {
    "write_back_refused_at": None,
    "write_back_given_up_at": None,
    "write_back_refusal": None,
    "write_back_refusals": 0,
    "write_back_next_at": None,
}


def asked(tells_autotask: bool, at: datetime) -> dict[str, Any]:
    """What the update that makes an invoice Complete sets here: all tries anew, or nothing."""
    return {**_UNTRIED, "write_back_due_at": at} if tells_autotask else {}


def unwritten_back(connection_id: str, now: datetime, limit: int) -> list[Untold]:
    """Complete invoices that Autotask is to be told of now, those that wait longest first."""
    wanted = {
        "connection": connection_id,
        "status": Status.COMPLETE.value,
        "write_back_due_at": {"$type": "date", "$lte": now},
    }
    fields = ("autotask_id", "completed_at", "updated_at", "xero_number", "write_back_refusals")
    found = collection().find(wanted, dict.fromkeys(fields, 1))
    return [_to_untold(each) for each in found.sort("write_back_due_at", 1).limit(limit)]


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


def mark_written_back(connection_id: str, untold: Untold, at: datetime) -> None:
    """Autotask knows; of one that got another number meanwhile it is told once more."""
    told = {**_UNTRIED, "write_back_due_at": None, "written_back_at": at}
    collection().update_one(
        {
            "_id": document_id(connection_id, untold.autotask_id),
            "xero_number": untold.xero_number or {"$in": [None, ""]},
        },
        {"$set": told},
    )


def mark_write_back_refused(
    connection_id: str, autotask_id: int, reason: str, at: datetime, next_at: datetime | None
) -> None:
    """Autotask did not take it. Without another try it is told on the record for good."""
    values = {"write_back_refusal": reason, "write_back_next_at": next_at}
    values["write_back_due_at"] = next_at
    if next_at is None:
        values |= {"write_back_refused_at": at, "write_back_given_up_at": at}
    collection().update_one(
        {"_id": document_id(connection_id, autotask_id)},
        {"$set": values, "$inc": {"write_back_refusals": 1}},
    )


def give_up_write_back(connection_id: str, autotask_id: int, reason: str, at: datetime) -> None:
    """There is nothing to tell Autotask of; it was not asked, so it refused nothing."""
    given_up = {"write_back_given_up_at": at, "write_back_refusal": reason}
    _set(connection_id, autotask_id, {**_UNTRIED, "write_back_due_at": None, **given_up})


def tell_again(connection_id: str, at: datetime) -> int:
    """All that was given up has its tries anew; returns how many. What is voided stays untold."""
    wanted = {
        "connection": connection_id,
        "status": Status.COMPLETE.value,
        "write_back_given_up_at": {"$type": "date"},
        "voided": {"$ne": True},
    }
    return int(collection().update_many(wanted, {"$set": asked(True, at)}).modified_count)


def _set(connection_id: str, autotask_id: int, values: dict[str, Any]) -> None:
    collection().update_one({"_id": document_id(connection_id, autotask_id)}, {"$set": values})
