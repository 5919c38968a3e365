"""When Autotask was last looked at, and when it will be: the poll and the nightly sweep."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.domain.sweep_time import next_due
from core.store.views.autotask import AutotaskSide
from gateway.messages import plural
from gateway.presenters.document_rows import Lens
from gateway.presenters.times import Moment, moment_or_none


@dataclass(frozen=True, slots=True)
class JobView:
    """`found` is what the last run brought, in words; `is_due` replaces a time that has passed."""

    last: Moment | None
    next: Moment | None
    is_running: bool
    is_due: bool
    found: str = ""


def look_view(side: AutotaskSide, through: Lens) -> JobView:
    """Without a next one while Autotask refuses our sign-in: nobody calls it then."""
    run, is_stopped = side.look.run, through.connection.autotask.state == "unauthorized"
    due_at = None if is_stopped else run.next_run_at
    return JobView(
        last=moment_or_none(run.last_run_at, through.now, through.zone),
        next=moment_or_none(due_at, through.now, through.zone),
        is_running=run.running_since_at is not None,
        is_due=due_at is not None and due_at <= through.now,
    )


def sweep_view(side: AutotaskSide, through: Lens) -> JobView:
    """The sweep rests while looks are due, so its end counts and not that of its last part."""
    state, run = side.sweep.state, side.sweep.run
    ended_at, is_on = state.get("ended_at"), bool(state.get("run"))
    is_stopped = is_on or through.connection.autotask.state == "unauthorized"
    planned = run.next_run_at or _due(side.options.sweep_hour, ended_at, through)
    due_at = None if is_stopped else planned
    return JobView(
        last=moment_or_none(ended_at, through.now, through.zone),
        next=moment_or_none(due_at, through.now, through.zone),
        is_running=is_on,
        is_due=due_at is not None and due_at <= through.now,
        found=_so_far(state["run"]) if is_on else _found(state) if ended_at else "",
    )


def _due(hour: int, ended_at: datetime | None, through: Lens) -> datetime:
    """The first sweep follows the first look; who has swept waits for the next night."""
    if ended_at is None:
        return through.now
    return next_due(through.now, hour, through.zone)


def _so_far(state: Mapping[str, Any]) -> str:
    return f"{plural(int(state.get('read') or 0), 'invoice')} read so far"


def _found(state: Mapping[str, Any]) -> str:
    counts = {name: int(state.get(name) or 0) for name in ("read", "missed", "changed")}
    missed = f"{counts['missed']:,}" if counts["missed"] else "none"
    return (
        f"{plural(counts['read'], 'invoice')} read; {missed} that looks had missed, "
        f"{counts['changed']:,} changed"
    )
