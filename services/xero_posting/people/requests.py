"""What persons and programs ask for about one invoice; each answers at once and rings a bell.

Two at the same time are settled by compare-and-set: the second one finds the document elsewhere.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from core.domain.events import Event
from core.domain.status import Status
from core.runtime.answers import Answer, done, problem
from core.runtime.clock import Clock
from core.runtime.journal import Journal
from core.store import invoices
from core.store.invoices import REFRESHING, Step
from core.store.invoices.records import routed_elsewhere
from services.xero_posting.lists.reading import doubt_before_resync
from services.xero_posting.people.diagnose import Diagnosis
from services.xero_posting.people.preview import Preview

_REFRESH_PATIENCE = timedelta(seconds=10)
_ON_ITS_WAY = "It is already on its way."


@dataclass(frozen=True, slots=True)
class Request:
    """Who wants something done to which invoice, and why."""

    connection_id: str
    autotask_id: int
    by: str
    reason: str | None = None

    @property
    def because(self) -> str:
        return f" Reason: {self.reason}" if self.reason else ""


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
        return self._queue(
            request,
            (Status.FAULT, Status.SKIPPED, Status.COMPLETE),
            "RESYNC",
            f"Resync by {request.by}.{request.because}",
            notice=None,
            solo=False,
            attempts=0,
        )

    def skip(self, request: Request) -> Answer:
        """Keep it out of Xero."""
        message = f"Skipped by {request.by}.{request.because}"
        now = self._now()
        return self._move(
            request,
            (Status.PENDING_SYNC, Status.FAULT, Status.DIAGNOSTIC),
            Status.SKIPPED,
            "SKIPPED_BY_HAND",
            message,
            hold=None,
            hold_until=None,
            fault=None,
            intent=None,
            skip={"code": "BY_HAND", "message": message, "by": request.by, "at": now},
        )

    def unskip(self, request: Request) -> Answer:
        """Take a skip back: from now on no skip rule applies to it, only a void still does."""
        record = invoices.get(request.connection_id, request.autotask_id)
        if record and record.invoice.is_voided:
            return problem("conflict", "It is voided in Autotask and stays out of Xero.")
        return self._queue(
            request,
            (Status.SKIPPED,),
            "SKIP_TAKEN_BACK",
            f"{request.by} took the skip back.{request.because}",
            unskipped=True,
        )

    def trace(self, request: Request) -> Answer:
        """Diagnostic Mode: every decision is computed and recorded, nothing is sent.

        From here on the record is traced, until after its release Xero has it or a fault stops it.
        """
        answer = self._move(
            request,
            (Status.PENDING_SYNC, Status.FAULT, Status.SKIPPED),
            Status.DIAGNOSTIC,
            "TRACED",
            f"Diagnostic Mode, by {request.by}.{request.because}",
            hold=None,
            hold_until=None,
            intent=None,
            traced=True,
            diagnosed_hash=None,
        )
        if answer["ok"]:
            self._diagnosis.record(request.connection_id, request.autotask_id)
        return answer

    def release(self, request: Request) -> Answer:
        """End Diagnostic Mode; it goes to Xero."""
        return self._queue(
            request,
            (Status.DIAGNOSTIC,),
            "RELEASED",
            f"Released from Diagnostic Mode by {request.by}.{request.because}",
            notice=None,
        )

    def preview(self, connection_id: str, autotask_id: int) -> Answer:
        """What would be sent, and why; without a call and without changing anything."""
        return self._preview.of(connection_id, autotask_id)

    def _queue(
        self, request: Request, sources: Sequence[Status], code: str, message: str, **values: Any
    ) -> Answer:
        """Put it into the queue, on hold for the moment it takes to read it again."""
        now = self._now()
        answer = self._move(
            request,
            sources,
            Status.PENDING_SYNC,
            code,
            message,
            hold={
                "code": REFRESHING,
                "message": "Reading it again from Autotask.",
                "since_at": now,
            },
            hold_until=now + _REFRESH_PATIENCE,
            not_before=None,
            fault=None,
            skip=None,
            **values,
        )
        if answer["ok"]:
            self._announce(
                Event.INVOICE_REFRESH_REQUESTED,
                {"connection_id": request.connection_id, "autotask_id": request.autotask_id},
            )
        return answer

    def _move(
        self,
        request: Request,
        sources: Sequence[Status],
        target: Status,
        code: str,
        message: str,
        **values: Any,
    ) -> Answer:
        step = Step(code, message, request.by, self._now())
        moved = invoices.move_by_hand(
            request.connection_id, request.autotask_id, sources, target, step, **values
        )
        if not moved:
            return self._explain(request)
        journal = self._journal_for(request.connection_id)
        journal.info(code, message, autotask_id=request.autotask_id)
        journal.flush()
        self._announce(
            Event.DOCUMENT_STATUS_CHANGED,
            {
                "connection_id": request.connection_id,
                "kind": "invoice",
                "autotask_ids": [request.autotask_id],
                "status": target.value,
            },
        )
        if target is Status.PENDING_SYNC:
            self._announce(Event.INVOICES_PENDING, {"connection_id": request.connection_id})
        return done(status=target.value, message=message)

    def _explain(self, request: Request) -> Answer:
        status = invoices.status_of(request.connection_id, request.autotask_id)
        if status is None:
            return _unknown(request.connection_id, request.autotask_id)
        elsewhere = routed_elsewhere(request.connection_id, [request.autotask_id])
        if message := elsewhere.get(request.autotask_id):
            return problem("conflict", f"{message} It goes on there.")
        if status in (Status.PENDING_SYNC, Status.PROCESSING):
            return problem("conflict", _ON_ITS_WAY)
        return problem("conflict", f"It is {status.label} by now; that cannot be done.")


def _unknown(connection_id: str, autotask_id: int) -> Answer:
    return problem("not_found", f"Connection {connection_id} has no invoice {autotask_id}.")
