"""Autotask's part of the shared machinery: labels, limits, faults in its own shape, worlds."""

from collections.abc import Collection, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Final

from werkzeug.wrappers import Response

from sandbox.autotask import bad_data
from sandbox.autotask.answers import failure
from sandbox.autotask.fault_kinds import ACTED, FAULT_KINDS
from sandbox.autotask.limits import HOURLY, THREADS, Limits, hour_answer, thread_answer
from sandbox.autotask.passing import Passing
from sandbox.autotask.schema import entities
from sandbox.autotask.tenant import Tenant
from sandbox.autotask.zones import split
from sandbox.door.call import Call
from sandbox.door.fault_kinds import FaultKind
from sandbox.door.faults import Fault
from sandbox.door.vendor import Answer, Refusal, World
from sandbox.world import model
from sandbox.world.build import demo, empty, sized

ROOT: Final = "/atservicesrest/"
OWN_NAMES: Final = {
    "zoneinformation": "ZoneInformation",
    "versioninformation": "VersionInformation",
    "thresholdinformation": "ThresholdInformation",
    "version": "Version",
    "invoicepdf": "Invoices/InvoicePdf",
    "invoicemarkuphtml": "Invoices/InvoiceMarkupHtml",
}


def _error(call: Call, fault: Fault) -> Response:
    return failure(500, [fault.text("text", "An error occurred while processing your request.")])


def _bad_gateway(call: Call, fault: Fault) -> Response:
    return _page(502, "Bad Gateway")


def _gateway_timeout(call: Call, fault: Fault) -> Response:
    return _page(504, "Gateway Time-out")


def _unavailable(call: Call, fault: Fault) -> Response:
    return Response("Service Unavailable", 503, content_type="text/plain")


def _maintenance(call: Call, fault: Fault) -> Response:
    return _page(503, "Autotask is currently unavailable due to scheduled maintenance.")


def _page(status: int, text: str) -> Response:
    page = f"<html><body><h1>{text}</h1></body></html>"
    return Response(page, status, content_type="text/html")


def _threads(call: Call, fault: Fault) -> Response:
    return _with_retry_after(thread_answer(THREADS), fault)


def _with_retry_after(answer: Response, fault: Fault) -> Response:
    if "retry_after" in fault.parameters:
        answer.headers["Retry-After"] = str(fault.parameters["retry_after"])
    return answer


def _unauthorized(call: Call, fault: Fault) -> Response:
    return failure(401, None)


class AutotaskVendor:
    """What the door asks about Autotask."""

    name = "autotask"
    acted: Collection[str] = ACTED
    fault_kinds: Mapping[str, FaultKind] = FAULT_KINDS
    parameters: Collection[str] = ()
    check = staticmethod(bad_data.check)
    _plain: Mapping[str, Answer] = {
        "error": _error,
        "bad_gateway": _bad_gateway,
        "gateway_timeout": _gateway_timeout,
        "unavailable": _unavailable,
        "maintenance": _maintenance,
        "rate_limited_concurrent": _threads,
        "unauthorized": _unauthorized,
    }

    def __init__(self, tenant: Tenant, passing: Passing, limits: Limits) -> None:
        self._tenant = tenant
        self._passing = passing
        self._limits = limits

    @property
    def answers(self) -> Mapping[str, Answer]:
        """The one for a used-up hour goes by a switch."""
        return {**self._plain, "rate_limited_hour": self._hour}

    def _hour(self, call: Call, fault: Fault) -> Response:
        return _with_retry_after(hour_answer(HOURLY, self._limits.hour_status()), fault)

    def label(self, method: str, path: str) -> str:
        """Faults and thread limits go by entity; the documents of an invoice are their own."""
        inside = split(path.lower())[1]
        parts = inside.removeprefix(ROOT).removeprefix("v1.0/").strip("/").split("/")
        for part in (parts[-1], parts[0]):
            if part in OWN_NAMES:
                return f"{method} {OWN_NAMES[part]}"
        found = entities().get(parts[0])
        return f"{method} {found.name if found else parts[0]}"

    def admission(self, call: Call) -> AbstractContextManager[Refusal | None]:
        """Zone look-ups are free of limits."""
        if call.label.endswith(" ZoneInformation"):
            return nullcontext(None)
        return self._limits.admitted(call)

    def errored(self, call: Call, answer: Response) -> None:
        """Autotask remembers no answers."""

    def state(self) -> Mapping[str, Any]:
        """With everything in it that is due."""
        self._passing.let_happen()
        return self._tenant.state()

    def reset(self, world: World) -> None:
        """A new world, whose first second is now."""
        built = _built(world)
        self._tenant.add(built)
        self._passing.begin(built.effects)


def _built(world: World) -> model.World:
    if world.kind == "demo":
        return demo(world.seed, world.today)
    if world.kind == "empty":
        return empty()
    return sized(world.seed, world.today, (world.companies, world.invoices, world.lines))
