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
from core.store.invoices import REFRESHING, Step, removed
from core.store.invoices.records import last_step, routed_elsewhere
from services.xero_posting.lists.reading import doubt_before_resync
from services.xero_posting.people.conflicts import changed_meanwhile
from services.xero_posting.people.diagnose import Diagnosis
from services.xero_posting.people.preview import Preview

_REFRESH_PATIENCE = timedelta(seconds=10)
_ON_ITS_WAY = "It is already on its way."


@dataclass(frozen=True, slots=True)
class Request:
    """Who wants something done to which invoice, and why.

    `expected` is how many steps of its history the person saw; without it nothing is compared.
    """

    connection_id: str
    autotask_id: int
    by: str
    reason: str | None = None
    expected: int | None = None

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

    def remove(self, request: Request) -> Answer:
        """Take it off the list; whatever happens to it next brings it back."""
        step = self._step(request, "REMOVED", f"Removed from the list by {request.by}.")
        if not removed.remove(request.connection_id, request.autotask_id, step, request.expected):
            return self._explain_removal(request)
        return self._hidden(request, step)

    def bring_back(self, request: Request) -> Answer:
        """Show it on the list again."""
        step = self._step(request, "BROUGHT_BACK", f"Brought back to the list by {request.by}.")
        where = (request.connection_id, request.autotask_id)
        if not removed.bring_back(*where, step, request.expected):
            return self._explain_removal(request)
        return self._hidden(request, step)

    def _hidden(self, request: Request, step: Step) -> Answer:
        status = invoices.status_of(request.connection_id, request.autotask_id)
        if status is not None:
            self._tell(request, step, status)
        return done(status=status.value if status else "", message=step.message)

    def _step(self, request: Request, code: str, message: str) -> Step:
        return Step(code, f"{message}{request.because}", request.by, self._now())

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
        where = (request.connection_id, request.autotask_id)
        moved = invoices.move_by_hand(
            *where, sources, target, step, expected=request.expected, **values
        )
        if not moved:
            return self._explain(request)
        self._tell(request, step, target)
        if target is Status.PENDING_SYNC:
            self._announce(Event.INVOICES_PENDING, {"connection_id": request.connection_id})
        return done(status=target.value, message=message)

    def _tell(self, request: Request, step: Step, status: Status) -> None:
        journal = self._journal_for(request.connection_id)
        journal.info(step.code, step.message, autotask_id=request.autotask_id)
        journal.flush()
        self._announce(
            Event.DOCUMENT_STATUS_CHANGED,
            {
                "connection_id": request.connection_id,
                "kind": "invoice",
                "autotask_ids": [request.autotask_id],
                "status": status.value,
            },
        )

    def _explain(self, request: Request) -> Answer:
        """Why a move was not made."""
        status = invoices.status_of(request.connection_id, request.autotask_id)
        if status is None:
            return _unknown(request.connection_id, request.autotask_id)
        elsewhere = routed_elsewhere(request.connection_id, [request.autotask_id])
        if message := elsewhere.get(request.autotask_id):
            return problem("conflict", f"{message} It goes on there.")
        if conflict := self._conflict(request):
            return conflict
        if status in (Status.PENDING_SYNC, Status.PROCESSING):
            return problem("conflict", _ON_ITS_WAY)
        return problem("conflict", f"It is {status.label} by now; that cannot be done.")

    def _explain_removal(self, request: Request) -> Answer:
        where = (request.connection_id, request.autotask_id)
        status = invoices.status_of(*where)
        if status is None:
            return _unknown(*where)
        if conflict := self._conflict(request):
            return conflict
        if status not in removed.MAY_BE_REMOVED:
            message = f"It is {status.label} and stays on the list until it has come to rest."
            return problem("conflict", message)
        is_off = removed.is_removed(*where)
        return problem("conflict", f"It is {'off' if is_off else 'on'} the list already.")

    def _conflict(self, request: Request) -> Answer | None:
        """What somebody else did with it since this person saw it."""
        found = last_step(request.connection_id, request.autotask_id)
        if request.expected is None or found is None or found[0] == request.expected:
            return None
        return changed_meanwhile(found[1], self._now())


def _unknown(connection_id: str, autotask_id: int) -> Answer:
    return problem("not_found", f"Connection {connection_id} has no invoice {autotask_id}.")
