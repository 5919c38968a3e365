"""One call on its way through a sandbox."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from werkzeug.datastructures import Headers

from sandbox.door.faults import Fault

ENVIRON_KEY = "sandbox.call"


@dataclass
class Call:
    """What arrived, plus what is added on the way.

    That is the fault met, and headers for whatever the answer will be.
    """

    method: str
    path: str
    query: str
    headers: Headers
    body: bytes
    label: str
    fault: Fault | None = None
    answer_headers: list[tuple[str, str]] = field(default_factory=list)


def fault_of(environ: Mapping[str, Any]) -> Fault | None:
    """The fault that the vendor's own handler is to act out, for handlers that look for one."""
    call = environ.get(ENVIRON_KEY)
    return call.fault if isinstance(call, Call) else None
