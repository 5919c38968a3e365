"""How far each job of a connection has read, when it ran and when it runs next."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from core.store.documents import CheckpointDocument

# Our clocks agree to less than this with the server's; beyond it the server's is believed.
_GRACE_MS = 60_000


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """`at` is how far was read; `state` is the job's own."""

    at: datetime | None = None
    next_run_at: datetime | None = None
    running_since_at: datetime | None = None
    state: dict[str, Any] = field(default_factory=dict)


def load(connection_id: str, job: str) -> Checkpoint:
    document = CheckpointDocument._get_collection().find_one({"_id": f"{connection_id}/{job}"})
    if document is None:
        return Checkpoint()
    return Checkpoint(
        at=document.get("at"),
        next_run_at=document.get("next_run_at"),
        running_since_at=document.get("running_since_at"),
        state=document.get("state") or {},
    )


def is_due(connection_id: str, job: str, now: datetime) -> bool:
    """Tell whether the time of the next run has come.

    That time is by the clock of whichever instance ran last. Where a clock was ahead, or was set
    back since, the pause is over at the latest when it is by the server's clock.
    """
    waits = {
        "_id": f"{connection_id}/{job}",
        "next_run_at": {"$gt": now},
        "$expr": {"$gt": [{"$add": ["$free_at", _GRACE_MS]}, "$$NOW"]},
    }
    return CheckpointDocument._get_collection().find_one(waits, {"_id": 1}) is None


def begin(connection_id: str, job: str, now: datetime) -> None:
    """A run begins; nobody has asked for the next one yet."""
    _set(connection_id, job, {"running_since_at": now, "next_run_at": None})


def advance(connection_id: str, job: str, at: datetime) -> None:
    """Move forward; called only after everything before `at` is stored."""
    _set(connection_id, job, {"at": at})


def remember(connection_id: str, job: str, **state: Any) -> None:
    """Keep values of the job's own beside its position."""
    _set(connection_id, job, {f"state.{name}": value for name, value in state.items()})


def finish(connection_id: str, job: str, now: datetime, next_run_at: datetime) -> None:
    """End a run. Somebody who wanted one while it was on gets another at once."""
    CheckpointDocument._get_collection().update_one(
        {"_id": f"{connection_id}/{job}"},
        [
            {
                "$set": {
                    "running_since_at": None,
                    "last_run_at": now,
                    "next_run_at": {"$ifNull": ["$next_run_at", next_run_at]},
                    "free_at": _in_as_much(now, next_run_at),
                }
            }
        ],
        upsert=True,
    )


def run_soon(connection_id: str, job: str, now: datetime) -> None:
    """Make the next tick run the job (Sync Now), whoever has a clock ahead of whose."""
    wanted_at = {"$min": [now, "$$NOW"]}
    CheckpointDocument._get_collection().update_one(
        {"_id": f"{connection_id}/{job}"},
        [{"$set": {"next_run_at": wanted_at, "free_at": None}}],
        upsert=True,
    )


def wait_until(connection_id: str, job: str, now: datetime, next_run_at: datetime) -> None:
    """Let the job pause; whoever has a clock ahead of ours makes it no longer."""
    CheckpointDocument._get_collection().update_one(
        {"_id": f"{connection_id}/{job}"},
        [{"$set": {"next_run_at": next_run_at, "free_at": _in_as_much(now, next_run_at)}}],
        upsert=True,
    )


def _in_as_much(now: datetime, then: datetime) -> dict[str, Any]:
    pause_ms = max(then - now, timedelta(0)) // timedelta(milliseconds=1)
    return {"$add": ["$$NOW", pause_ms]}


def _set(connection_id: str, job: str, values: dict[str, Any]) -> None:
    CheckpointDocument._get_collection().update_one(
        {"_id": f"{connection_id}/{job}"}, {"$set": values}, upsert=True
    )
