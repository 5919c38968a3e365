"""What the gateway hands to a resource, and what a resource can do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from werkzeug.datastructures import Headers
from werkzeug.wrappers import Response

from sandbox.door.faults import Fault
from sandbox.xero.acted import page_asked
from sandbox.xero.identity.access import Caller
from sandbox.xero.refusals import NotImplementedHereError
from sandbox.xero.switches import Switches


@dataclass(frozen=True)
class Sent:
    """One call to a resource."""

    arguments: Mapping[str, str]
    headers: Headers
    body: bytes
    caller: Caller
    switches: Switches
    fault: Fault | None = None

    def switch(self, name: str) -> Any:
        """How an open question is answered at the moment."""
        return self.switches.value(name)

    def argument(self, name: str) -> str | None:
        """A query parameter, the name in any letter case."""
        wanted = name.lower()
        found = (value for key, value in self.arguments.items() if key.lower() == wanted)
        return next(found, None)

    def flag(self, name: str) -> bool:
        """A query parameter that says true."""
        return (self.argument(name) or "").strip().lower() == "true"

    def listed(self, name: str) -> list[str]:
        """A query parameter that is a list with commas."""
        return [part.strip() for part in (self.argument(name) or "").split(",") if part.strip()]

    def page(self) -> str | None:
        """The page to show."""
        return page_asked(self.argument("page"), self.fault)

    def unit_places(self) -> int:
        """Decimals of unit prices."""
        return 4 if (self.argument("unitdp") or "").strip() == "4" else 2


class Resource(Protocol):
    """One name under /api.xro/2.0/."""

    def read(self, sent: Sent) -> Response:
        """GET of the collection."""

    def read_one(self, sent: Sent, key: str) -> Response:
        """GET of one."""

    def write(self, sent: Sent, method: str, key: str | None) -> Response:
        """PUT, POST or DELETE."""


class ReadOnly:
    """A resource that this sandbox only shows."""

    def write(self, sent: Sent, method: str, key: str | None) -> Response:
        """Not offered."""
        raise NotImplementedHereError
