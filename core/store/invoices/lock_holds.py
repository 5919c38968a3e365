"""Invoices that wait for a lock date in Xero to be moved back."""

from datetime import datetime

from core.domain.status import Status
from core.store.invoices.changes import Step, collection, move
from core.store.invoices.queue import PERIOD_LOCKED


def release(connection_id: str, now: datetime) -> int:
    """Let all of them look again, because the organisation was read; returns how many.

    Those whose period is still locked are put back on hold by the next round.
    """
    message = "Xero's lock dates were read again; it is looked at once more."
    step = Step("LOCK_DATES_READ", message, "xero_posting", now)
    result = collection().update_many(
        {
            "connection": connection_id,
            "status": Status.PENDING_SYNC.value,
            "hold.code": PERIOD_LOCKED,
        },
        move(Status.PENDING_SYNC, Status.PENDING_SYNC, step, hold=None, hold_until=None),
    )
    return int(result.modified_count)
