"""A sweep that fails waits alone: looks go on beside it, and they are who tells how Autotask is."""

from datetime import datetime, timedelta

from core.domain.errors import RateLimitedError, SyncError
from services.autotask_ingestion.desk import Desk

_JOB = "sweep"
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)
_MOST_DOUBLINGS = 6


def wait_after(desk: Desk, error: SyncError) -> datetime:
    """When the same page is asked for again; the log gets a line when the trouble begins."""
    now = desk.now()
    if isinstance(error, RateLimitedError):
        return error.ends_at(now)
    key, checkpoints = desk.connection.autotask_key, desk.ledger.checkpoints
    before = int(checkpoints.load(key, _JOB).state.get("failures") or 0)
    checkpoints.remember(key, _JOB, failures=before + 1)
    if not before:
        desk.journal.warning(
            "SWEEP_WAITS",
            "The nightly sweep cannot read on now. It tries again by itself, at most once an hour "
            f"after a while; looks go on. {error}",
        )
    return now + min(_FIRST_PAUSE * (1 << min(before, _MOST_DOUBLINGS)), _LONGEST_PAUSE)


def forget(desk: Desk) -> None:
    """A page was read: whatever was in the way is gone."""
    key, checkpoints = desk.connection.autotask_key, desk.ledger.checkpoints
    if checkpoints.load(key, _JOB).state.get("failures"):
        checkpoints.remember(key, _JOB, failures=0)
