"""When Autotask was last looked at, and when it will be: the poll and the nightly sweep."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from core.store.views.autotask import AutotaskSide, JobRow
from gateway.messages import plural
from gateway.presenters.document_rows import Lens
from gateway.presenters.times import Moment, moment, moment_or_none


@dataclass(frozen=True, slots=True)
class JobView:
    """`found` is what the last run brought, in words; `is_due` replaces a time that has passed."""

    last: Moment | None
    next: Moment | None
    is_running: bool
    is_due: bool
    found: str = ""


def look_view(side: AutotaskSide, through: Lens) -> JobView:
    return _view(side.look, side.look.run.next_run_at, through)


def sweep_view(side: AutotaskSide, through: Lens) -> JobView:
    run = side.sweep.run
    due_at = run.next_run_at or next_sweep(
        side.options.sweep_hour, run.last_run_at, through.now, through.zone
    )
    return _view(side.sweep, due_at, through, found=_found(side.sweep) if run.last_run_at else "")


def next_sweep(hour: int, last_at: datetime | None, now: datetime, zone: tzinfo) -> datetime:
    """When the hour begins in which the next sweep is due, on the organisation's clock."""
    local = now.astimezone(zone)
    today = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    ran_today = last_at is not None and last_at >= today.astimezone(UTC)
    if local < today or not ran_today:
        return today.astimezone(UTC)
    tomorrow = (today.replace(tzinfo=None) + timedelta(days=1)).replace(tzinfo=zone)
    return tomorrow.astimezone(UTC)


def _view(job: JobRow, due_at: datetime | None, through: Lens, found: str = "") -> JobView:
    return JobView(
        last=moment_or_none(job.run.last_run_at, through.now, through.zone),
        next=moment(due_at, through.now, through.zone) if due_at else None,
        is_running=job.run.running_since_at is not None,
        is_due=due_at is not None and due_at <= through.now,
        found=found,
    )


def _found(job: JobRow) -> str:
    new, changed = int(job.state.get("new") or 0), int(job.state.get("changed") or 0)
    if not new and not changed:
        return "nothing that the looks had missed"
    return f"{plural(new, 'new invoice')} and {plural(changed, 'changed one')}"
