"""Whether Sync Now would do anything, and if not, why; what a person should know if it would."""

from dataclasses import dataclass

from gateway.messages import trail as messages
from gateway.presenters.banners import is_late
from gateway.presenters.document_rows import Lens
from gateway.presenters.times import clock_time


@dataclass(frozen=True, slots=True)
class SyncNow:
    """`text` is the reason when it is off, else what to expect; it may be empty."""

    is_on: bool
    text: str


_SPENT = {"limited": messages.SYNC_SPENT, "limited_share": messages.SYNC_SHARE}


def sync_now(through: Lens, *, hears_commands: bool) -> SyncNow:
    """Only what the store knows: the button changes with the page's next poll, not by itself."""
    if reason := _reason(through, hears_commands):
        return SyncNow(False, reason)
    if through.connection.is_shut_out:
        return SyncNow(True, messages.SYNC_REFUSED)
    return SyncNow(True, "" if through.connection.is_active else messages.SYNC_PAUSED)


def _reason(through: Lens, hears_commands: bool) -> str:
    state = through.connection.autotask.state
    if not hears_commands:
        return messages.SYNC_AWAY
    if looked := _of_looks(through) if through.kind == "invoices" else "":
        return looked
    if state in _SPENT:
        return _SPENT[state].format(until=_until(through))
    run = through.connection.ingest
    is_due = run.next_run_at is not None and run.next_run_at <= through.now
    return messages.SYNC_DUE if is_due and through.kind == "invoices" else ""


def _of_looks(through: Lens) -> str:
    """Purchase orders are fetched by a service of their own."""
    run = through.connection.ingest
    if run.running_since_at:
        since = clock_time(run.running_since_at, through.now, through.zone)
        return messages.SYNC_ON.format(since=since)
    if is_late(through.connection, through.now):
        return messages.SYNC_LATE
    return ""


def _until(through: Lens) -> str:
    due_at = through.connection.ingest.next_run_at
    if due_at is None or due_at <= through.now:
        return ""
    return messages.SYNC_UNTIL.format(at=clock_time(due_at, through.now, through.zone))
