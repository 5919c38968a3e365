"""Runs of a job: when, what they found, how they ended."""

from datetime import datetime

from core.store.documents import SyncRunDocument


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
