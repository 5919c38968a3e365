"""The network between an instance of ingestion and Autotask, in the place of `core.clients.http.Http`."""

from collections.abc import Callable

from core.clients.http import CallRecord, HttpRequest, HttpResponse
from core.domain.errors import UnavailableError
from tests.simulation.autotask.faults import AutotaskFault
from tests.simulation.autotask.server import Server
from tests.simulation.process import Process

_READ_TIMEOUT_SECONDS = 60
Deal = Callable[[HttpRequest, str], AutotaskFault]


class AutotaskWire:
    """Sends once; what becomes of it is dealt by the world."""

    def __init__(
        self, process: Process, server: Server, deal: Deal, on_call: Callable[[CallRecord], None]
    ) -> None:
        self._process = process
        self._server = server
        self._deal = deal
        self._on_call = on_call

    def send(self, request: HttpRequest) -> HttpResponse:
        """All that is asked of Autotask here changes nothing."""
        process, random = self._process, self._process.random
        entity = request.url.rpartition("/V1.0/")[2].partition("/")[0]
        fault = self._deal(request, entity)
        if fault.name == "refused":
            process.pause(0.01)
            raise self._lost(entity, "connection refused")
        process.pause(fault.ms / 1000 if fault.name == "slow" else random.randint(10, 150) / 1000)
        status, body = self._server.answer(entity, request.body or b"", fault)
        if fault.name == "timeout":
            process.pause(_READ_TIMEOUT_SECONDS)
            raise self._lost(entity, "timed out")
        process.pause(random.randint(10, 150) / 1000)
        process.effect(f"after autotask {entity}")
        if fault.name == "reset":
            raise self._lost(entity, "reset")
        self._on_call(CallRecord("autotask", request.method, entity, "", status, 1, None, "sim"))
        return HttpResponse(status, {}, body, process.now())

    def _lost(self, entity: str, problem: str) -> UnavailableError:
        self._on_call(CallRecord("autotask", "POST", entity, "", None, 1, problem, "sim"))
        return UnavailableError(f"Autotask gave no complete answer: {problem}.")
