"""What a vendor's sandbox tells the shared machinery about itself."""

from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, runtime_checkable

from werkzeug.wrappers import Response

from sandbox.door.call import Call
from sandbox.door.fault_kinds import FaultKind
from sandbox.door.faults import Fault


@dataclass(frozen=True)
class World:
    """What a reset is to build: `kind` is demo, empty or sized (with the three counts)."""

    seed: int
    kind: str
    today: date
    companies: int = 0
    invoices: int = 0
    lines: int = 0


@dataclass(frozen=True)
class Refusal:
    """A call that a limit turned away."""

    limit: str
    answer: Response


# Makes the vendor's own answer for a fault.
Answer = Callable[[Call, Fault], Response]


class Vendor(Protocol):
    """One vendor's part.

    `answers` holds the vendor's answer by fault name: for each of rate_limited_*, unavailable,
    maintenance, token_expired, disconnected that makes sense, and one for `error`, used by
    error_before_commit and error_after_commit. `acted` names the faults that the vendor's handlers
    act out themselves; they find the fault with `fault_of(request.environ)`. `parameters` are fault
    parameters beyond `seconds`.
    """

    @property
    def name(self) -> str:
        """As the door names it."""

    @property
    def answers(self) -> Mapping[str, Answer]:
        """By fault name."""

    @property
    def acted(self) -> Collection[str]:
        """Fault names."""

    @property
    def parameters(self) -> Collection[str]:
        """Names of fault parameters."""

    def label(self, method: str, path: str) -> str:
        """The endpoint of a call as `PUT Invoices`."""

    def admission(self, call: Call) -> AbstractContextManager[Refusal | None]:
        """Count the call for as long as it runs; a refusal when a limit is reached.

        May wait (documented delays), and may add to `call.answer_headers`.
        """

    def errored(self, call: Call, answer: Response) -> None:
        """The error fault's answer, for a vendor that remembers its answers."""

    def state(self) -> Mapping[str, Any]:
        """Every stored object in the vendor's JSON shape, by entity."""

    def reset(self, world: World) -> None:
        """Build a world; runs inside a transaction, after everything stored was cleared."""


@runtime_checkable
class ChecksFaults(Protocol):
    """A vendor that refuses to arm what could never strike."""

    def check(self, fault: Fault) -> None:
        """DoorError for such a fault."""


@runtime_checkable
class TellsFaults(Protocol):
    """A vendor that says of its faults what they do; others get the usual sentences."""

    @property
    def fault_kinds(self) -> Mapping[str, FaultKind]:
        """By fault name."""
