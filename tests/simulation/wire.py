"""The network between an instance and Xero, in the place of `core.clients.http.Http`."""

from collections.abc import Callable
from typing import NoReturn
from urllib.parse import urlsplit

from core.clients.http import CallRecord, HttpRequest, HttpResponse
from core.domain.errors import OutcomeUnknownError, UnavailableError
from tests.simulation.process import Process
from tests.simulation.xero.door import NONE, Call, Door, Request
from tests.simulation.xero.faults import Fault
from tests.simulation.xero.identity import Identity
from tests.simulation.xero.keys import Reply

_READ_TIMEOUT_MS = 60_000
_API = "/api.xro/2.0/"
Deal = Callable[[HttpRequest], Fault]
_BROKEN = "broken"


class Wire:
    """Sends once; what becomes of it is dealt by the world."""

    def __init__(
        self,
        process: Process,
        door: Door,
        identity: Identity,
        deal: Deal,
        on_call: Callable[[CallRecord], None] | None = None,
    ) -> None:
        self._process = process
        self._door = door
        self._identity = identity
        self._deal = deal
        self._on_call = on_call

    def observed_by(self, on_call: Callable[[CallRecord], None]) -> "Wire":
        return Wire(self._process, self._door, self._identity, self._deal, on_call)

    def send(self, request: HttpRequest) -> HttpResponse:
        """Send and wait for the answer, at most as long as the product's timeouts say."""
        process = self._process
        fault = self._deal(request)
        began = process.scheduler.ms
        if fault.name == "refused_connection":
            process.pause(0.01)
            self._record(request, None, began, "connection refused")
            raise UnavailableError("Xero cannot be reached: connection refused.")
        reply = self._exchange(request, fault)
        process.effect(f"after http {request.method}")
        if not isinstance(reply, Reply):
            problem = "reset" if reply == _BROKEN else "timed out"
            self._record(request, None, began, problem)
            _lost(request, problem)
        self._record(request, reply.status, began, None)
        return HttpResponse(reply.status, reply.headers, reply.body, process.now())

    def _exchange(self, request: HttpRequest, fault: Fault) -> Reply | str | None:
        process, scheduler = self._process, self._process.scheduler
        task = process.task
        # An answer after its time must not be taken for that of the next call.
        wait = task.next_wait
        random = process.random
        back = random.randint(10, 120)

        def tell(reply: Reply | None) -> None:
            scheduler.after(back, task.wake, wait, reply if reply is not None else _BROKEN)

        travel = fault.ms if fault.name == "late_arrival" else random.randint(10, 150)
        path = urlsplit(request.url).path
        if path.startswith(_API):
            asked = Request(
                request.method,
                path.removeprefix(_API),
                dict(request.query),
                dict(request.headers),
                request.body,
            )
            call = Call(asked, fault, scheduler.ms, tell)
            self._door.departed(call)
            scheduler.after(travel, self._door.arrive, call)
        else:
            scheduler.after(travel, self._token, request.body or b"", fault, tell)
        answer: Reply | str | None = process.wait_for(_READ_TIMEOUT_MS)
        return answer

    def _token(self, form: bytes, fault: Fault, tell: Callable[[Reply | None], None]) -> None:
        if fault.name == "lost_before":
            tell(None)
        elif fault.name == "error_before":
            tell(Reply(500, b"", {}))
        else:
            status, body = self._identity.token(form, self._process.scheduler.ms)
            if fault is NONE or fault.name == "":
                tell(Reply(status, body, {}))
            elif fault.name == "lost_after":
                tell(None)

    def _record(
        self, request: HttpRequest, status: int | None, began: int, problem: str | None
    ) -> None:
        if self._on_call is None:
            return
        duration = self._process.scheduler.ms - began
        path = urlsplit(request.url).path
        self._on_call(
            CallRecord(request.service, request.method, path, "", status, duration, problem, "sim")
        )


def _lost(request: HttpRequest, problem: str) -> NoReturn:
    """As `core.clients.http` judges it."""
    if request.may_change:
        raise OutcomeUnknownError(f"Xero gave no complete answer to {request.method}: {problem}.")
    raise UnavailableError(f"Xero gave no complete answer: {problem}.")
