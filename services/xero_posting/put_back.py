"""What becomes of a batch that Xero did not settle: unknown, back in the queue, or refused whole."""

from datetime import timedelta

from core.domain.batch import Batch
from core.domain.errors import (
    MaintenanceError,
    OutcomeUnknownError,
    RateLimitedError,
    RejectedError,
    SyncError,
)
from core.runtime.telling import MAINTENANCE_PAUSE, moment
from core.store.invoices import XERO_LIMITED_DAY, XERO_MAINTENANCE, Terms
from services.xero_posting.desk import Desk
from services.xero_posting.settle_contacts import refuse_contacts
from services.xero_posting.settle_documents import refuse_documents

_PAUSE = timedelta(seconds=5)
_TOO_LARGE = 413
_CHECKING = "Xero gave no readable answer; we find out what it did before anything is sent again."


def keep_unknown(desk: Desk, batch: Batch, error: SyncError) -> None:
    """Nothing moves but the knowledge that nobody knows: only resolve may go on from here."""
    desk.batches.mark_unknown(batch.id, desk.now())
    desk.records.mark_checking(batch.id, desk.step("CHECKING", _CHECKING))
    desk.journal.warning(
        "OUTCOME_UNKNOWN",
        f"{_CHECKING} ({error})",
        detail={"batch": batch.id, "sends": batch.sends},
    )
    held = desk.records_of(batch)
    desk.write_decisions(held)
    for autotask_id in held:
        desk.journal.warning("CHECKING", _CHECKING, autotask_id=autotask_id)


def put_back(desk: Desk, batch: Batch, error: SyncError, *, has_left: bool) -> None:
    """This send was not carried out; if no earlier one left, the records go back to the queue."""
    if batch.sends > 1:
        keep_unknown(desk, batch, error)
        return
    if batch.sends == 1 and not has_left:
        # An earlier send may have been carried out; this one never left.
        return
    if has_left:
        desk.batches.mark_unsent(batch.id, desk.lease.fence)
    give_back_after(desk, batch.id, error)
    desk.batches.withdraw(batch.id, desk.lease.fence, desk.now())


def give_back_after(
    desk: Desk, batch_id: str, error: SyncError, *, pause: timedelta = _PAUSE
) -> None:
    """Records of which nothing was sent wait in the queue for as long as the trouble says.

    `pause` is for trouble that says nothing. A long wait of Xero's own is shown on each of them.
    """
    now = desk.now()
    match error:
        case RateLimitedError(limit="day"):
            until = error.ends_at(now)
            message = f"Xero's daily limit is reached; it goes on at {moment(until, now)}."
            terms = Terms(not_before=until, hold_until=until)
            desk.give_back(batch_id, XERO_LIMITED_DAY, message, terms)
        case RateLimitedError():
            terms = Terms(not_before=error.ends_at(now))
            desk.give_back(batch_id, "NOT_SENT", f"Nothing was sent: {error}", terms)
        case MaintenanceError():
            until = now + MAINTENANCE_PAUSE
            message = f"Xero is being maintained; we look again at {moment(until, now)}."
            terms = Terms(not_before=until, hold_until=until)
            desk.give_back(batch_id, XERO_MAINTENANCE, message, terms)
        case _:
            terms = Terms(not_before=now + pause)
            desk.give_back(batch_id, "NOT_SENT", f"Nothing was sent: {error}", terms)


def refuse_whole(desk: Desk, batch: Batch, error: RejectedError) -> None:
    """Xero would not read the request at all, so nothing in it was carried out.

    Only a first send proves that; a later one may have been carried out before, and that is raised
    as `OutcomeUnknownError`.
    """
    if batch.sends > 1:
        keep_unknown(desk, batch, error)
        raise OutcomeUnknownError(str(error)) from error
    desk.batches.mark_unsent(batch.id, desk.lease.fence)
    reasons = "; ".join(error.reasons)
    desk.journal.error("REQUEST_REFUSED", f"Xero refused the whole request: {reasons}")
    if len(batch.elements) > 1:
        _send_in_parts(desk, batch, error)
    elif batch.kind.is_of_contacts:
        refuse_contacts(desk, batch, error.reasons)
    else:
        refuse_documents(desk, batch, error.reasons)
    desk.batches.close(batch.id, "refused", desk.now())


def _send_in_parts(desk: Desk, batch: Batch, error: RejectedError) -> None:
    """Its records go again: in half as many, or alone if one of them spoils the request.

    Contacts have no records; `contacts.py` sends them one by one by itself.
    """
    if error.status == _TOO_LARGE and not batch.kind.is_of_contacts:
        desk.pace.too_large(len(batch.elements))
        message = "The request was too large for Xero; it goes in two."
        desk.give_back(batch.id, "SENT_IN_PARTS", message)
        return
    message = "Xero refused the whole batch; each goes alone next."
    desk.give_back(batch.id, "SENT_ALONE", message, Terms(is_solo=True))
