"""When a record goes on by itself, in a sentence at the head of its timeline."""

from core.domain.status import Status
from core.store.views.record import Record
from gateway.messages import record as messages
from gateway.presenters.document_rows import VOID, Lens, hold_of, next_look
from gateway.presenters.times import clock_time

_XERO_SHUT = frozenset({"unauthorized", "disconnected", "scope_missing"})

# Faults that Autotask mends: the looks go on asking (core/store/ingested_form.py).
_WITH_LOOKS = frozenset({"AUTOTASK_DATA", "NOT_SHOWN", "UNROUTABLE", "NO_LINES", "AMOUNT_MISMATCH"})


def next_try(record: Record, through: Lens) -> str:
    """Empty for what has come to its end, and for orders, which nobody sends yet."""
    row = record.row
    if through.kind != "invoices":
        return ""
    match row.status:
        case Status.PENDING_SYNC:
            return _of_pending(record, through)
        case Status.PROCESSING:
            return messages.NEXT_LOOK_UP if row.checking_since else messages.NEXT_ANSWER
        case Status.FAULT:
            code = row.fault.code if row.fault else ""
            return messages.NEXT_WITH_LOOKS if code in _WITH_LOOKS else messages.NEXT_BY_HAND
        case Status.DIAGNOSTIC:
            return messages.NEXT_AFTER_RELEASE
    return ""


def _of_pending(record: Record, through: Lens) -> str:
    if not through.connection.is_active:
        return messages.NEXT_AFTER_SWITCH
    if through.connection.xero.state in _XERO_SHUT:
        return messages.NEXT_AFTER_CONSENT
    hold = hold_of(record.row, through)
    if hold is not None:
        look = next_look(hold, through)
        return messages.NEXT_LOOK.format(look=look) if look else ""
    if record.not_before is not None and record.not_before > through.now:
        at = clock_time(record.not_before, through.now, through.zone)
        return messages.NEXT_AT.format(at=at)
    return messages.NEXT_VOID if record.row.intent == VOID else messages.NEXT_SOON
