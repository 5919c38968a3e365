"""One call on its way through a sandbox."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Event
from typing import Any

from werkzeug.datastructures import Headers

from sandbox.door.faults import Fault

ENVIRON_KEY = "sandbox.call"


@dataclass
class Call:
    """What arrived, plus what is added on the way.

    That is the fault met, the standing faults that may strike and those that did, and headers for
    whatever the answer will be. `over` is set once all that
    will be done has been done: before a held answer leaves, and after the caller of a late commit.
    """

    method: str
    path: str
    query: str
    headers: Headers
    body: bytes
    label: str
    fault: Fault | None = None
    standing: list[Fault] = field(default_factory=list)
    struck: list[Fault] = field(default_factory=list)
    answer_headers: list[tuple[str, str]] = field(default_factory=list)
    is_late: bool = False
    over: Event = field(default_factory=Event)


def call_of(environ: Mapping[str, Any]) -> Call | None:
    """The call that the vendor's own handler is answering."""
    call = environ.get(ENVIRON_KEY)
    return call if isinstance(call, Call) else None


def fault_effect(environ: Mapping[str, Any]) -> str:
    """What that fault does, by name; nothing when there is none."""
    fault = fault_of(environ)
    return fault.effect if fault is not None else ""


def fault_of(environ: Mapping[str, Any]) -> Fault | None:
    """The fault that the vendor's own handler is to act out, for handlers that look for one."""
    call = call_of(environ)
    return call.fault if call is not None else None
