"""Invoices that people take off the list, and bring back; nothing else of them changes."""

from core.domain.status import Status
from core.store.invoice_form import document_id
from core.store.invoices.changes import (
    SHOWN_AGAIN,
    Step,
    collection,
    history_entry,
    unchanged_since,
)

MAY_BE_REMOVED = (Status.FAULT, Status.SKIPPED, Status.COMPLETE)
"""What is still on its way stays in sight."""


def remove(connection_id: str, autotask_id: int, step: Step, expected: int | None = None) -> bool:
    """Take it off the list; False when it is not at rest, is off already, or has changed."""
    for status in MAY_BE_REMOVED:
        wanted = {
            "_id": document_id(connection_id, autotask_id),
            "status": status.value,
            "removed_at": None,
            **unchanged_since(expected),
        }
        change = {
            "$set": {"updated_at": step.at, "removed_at": step.at, "removed_by": step.by},
            "$inc": {"version": 1},
            "$push": {"history": history_entry(status, status, step)},
        }
        if collection().update_one(wanted, change).modified_count:
            return True
    return False


def bring_back(
    connection_id: str, autotask_id: int, step: Step, expected: int | None = None
) -> bool:
    """Show it on the list again; False when it is not off the list, or has changed."""
    for status in MAY_BE_REMOVED:
        wanted = {
            "_id": document_id(connection_id, autotask_id),
            "status": status.value,
            "removed_at": {"$type": "date"},
            **unchanged_since(expected),
        }
        change = {
            "$set": {"updated_at": step.at},
            "$unset": SHOWN_AGAIN,
            "$inc": {"version": 1},
            "$push": {"history": history_entry(status, status, step)},
        }
        if collection().update_one(wanted, change).modified_count:
            return True
    return False


def is_removed(connection_id: str, autotask_id: int) -> bool:
    wanted = {"_id": document_id(connection_id, autotask_id), "removed_at": {"$type": "date"}}
    return collection().find_one(wanted, {"_id": 1}) is not None
