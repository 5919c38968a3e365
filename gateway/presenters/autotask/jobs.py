"""When Autotask was last looked at, and when it will be: the poll and the nightly sweep."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.domain.sweep_time import next_sweep
from core.domain.zones import zone_of
from core.store.views.autotask import AutotaskSide
from core.store.views.connection_rows import ConnectionRow
from gateway.messages.frame import plural
from gateway.presenters.document_rows import Lens
from gateway.presenters.times import Moment, moment_or_none

_STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class JobView:
    """`found` is what the last run brought, in words; `when` says why there is no next time."""

    last: Moment | None
    next: Moment | None
    is_running: bool
    when: str
    found: str = ""


def sweep_due(side: AutotaskSide, connection: ConnectionRow, now: datetime) -> datetime | None:
    """By the owner's option and its zone; None while one is on, or none can begin yet.

    One that has failed waits for a time of its own.
    """
    if connection.is_shut_out:
        return None
    if side.sweep.state.get("run"):
        again_at = side.sweep.run.next_run_at
        waits = again_at is not None and again_at > now and not is_sweeping(side)
        return again_at if waits else None
    return next_sweep(
        now,
        side.options.sweep_hour,
        zone_of(side.owner.zone),
        last_began_at=side.sweep.at,
        last_look_at=side.look.at,
    )


def is_sweeping(side: AutotaskSide) -> bool:
    """Between its parts looks have their turn; then it is not on, only not at its end."""
    return bool(side.sweep.state.get("run")) and side.sweep.run.running_since_at is not None


def look_view(side: AutotaskSide, through: Lens) -> JobView:
    connection = through.connection
    run, due_at = side.look.run, None if connection.is_shut_out else side.look.run.next_run_at
    planned = "when this one has ended" if run.running_since_at else "not planned"
    return JobView(
        last=moment_or_none(run.last_run_at, through.now, through.zone),
        next=_ahead(due_at, through),
        is_running=run.running_since_at is not None,
        when=_STOPPED if connection.is_shut_out else _at_once(due_at) or planned,
    )


def sweep_view(side: AutotaskSide, through: Lens) -> JobView:
    """The sweep rests while looks are due, so its end counts and not that of its last part."""
    state, due_at = side.sweep.state, sweep_due(side, through.connection, through.now)
    run, ended_at = state.get("run"), state.get("ended_at")
    return JobView(
        last=moment_or_none(ended_at, through.now, through.zone),
        next=_ahead(due_at, through),
        is_running=is_sweeping(side),
        when=_sweep_words(side, through.connection) if due_at is None else "with the next look",
        found=_so_far(run, state) if run else _found(state) if ended_at else "",
    )


def _sweep_words(side: AutotaskSide, connection: ConnectionRow) -> str:
    if side.sweep.state.get("run"):
        if is_sweeping(side):
            return "when this one has ended"
        then = "once the sign-in works" if connection.is_shut_out else "with the next look"
        return f"goes on {then}"
    return _STOPPED if connection.is_shut_out else "after the first look"


def _ahead(at: datetime | None, through: Lens) -> Moment | None:
    return moment_or_none(at if at and at > through.now else None, through.now, through.zone)


def _at_once(due_at: datetime | None) -> str:
    return "at any moment" if due_at else ""


def _so_far(run: Mapping[str, Any], state: Mapping[str, Any]) -> str:
    read = f"not at its end; {plural(int(run.get('read') or 0), 'invoice')} read so far"
    failures = state.get("failures")
    return f"{read}; it cannot read on now, the sync log says why" if failures else read


def _found(state: Mapping[str, Any]) -> str:
    counts = {name: int(state.get(name) or 0) for name in ("read", "missed", "changed")}
    missed = f"{counts['missed']:,}" if counts["missed"] else "none"
    return (
        f"{plural(counts['read'], 'invoice')} read; {missed} that looks had missed, "
        f"{counts['changed']:,} changed"
    )
