"""The sentence under a record's heading: where it stands, when nothing else says so."""

from core.domain.status import Status
from core.store.views.record import Record
from gateway.messages import record as messages
from gateway.presenters.document_rows import VOID, Lens, hold_of
from gateway.presenters.record.history import actor


def lead_of(record: Record, through: Lens) -> str:
    row = record.row
    if row.fault or hold_of(row, through):
        return ""
    if row.skip:
        return f"{row.skip.message.rstrip('.')}. Decided by {actor(row.skip.by)}."
    if row.status is Status.PROCESSING and row.checking_since:
        return messages.CHECKING
    if row.status is Status.PROCESSING and row.intent == VOID:
        return messages.VOIDING
    if row.status is Status.PENDING_SYNC:
        return _of_pending(record, through)
    if row.status is Status.COMPLETE and row.xero_number:
        return f"It is in Xero as {row.xero_number}."
    return messages.STATUS_EXPLAINED[row.status]


def _of_pending(record: Record, through: Lens) -> str:
    if record.row.intent == VOID:
        paused = "" if through.connection.is_active else messages.VOIDING_PAUSED
        return messages.VOIDING + paused
    if through.kind != "invoices":
        return "Read from Autotask. Purchase orders are not sent to Xero yet."
    if not through.connection.is_active:
        return "Downloaded from Autotask. Sync is paused: it is sent after you switch it on."
    return messages.STATUS_EXPLAINED[Status.PENDING_SYNC]
