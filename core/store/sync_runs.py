"""Runs of a job: when, what they found, how they ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from core.store.documents import SyncRunDocument


@dataclass(frozen=True, slots=True)
class Run:
    """A run that is over: `outcome` is ok or failed."""

    run_id: str
    connection_id: str
    job: str
    began: datetime
    ended: datetime
    outcome: str
    message: str
    counts: Mapping[str, int]


def record(run: Run) -> None:
    """Write down a run that has ended, in one update; the same run again replaces it."""
    SyncRunDocument._get_collection().update_one(
        {"_id": run.run_id},
        {
            "$set": {
                "connection": run.connection_id,
                "job": run.job,
                "started_at": run.began,
                "finished_at": run.ended,
                "outcome": run.outcome,
                "message": run.message,
                "counts": dict(run.counts),
            }
        },
        upsert=True,
    )


def begin(run_id: str, connection_id: str, job: str, now: datetime) -> None:
    SyncRunDocument._get_collection().insert_one(
        {"_id": run_id, "connection": connection_id, "job": job, "started_at": now}
    )


def finish(run_id: str, outcome: str, message: str, counts: dict[str, int], now: datetime) -> None:
    SyncRunDocument._get_collection().update_one(
        {"_id": run_id},
        {
            "$set": {
                "finished_at": now,
                "outcome": outcome,
                "message": message,
                "counts": counts,
            }
        },
    )


def discard(run_id: str) -> None:
    """Forget a run that found nothing: an idle poll each few seconds is no news."""
    SyncRunDocument._get_collection().delete_one({"_id": run_id})
