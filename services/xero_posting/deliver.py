"""Sends a frozen batch once and settles what Xero answers.

Order of effects: reserve the call, prove the lease, commit `sent`, send, settle each element,
close. A crash between any two of them leaves a batch that `resolve` can finish.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from core.domain.batch import Batch, BatchState
from core.domain.errors import (
    NoCallLeftError,
    OutcomeUnknownError,
    RateLimitedError,
    RejectedError,
    RetryLaterError,
    UnauthorizedError,
)
from core.domain.records import PostingRecord
from core.domain.settlement import Outcome, settle
from services.xero_posting.desk import Desk
from services.xero_posting.ports import Answer
from services.xero_posting.put_back import keep_unknown, put_back, refuse_whole
from services.xero_posting.settle_contacts import settle_contacts
from services.xero_posting.settle_documents import settle_documents
from services.xero_posting.tracing import trace_call


def deliver(desk: Desk, batch: Batch, held: Mapping[int, PostingRecord] | None = None) -> bool:
    """Send and settle; False when Xero refused the request as a whole.

    `held` are the records of the batch, if whoever claimed them still has them at hand.

    Raises `LeaseLostError` before sending under a lost lease. What ends the round (no answer, a
    limit, no connection, no consent) is raised after the batch is in safety.
    """
    departure = _Departure(desk, batch)
    try:
        answer = _send(desk, departure)
    except OutcomeUnknownError as error:
        _note(desk, departure, is_answered=False)
        trace_call(desk, departure.batch, str(error))
        keep_unknown(desk, departure.batch, error)
        raise
    except RejectedError as error:
        trace_call(desk, departure.batch, "\n".join(error.reasons))
        refuse_whole(desk, departure.batch, error)
        return False
    except RateLimitedError as error:
        put_back(desk, departure.batch, error, has_left=departure.at is not None)
        if departure.at is not None:
            raise
        until = error.ends_at(desk.now())
        raise NoCallLeftError(str(error), limit=error.limit, until=until) from error
    except (RetryLaterError, UnauthorizedError) as error:
        put_back(desk, departure.batch, error, has_left=departure.at is not None)
        raise
    _note(desk, departure, is_answered=True)
    trace_call(desk, departure.batch, answer)
    _settle(desk, departure.batch, answer, held)
    return True


class _Departure:
    """The last word before the bytes leave: the lease is ours and the batch is marked sent."""

    def __init__(self, desk: Desk, batch: Batch) -> None:
        self._desk = desk
        self.batch = batch
        self.at: datetime | None = None

    def __call__(self) -> None:
        desk = self._desk
        desk.leases.renew(desk.lease)
        self.at = desk.now()
        self.batch = desk.batches.mark_sent(self.batch, desk.lease.fence, self.at)

    def take_back(self) -> None:
        """Xero did not read this send. A first one is as if it had never left."""
        self.at = None
        if self.batch.sends > 1:
            return
        self._desk.batches.mark_unsent(self.batch.id, self._desk.lease.fence)
        self.batch = replace(
            self.batch,
            state=BatchState.PREPARED,
            sends=0,
            first_sent_at=None,
            last_sent_at=None,
        )


def _send(desk: Desk, departure: _Departure) -> Answer:
    batch = departure.batch
    try:
        return desk.ledger.send(batch.method, batch.path, batch.body, batch.key, departure)
    except UnauthorizedError as error:
        if not error.expired:
            raise
    # Xero refused the token before reading: the same bytes under the same key may go again.
    departure.take_back()
    desk.renew_token()
    return desk.ledger.send(batch.method, batch.path, batch.body, batch.key, departure)


def _note(desk: Desk, departure: _Departure, *, is_answered: bool) -> None:
    """How long Xero took tells how much the next batch may hold."""
    if departure.at is not None and not departure.batch.kind.is_of_contacts:
        desk.pace.note(desk.now() - departure.at if is_answered else None)


def _settle(
    desk: Desk, batch: Batch, answer: Answer, held: Mapping[int, PostingRecord] | None
) -> None:
    is_done = True
    if batch.kind.is_of_contacts:
        settle_contacts(desk, batch, _outcomes(batch, answer))
    else:
        is_done = settle_documents(desk, batch, _outcomes(batch, answer), held)
    if is_done:
        desk.batches.close(batch.id, "settled", desk.now())


def _outcomes(batch: Batch, answer: Answer) -> list[Outcome]:
    is_numbered = batch.kind.is_update or batch.is_protected
    return settle(batch.elements, answer.elements, by_mark=not is_numbered)
