"""What persons and programs ask for about one invoice; each answers at once and rings a bell.

Two at the same time are settled by compare-and-set: the second one finds the document elsewhere.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from core.domain.events import Event
from core.domain.status import Status
from core.runtime.answers import Answer, done, problem
from core.runtime.clock import Clock
from core.runtime.journal import Journal
from core.store import invoices
from core.store.invoices import Step
from core.store.invoices.records import routed_elsewhere
from services.xero_posting.lists.reading import doubt_before_resync
from services.xero_posting.people.actions import AFRESH, skipped, waiting
from services.xero_posting.people.conflicts import conflict_of
from services.xero_posting.people.diagnose import Diagnosis
from services.xero_posting.people.preview import Preview
from services.xero_posting.people.request import Request, tell, unknown

__all__ = ["People", "Request"]

_REFRESH_PATIENCE = timedelta(seconds=10)
_ON_ITS_WAY = "It is already on its way."


class People:
    """Answers requests about single invoices."""

    def __init__(
        self,
        journal_for: Callable[[str], Journal],
        announce: Callable[[str, dict[str, Any]], None],
        now: Clock,
        public_url: str,
    ) -> None:
        self._journal_for = journal_for
        self._announce = announce
        self._now = now
        self._preview = Preview(now, public_url)
        self._diagnosis = Diagnosis(now, public_url)

    def resync(self, request: Request) -> Answer:
        """Send it again, or bring the same Xero document up to date, with fresh Autotask data.

        It waits a few seconds for those; with Autotask away it goes with what is stored.
        """
        doubt_before_resync(request.connection_id, [request.autotask_id])
        step = request.step("RESYNC", f"Resync by {request.by}", self._now())
        sources = (Status.FAULT, Status.SKIPPED, Status.COMPLETE)
        return self._queue(request, sources, step, **AFRESH)

    def skip(self, request: Request) -> Answer:
        """Keep it out of Xero."""
        step = request.step("SKIPPED_BY_HAND", f"Skipped by {request.by}", self._now())
        sources = (Status.PENDING_SYNC, Status.FAULT, Status.DIAGNOSTIC)
        return self._move(request, sources, Status.SKIPPED, step, **skipped(step))

    def unskip(self, request: Request) -> Answer:
        """Take a skip back: from now on no skip rule applies to it, only a void still does."""
        record = invoices.get(*request.where)
        if record and record.invoice.is_voided:
            return problem("conflict", "It is voided in Autotask and stays out of Xero.")
        step = request.step("SKIP_TAKEN_BACK", f"{request.by} took the skip back", self._now())
        return self._queue(request, (Status.SKIPPED,), step, unskipped=True)

    def trace(self, request: Request) -> Answer:
        """Diagnostic Mode: every decision is computed and recorded, nothing is sent.

        From here on the record is traced, until after its release Xero has it or a fault stops it.
        """
        step = request.step("TRACED", f"Diagnostic Mode, by {request.by}", self._now())
        answer = self._move(
            request,
            (Status.PENDING_SYNC, Status.FAULT, Status.SKIPPED),
            Status.DIAGNOSTIC,
            step,
            hold=None,
            hold_until=None,
            intent=None,
            traced=True,
            diagnosed_hash=None,
        )
        if answer["ok"]:
            self._diagnosis.record(*request.where)
        return answer

    def release(self, request: Request) -> Answer:
        """End Diagnostic Mode; it goes to Xero."""
        step = request.step(
            "RELEASED", f"Released from Diagnostic Mode by {request.by}", self._now()
        )
        return self._queue(request, (Status.DIAGNOSTIC,), step, notice=None)

    def preview(self, connection_id: str, autotask_id: int) -> Answer:
        """What would be sent, and why; without a call and without changing anything."""
        return self._preview.of(connection_id, autotask_id)

    def _queue(
        self, request: Request, sources: Sequence[Status], step: Step, **values: Any
    ) -> Answer:
        """Put it into the queue, on hold for the moment it takes to read it again."""
        waits = waiting(step.at, step.at + _REFRESH_PATIENCE)
        answer = self._move(request, sources, Status.PENDING_SYNC, step, **waits, **values)
        if answer["ok"]:
            told = {"connection_id": request.connection_id, "autotask_id": request.autotask_id}
            self._announce(Event.INVOICE_REFRESH_REQUESTED, told)
        return answer

    def _move(
        self,
        request: Request,
        sources: Sequence[Status],
        target: Status,
        step: Step,
        **values: Any,
    ) -> Answer:
        moved = invoices.move_by_hand(
            *request.where, sources, target, step, expected=request.expected, **values
        )
        if not moved:
            return self._explain(request)
        tell(request, step, target, self._journal_for(request.connection_id), self._announce)
        if target is Status.PENDING_SYNC:
            self._announce(Event.INVOICES_PENDING, {"connection_id": request.connection_id})
        return done(status=target.value, message=step.message)

    def _explain(self, request: Request) -> Answer:
        """Why a move was not made."""
        status = invoices.status_of(*request.where)
        if status is None:
            return unknown(request)
        elsewhere = routed_elsewhere(request.connection_id, [request.autotask_id])
        if message := elsewhere.get(request.autotask_id):
            return problem("conflict", f"{message} It goes on there.")
        if conflict := conflict_of(request, self._now()):
            return conflict
        if status in (Status.PENDING_SYNC, Status.PROCESSING):
            return problem("conflict", _ON_ITS_WAY)
        return problem("conflict", f"It is {status.label} by now; that cannot be done.")
