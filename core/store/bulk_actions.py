"""Actions of people on many invoices: how far each is, what was moved and what was left.

A portion is written down before it is begun. Whoever goes on after a crash does the same portion
again, and counts and position move in one update, so each record is changed and counted once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pymongo

from core.store.asked_filter import filter_of
from core.store.documents import BulkActionDocument, InvoiceDocument
from core.store.views.search import condition

# A million that no index counts take longer than an ordinary question may.
_COUNTING_SECONDS = 120
_MOST_TRIES = 5
_MOST_REFUSED = 200
OPEN = {"$in": ["waiting", "running"]}


@dataclass(frozen=True, slots=True)
class BulkAction:
    """An action on its way. Everything up to `position` is done; `portion` was begun before.

    `total` is None until it is counted.
    """

    id: str
    connection_id: str
    action: str
    by: str
    reason: str
    wanted: Mapping[str, Any] | None
    ids: Sequence[int]
    include_complete: bool
    before_at: datetime
    run_id: str
    total: int | None
    position: int
    done: int
    portion: Sequence[int]


@dataclass(frozen=True, slots=True)
class Ending:
    """`state` is done, stopped or failed. So many of the whole were `missed`: never come by."""

    state: str
    message: str
    why_missed: str = ""
    missed: int = 0


def has_open(connection_id: str) -> bool:
    wanted = {"connection": connection_id, "state": OPEN}
    return _actions().find_one(wanted, {"_id": 1}) is not None


def take_open(connection_id: str, now: datetime) -> BulkAction | None:
    """The oldest action that is not finished, begun or taken up again.

    One that ended its process several times is given up, with a sentence.
    """
    found = _actions().find_one_and_update(
        {"connection": connection_id, "state": OPEN},
        [
            {
                "$set": {
                    "state": "running",
                    "started_at": {"$ifNull": ["$started_at", now]},
                    "tries": {"$add": ["$tries", 1]},
                }
            }
        ],
        sort=[("created_at", 1)],
        return_document=True,
    )
    if found is None:
        return None
    if found["tries"] > _MOST_TRIES:
        given_up = Ending("failed", "It was broken off several times; start it again.")
        finish(found["_id"], given_up, now)
        return None
    return _action(found)


def count(action: BulkAction) -> BulkAction:
    """The same with how many it is about, counted and written down unless that was done before."""
    if action.total is not None:
        return action
    total = _count(condition("invoices", action.connection_id, filter_of(action.wanted or {})))
    _actions().update_one({"_id": action.id, "total": None}, {"$set": {"total": total}})
    return replace(action, total=total)


def _count(wanted: dict[str, Any]) -> int:
    """Indexes that count do not know who was removed: those few are taken off afterwards."""
    invoices = InvoiceDocument._get_collection()
    with pymongo.timeout(_COUNTING_SECONDS):
        if wanted["removed_at"] is not None:
            return int(invoices.count_documents(wanted))
        removed = invoices.count_documents({**wanted, "removed_at": {"$type": "date"}})
        del wanted["removed_at"]
        return max(0, int(invoices.count_documents(wanted)) - int(removed))


def next_ids(action: BulkAction, position: int, limit: int) -> list[int]:
    """The next of them behind the position, lowest Autotask id first."""
    if action.wanted is None:
        return [each for each in action.ids if each > position][:limit]
    wanted = condition("invoices", action.connection_id, filter_of(action.wanted))
    behind = {"autotask_id": {"$gt": position}, "updated_at": {"$lte": action.before_at}}
    found = (
        InvoiceDocument._get_collection()
        .find({"$and": [wanted, behind]}, {"autotask_id": 1})
        .sort("autotask_id", 1)
        .limit(limit)
    )
    return [int(each["autotask_id"]) for each in found]


def begin(action: BulkAction, position: int, portion: Sequence[int]) -> bool:
    """Write a portion down before anything of it is changed.

    False when somebody asked for a stop, or another process has gone on instead.
    """
    changed = _actions().update_one(
        {"_id": action.id, "state": "running", "position": position, "stop_asked": False},
        {"$set": {"portion": list(portion)}},
    )
    return bool(changed.matched_count)


def advance(
    action: BulkAction,
    position: int,
    portion: Sequence[int],
    moved: int,
    refused: Mapping[int, str],
) -> bool:
    """Counts and position in one update; False when another process has gone on instead."""
    counts: dict[str, int] = {"done": len(portion), "moved": moved}
    for reason in refused.values():
        counts[f"refused.{reason}"] = counts.get(f"refused.{reason}", 0) + 1
    left = [{"id": each, "reason": reason} for each, reason in refused.items()]
    changed = _actions().update_one(
        {"_id": action.id, "state": "running", "position": position},
        {
            "$set": {"position": portion[-1], "portion": [], "tries": 0},
            "$inc": counts,
            "$push": {"refused_ids": {"$each": left, "$slice": _MOST_REFUSED}},
        },
    )
    return bool(changed.modified_count)


def finish(bulk_id: str, ending: Ending, now: datetime, *, position: int | None = None) -> bool:
    """End it; False when another process has gone on behind this position, or has ended it."""
    wanted: dict[str, Any] = {"_id": bulk_id, "state": OPEN}
    if position is not None:
        wanted |= {"position": position, "portion": []}
    change: dict[str, Any] = {
        "$set": {"state": ending.state, "message": ending.message, "finished_at": now}
    }
    if ending.missed > 0:
        change["$inc"] = {f"refused.{ending.why_missed}": ending.missed}
    return bool(_actions().update_one(wanted, change).modified_count)


def counts_of(bulk_id: str) -> tuple[int, int, dict[str, int]]:
    """How many were looked at, how many moved, and how many were left, by reason."""
    found = _actions().find_one({"_id": bulk_id}, {"done": 1, "moved": 1, "refused": 1}) or {}
    refused = {str(why): int(count) for why, count in (found.get("refused") or {}).items()}
    return int(found.get("done") or 0), int(found.get("moved") or 0), refused


def stopped_by(bulk_id: str) -> str | None:
    """Who asked for a stop, if somebody did."""
    found = _actions().find_one({"_id": bulk_id}, {"stop_asked": 1, "stopped_by": 1}) or {}
    return str(found.get("stopped_by") or "somebody") if found.get("stop_asked") else None


def _action(stored: dict[str, Any]) -> BulkAction:
    return BulkAction(
        id=stored["_id"],
        connection_id=stored["connection"],
        action=stored["action"],
        by=stored["by"],
        reason=stored.get("reason") or "",
        wanted=stored.get("wanted"),
        ids=tuple(stored.get("ids") or ()),
        include_complete=bool(stored.get("include_complete")),
        before_at=stored["before_at"],
        run_id=stored["run_id"],
        total=stored["total"],
        position=int(stored["position"]),
        done=int(stored["done"]),
        portion=tuple(stored.get("portion") or ()),
    )


def _actions() -> Any:
    return BulkActionDocument._get_collection()
