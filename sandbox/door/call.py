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

    That is the fault met, and headers for whatever the answer will be. `over` is set once all that
    will be done has been done: before a held answer leaves, and after the caller of a late commit.
    """

    method: str
    path: str
    query: str
    headers: Headers
    body: bytes
    label: str
    fault: Fault | None = None
    answer_headers: list[tuple[str, str]] = field(default_factory=list)
    is_late: bool = False
    over: Event = field(default_factory=Event)


def fault_of(environ: Mapping[str, Any]) -> Fault | None:
    """The fault that the vendor's own handler is to act out, for handlers that look for one."""
    call = environ.get(ENVIRON_KEY)
    return call.fault if isinstance(call, Call) else None
