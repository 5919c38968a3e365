"""Invoices that people take off the list, and bring back; nothing else of them changes."""

from typing import Any

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
    wanted = {**_as_seen(connection_id, autotask_id, expected), "removed_at": None}
    return any(
        _change({**wanted, "status": status.value}, removal(status, step))
        for status in MAY_BE_REMOVED
    )


def bring_back(
    connection_id: str, autotask_id: int, step: Step, expected: int | None = None
) -> bool:
    """Show it on the list again; False when it is not off the list, or has changed."""
    wanted = {**_as_seen(connection_id, autotask_id, expected), "removed_at": {"$type": "date"}}
    return any(
        _change({**wanted, "status": status.value}, _return(status, step))
        for status in MAY_BE_REMOVED
    )


def removal(status: Status, step: Step) -> dict[str, Any]:
    """The change that takes a record of this status off the list."""
    return {
        "$set": {"updated_at": step.at, "removed_at": step.at, "removed_by": step.by},
        "$inc": {"version": 1},
        "$push": {"history": history_entry(status, status, step)},
    }


def _return(status: Status, step: Step) -> dict[str, Any]:
    return {
        "$set": {"updated_at": step.at},
        "$unset": SHOWN_AGAIN,
        "$inc": {"version": 1},
        "$push": {"history": history_entry(status, status, step)},
    }


def is_removed(connection_id: str, autotask_id: int) -> bool:
    wanted = {"_id": document_id(connection_id, autotask_id), "removed_at": {"$type": "date"}}
    return collection().find_one(wanted, {"_id": 1}) is not None


def _as_seen(connection_id: str, autotask_id: int, expected: int | None) -> dict[str, Any]:
    return {"_id": document_id(connection_id, autotask_id), **unchanged_since(expected)}


def _change(wanted: dict[str, Any], change: dict[str, Any]) -> bool:
    return bool(collection().update_one(wanted, change).modified_count)
