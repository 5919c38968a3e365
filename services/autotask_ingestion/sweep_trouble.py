"""A sweep that fails waits alone: looks go on beside it, and they are who tells how Autotask is.

While none comes to its end for a day, a warning stands on the connection.
"""

from datetime import datetime, timedelta

from core.domain.errors import RateLimitedError, SyncError
from core.domain.faults import make_fault
from core.store.checkpoints import Checkpoint
from services.autotask_ingestion.desk import Desk

_JOB = "sweep"
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)
_MOST_DOUBLINGS = 6
_CODE = "SWEEP_STUCK"
_WARNED_AFTER = timedelta(days=1)


def wait_after(desk: Desk, error: SyncError) -> datetime:
    """When the same page is asked for again; the log gets a line when the trouble begins."""
    now = desk.now()
    if isinstance(error, RateLimitedError):
        return error.ends_at(now)
    key, checkpoints = desk.connection.autotask_key, desk.ledger.checkpoints
    state = checkpoints.load(key, _JOB).state
    before, since = int(state.get("failures") or 0), state.get("stuck_since") or now
    checkpoints.remember(key, _JOB, failures=before + 1, stuck_since=since)
    # Whoever noted it may have had another clock.
    if abs(now - since) >= _WARNED_AFTER:
        said = make_fault(_CODE, reason=str(error))
        desk.ledger.connections.warn(desk.connection.id, _CODE, said.message, now)
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


def is_stuck(checkpoint: Checkpoint) -> bool:
    """Tell whether the page in the way has been asked for so often that only a new sweep may help."""
    return int(checkpoint.state.get("failures") or 0) > _MOST_DOUBLINGS


def end(desk: Desk) -> None:
    """A sweep has read everything."""
    desk.ledger.checkpoints.remember(desk.connection.autotask_key, _JOB, stuck_since=None)
    if _CODE in desk.connection.warnings:
        desk.ledger.connections.unwarn(desk.connection.id, _CODE)
