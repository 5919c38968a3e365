"""When a round of posting ends although more is due, and what is written down of one that is over."""

from datetime import datetime, timedelta

from core.domain.errors import SyncError
from core.domain.records import Connection
from core.runtime.journal import STOPPED, Journal
from core.store import sync_runs
from core.store.sync_runs import Run
from services.xero_posting.consent import JOB

# The next round begins at once, with fresh eyes: options, lists and contacts are read once a round,
# so nothing in it may act on older ones. A backlog of hours is many rounds.
LONGEST_ROUND = timedelta(seconds=120)


def may_go_on(begun: Connection, present: Connection | None, age: timedelta) -> bool:
    """Tell whether a round that began with this connection may take the next batch."""
    if present is None or not present.is_active or age > LONGEST_ROUND:
        return False
    return (begun.settings, begun.tenant_id, begun.token_set_id) == (
        present.settings,
        present.tenant_id,
        present.token_set_id,
    )


def write_down(
    connection_id: str, journal: Journal, now: datetime, error: SyncError | None = None
) -> None:
    """Leave a run for the screens: when it was, and how many went and stopped."""
    counts = {
        "sent": journal.told["POSTED"],
        "compared": journal.told["COMPARED"],
        "faults": journal.told[STOPPED],
    }
    what = f"{counts['sent']} sent, {counts['compared']} compared, {counts['faults']} stopped."
    message = what if error is None else f"{error} Before that {what}"
    where = (journal.run_id, connection_id, JOB)
    outcome = "ok" if error is None else "failed"
    sync_runs.record(Run(*where, journal.began, now, outcome, message, counts))
