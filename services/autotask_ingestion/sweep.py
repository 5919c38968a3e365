"""The nightly sweep: reads all of days back again, for what looks have missed.

It runs after a look and under the same lease, a page at a time; as soon as the next look is due it
stops, and goes on from its own position after that one. When it fails it waits alone, and when the
next night finds it at the same page it begins anew. Lines are read only for what is new or changed,
and for what stopped for want of them. What it found stands in its checkpoint and in the log.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from core.clients.autotask.entities import InvoicePage, InvoiceWindow
from core.domain.errors import SyncError
from core.domain.sweep_time import is_due, next_due
from core.domain.zones import zone_of
from core.runtime.autotask_lists import Lists
from core.store.checkpoints import Checkpoint
from services.autotask_ingestion import ingest, sweep_trouble, unusable
from services.autotask_ingestion.desk import Desk
from services.autotask_ingestion.storing import Tally
from services.autotask_ingestion.wanted import Depth

JOB = ingest.SWEEP
_MOST_NAMED = 20


@dataclass(slots=True)
class _Run:
    """A sweep that is on: where it is and what it has found so far."""

    began_at: datetime
    since: datetime
    # Looks see to what is above this id, and to what was created after this moment.
    up_to: int
    looks_since: datetime
    after_id: int = 0
    read: int = 0
    changed: int = 0
    missed: int = 0
    missed_ids: list[int] = field(default_factory=list)
    unusable: int = 0


def sweep(desk: Desk, ring: Callable[[], None]) -> Tally:
    """Read on until the sweep has ended or the next look is due; nothing when none is due."""
    tally = Tally()
    key, checkpoints = desk.connection.autotask_key, desk.ledger.checkpoints
    checkpoint = checkpoints.load(key, JOB)
    run = _going_on(checkpoint)
    if run is not None and not checkpoints.is_due(key, JOB, desk.now()):
        # It has failed; the page that is in the way is not asked for with every look.
        return tally
    if run is None:
        run = _begin(desk, checkpoint.at)
    elif sweep_trouble.is_stuck(checkpoint):
        run = _begin(desk, run.began_at) or run
    if run is None:
        return tally
    checkpoints.begin(key, JOB, desk.now())
    next_run_at = desk.now()
    try:
        if _read(desk, run, tally, ring):
            next_run_at = _end(desk, run)
    except SyncError as error:
        next_run_at = sweep_trouble.wait_after(desk, error)
    finally:
        checkpoints.finish(key, JOB, desk.now(), next_run_at)
    return tally


def _going_on(checkpoint: Checkpoint) -> _Run | None:
    stored = checkpoint.state.get("run")
    return _Run(**stored) if stored else None


def _begin(desk: Desk, last_began_at: datetime | None) -> _Run | None:
    connection, now = desk.connection, desk.now()
    looks = desk.ledger.checkpoints.load(connection.autotask_key, ingest.JOB)
    highest_id = looks.state.get("highest_id")
    settings, zone = connection.settings, zone_of(connection.timezone or "UTC")
    if looks.at is None or not highest_id:
        return None
    if not is_due(now, settings.sweep_hour, zone, last_began_at):
        return None
    run = _Run(
        began_at=now,
        since=now - timedelta(days=settings.days_back),
        up_to=highest_id,
        looks_since=min(looks.at, now) - timedelta(minutes=settings.overlap_minutes),
    )
    _remember(desk, run)
    sweep_trouble.forget(desk)
    desk.journal.info("SWEEP_BEGUN", f"The nightly sweep reads all since {run.since:%d %B %Y}.")
    return run


def _read(desk: Desk, run: _Run, tally: Tally, ring: Callable[[], None]) -> bool:
    """True when the sweep has read everything."""
    window = InvoiceWindow(created_from=run.since, voided_from=run.since)
    lists = desk.lists()
    is_last = run.after_id >= run.up_to
    while not is_last:
        page = desk.autotask.invoices_since(window, run.after_id)
        admitted_before = tally.admitted
        _store(desk, lists, page, run, tally)
        if tally.admitted > admitted_before:
            ring()
        _remember(desk, run)
        sweep_trouble.forget(desk)
        is_last = page.is_last or run.after_id >= run.up_to
        if not is_last and _is_look_due(desk):
            return False
    return True


def _store(desk: Desk, lists: Lists, page: InvoicePage, run: _Run, tally: Tally) -> None:
    own = tuple(each for each in page.invoices if each.autotask_id <= run.up_to)
    changed_before, unusable_before = tally.changed, tally.unusable
    own_page = replace(page, invoices=own)
    seen = ingest.store_pages(desk, lists, [own_page], tally, Depth.SWEEP)
    missed = [
        each.autotask_id
        for each in seen
        if each.autotask_id in tally.first_seen
        and (each.created_at is None or each.created_at < run.looks_since)
    ]
    run.after_id = page.last_id
    run.read += len(own)
    run.changed += tally.changed - changed_before
    run.unusable += tally.unusable - unusable_before
    run.missed += len(missed)
    run.missed_ids = (run.missed_ids + missed)[:_MOST_NAMED]


def _is_look_due(desk: Desk) -> bool:
    checkpoints = desk.ledger.checkpoints
    return checkpoints.is_due(desk.connection.autotask_key, ingest.JOB, desk.now())


def _end(desk: Desk, run: _Run) -> datetime:
    """Say what it found; returns when the next one is due."""
    connection, now = desk.connection, desk.now()
    if run.missed:
        named = ", ".join(map(str, run.missed_ids))
        more = " ..." if run.missed > len(run.missed_ids) else ""
        desk.journal.warning(
            "SWEEP_FOUND", f"Looks had missed {run.missed} invoices, now downloaded: {named}{more}"
        )
    desk.journal.info("SWEEP_FINISHED", _summary(run))
    if not run.unusable:
        unusable.take_back(desk)
    sweep_trouble.end(desk)
    key, checkpoints = connection.autotask_key, desk.ledger.checkpoints
    checkpoints.advance(key, JOB, run.began_at)
    checkpoints.remember(
        key,
        JOB,
        run=None,
        ended_at=now,
        read=run.read,
        changed=run.changed,
        missed=run.missed,
        missed_ids=run.missed_ids,
    )
    zone = zone_of(connection.timezone or "UTC")
    return next_due(now, connection.settings.sweep_hour, zone)


def _summary(run: _Run) -> str:
    return (
        f"The nightly sweep read {run.read:,} invoices since {run.since:%d %B %Y}: {run.missed} "
        f"that looks had missed, {run.changed} changed."
    )


def _remember(desk: Desk, run: _Run) -> None:
    desk.ledger.checkpoints.remember(desk.connection.autotask_key, JOB, run=_form(run))


def _form(run: _Run) -> dict[str, Any]:
    return {name: getattr(run, name) for name in _Run.__slots__}
