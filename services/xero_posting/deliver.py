"""Sends a frozen batch once and settles what Xero answers.

Order of effects: prove the lease, commit `sent`, send, settle each element, close. A crash between
any two of them leaves a batch that `resolve` can finish.
"""

from datetime import datetime, timedelta

from core.domain.batch import Batch, BatchKind
from core.domain.errors import (
    OutcomeUnknownError,
    RateLimitedError,
    RejectedError,
    RetryLaterError,
    SyncError,
    UnauthorizedError,
)
from core.domain.settlement import settle
from core.store.invoices import Terms
from services.xero_posting.desk import Desk
from services.xero_posting.ports import Answer
from services.xero_posting.settle_contacts import refuse_contacts, settle_contacts
from services.xero_posting.settle_documents import refuse_documents, settle_documents

_PAUSE = timedelta(seconds=5)


def deliver(desk: Desk, batch: Batch) -> bool:
    """Send and settle; False when Xero refused the request as a whole.

    Raises `LeaseLostError` before sending under a lost lease. What ends the round (no answer, a
    limit, no connection, no consent) is raised after the batch is in safety.
    """
    sent = _mark_sent(desk, batch)
    try:
        answer = _send(desk, sent)
    except OutcomeUnknownError as error:
        _keep_unknown(desk, sent, error)
        raise
    except RejectedError as error:
        _refused_whole(desk, sent, error)
        return False
    except (RetryLaterError, UnauthorizedError) as error:
        _put_back(desk, sent, error)
        raise
    _settle(desk, sent, answer)
    return True


def _mark_sent(desk: Desk, batch: Batch) -> Batch:
    desk.leases.renew(desk.lease)
    return desk.batches.mark_sent(batch.id, desk.lease.fence, desk.now())


def _send(desk: Desk, batch: Batch) -> Answer:
    try:
        return desk.ledger.send(batch.method, batch.path, batch.body, batch.key)
    except UnauthorizedError as error:
        if not error.expired:
            raise
    # Xero refused the token before reading: the same bytes under the same key may go again.
    desk.renew_token()
    desk.leases.renew(desk.lease)
    return desk.ledger.send(batch.method, batch.path, batch.body, batch.key)


def _settle(desk: Desk, batch: Batch, answer: Answer) -> None:
    outcomes = settle(batch.elements, answer.elements)
    if batch.kind is BatchKind.CONTACTS:
        settle_contacts(desk, batch, outcomes)
    else:
        settle_documents(desk, batch, outcomes)
    desk.batches.close(batch.id, "settled", desk.now())


def _keep_unknown(desk: Desk, batch: Batch, error: SyncError) -> None:
    """Nothing moves but the knowledge that nobody knows: only resolve may go on from here."""
    now = desk.now()
    desk.batches.mark_unknown(batch.id, now)
    message = "Xero gave no readable answer; we find out what it did before anything is sent again."
    desk.invoices.mark_checking(batch.id, desk.step("CHECKING", message))
    desk.journal.warning(
        "OUTCOME_UNKNOWN", f"{message} ({error})", detail={"batch": batch.id, "sends": batch.sends}
    )
    for autotask_id in desk.records_of(batch):
        desk.journal.warning("CHECKING", message, autotask_id=autotask_id)


def _refused_whole(desk: Desk, batch: Batch, error: RejectedError) -> None:
    """Xero would not read the request at all, so nothing in it was carried out.

    Only a first send proves that; a later one may have been carried out before.
    """
    if batch.sends > 1:
        _keep_unknown(desk, batch, error)
        raise OutcomeUnknownError(str(error)) from error
    desk.batches.mark_unsent(batch.id, desk.lease.fence)
    reasons = "; ".join(error.reasons)
    desk.journal.error("REQUEST_REFUSED", f"Xero refused the whole request: {reasons}")
    if len(batch.elements) > 1:
        # One of them spoils the request; each goes alone next (contacts.py does so by itself).
        message = "Xero refused the whole batch; each goes alone next."
        desk.give_back(batch.id, "SENT_ALONE", message, Terms(is_solo=True))
    elif batch.kind is BatchKind.CONTACTS:
        refuse_contacts(desk, batch, error.reasons)
    else:
        refuse_documents(desk, batch, error.reasons)
    desk.batches.close(batch.id, "refused", desk.now())


def _put_back(desk: Desk, batch: Batch, error: SyncError) -> None:
    """This send was not carried out; if no earlier one left, the invoices go back to the queue."""
    if batch.sends > 1:
        _keep_unknown(desk, batch, error)
        return
    desk.batches.mark_unsent(batch.id, desk.lease.fence)
    terms = Terms(not_before=_wait_until(desk, error))
    desk.give_back(batch.id, "NOT_SENT", f"Nothing was sent: {error}", terms)
    desk.batches.close(batch.id, "not sent", desk.now())


def _wait_until(desk: Desk, error: SyncError) -> datetime:
    if isinstance(error, RateLimitedError):
        return error.until
    return desk.now() + _PAUSE
