"""Actions of people on many invoices, asked for and stopped; `bulk_actions.py` is how they are done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pymongo.errors import DuplicateKeyError

from core.store.bulk_actions import OPEN
from core.store.documents import BulkActionDocument

KEPT = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person asks for: a filter, or ids that are sorted and each there once."""

    connection_id: str
    shelf: str
    action: str
    by: str
    reason: str
    wanted: Mapping[str, Any] | None
    ids: Sequence[int]
    include_complete: bool = False


def create(bulk_id: str, asked: Asked, run_id: str, now: datetime) -> bool:
    """Ask for an action; False when there is one with that id already.

    How many a filter is about is counted by whoever takes it up: nobody who presses waits for that.
    Of the earlier ones of a connection only the latest are kept.
    """
    try:
        _actions().insert_one(
            {
                "_id": bulk_id,
                "connection": asked.connection_id,
                "shelf": asked.shelf,
                "action": asked.action,
                "by": asked.by,
                "reason": asked.reason,
                "wanted": None if asked.wanted is None else dict(asked.wanted),
                "ids": list(asked.ids),
                "include_complete": asked.include_complete,
                "before_at": now,
                "state": "waiting",
                "stop_asked": False,
                "total": len(asked.ids) if asked.wanted is None else None,
                "position": -1,
                "portion": [],
                "done": 0,
                "moved": 0,
                "refused": {},
                "refused_ids": [],
                "tries": 0,
                "run_id": run_id,
                "created_at": now,
            }
        )
    except DuplicateKeyError:
        return False
    _forget_old(asked.connection_id)
    return True


def _forget_old(connection_id: str) -> None:
    wanted = {"connection": connection_id, "state": {"$nin": OPEN["$in"]}}
    found = _actions().find(wanted, {"_id": 1}).sort("created_at", -1).skip(KEPT)
    old = [each["_id"] for each in found]
    if old:
        _actions().delete_many({"_id": {"$in": old}})


def ask_to_stop(connection_id: str, bulk_id: str, by: str) -> bool:
    """It ends before its next portion; False when it has ended or was never there."""
    changed = _actions().update_one(
        {"_id": bulk_id, "connection": connection_id, "state": OPEN},
        {"$set": {"stop_asked": True, "stopped_by": by}},
    )
    return bool(changed.matched_count)


def found(bulk_id: str) -> tuple[str, str, str, int | None] | None:
    """Whose it is: its connection, action, who asked, and of how many, None while that is counted."""
    stored = _actions().find_one({"_id": bulk_id})
    if stored is None:
        return None
    return stored["connection"], stored["action"], stored["by"], stored["total"]


def _actions() -> Any:
    return BulkActionDocument._get_collection()
