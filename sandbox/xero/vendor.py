"""What the shared door machinery asks of this sandbox."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any

from werkzeug.wrappers import Response

from sandbox.door.call import Call
from sandbox.door.clock import Clock
from sandbox.door.faults import Fault
from sandbox.door.storage import Store
from sandbox.door.vendor import Answer, Refusal, World
from sandbox.xero import answers
from sandbox.xero.acted import ACTED
from sandbox.xero.admission import Admission
from sandbox.xero.identity.access import expired
from sandbox.xero.identity.connections import CONNECTION_ENTITIES
from sandbox.xero.identity.tokens import TOKEN_ENTITIES
from sandbox.xero.labels import label
from sandbox.xero.seeding import seed

# A reset builds new books, but the app keeps its consents and tokens.
LASTING = frozenset({*TOKEN_ENTITIES, *CONNECTION_ENTITIES})
_RETRY_AFTER = {"minute": 26, "day": 73_451, "appminute": 26}
_MAINTENANCE = "The Xero API is currently offline for maintenance"
_UNAVAILABLE = "The Xero API is temporarily unavailable"


class XeroVendor:
    """Xero's part of the door."""

    name = "xero"
    acted = ACTED
    parameters = frozenset({"retry_after", "stored"})

    def __init__(
        self,
        store: Store,
        clock: Clock,
        admission: Admission,
        errored: Callable[[Call, Response], None],
        state: Callable[[], Mapping[str, Any]],
    ) -> None:
        self._store = store
        self._clock = clock
        self._admission = admission
        self._errored = errored
        self._state = state

    @property
    def answers(self) -> Mapping[str, Answer]:
        """Xero's own answer for each fault that has one."""
        return {
            "error": lambda call, fault: answers.broken(),
            "html_error": lambda call, fault: answers.html_error(),
            "rate_limited_minute": _limited("minute"),
            "rate_limited_day": _limited("day"),
            "rate_limited_appminute": _limited("appminute"),
            "rate_limited_concurrent": _limited("concurrent"),
            "unavailable": lambda call, fault: answers.offline(_UNAVAILABLE),
            "maintenance": lambda call, fault: answers.offline(_MAINTENANCE),
            "token_expired": lambda call, fault: expired(self._clock.time()),
            "disconnected": lambda call, fault: answers.forbidden(),
        }

    def label(self, method: str, path: str) -> str:
        """The endpoint of a call."""
        return label(method, path)

    def admission(self, call: Call) -> AbstractContextManager[Refusal | None]:
        """The limits."""
        return self._admission.of(call)

    def errored(self, call: Call, answer: Response) -> None:
        """Xero's key store keeps errors too."""
        self._errored(call, answer)

    def state(self) -> Mapping[str, Any]:
        """Everything in the books."""
        return self._state()

    def reset(self, world: World) -> None:
        """A fresh organisation under the same id: who was connected stays connected."""
        seed(self._store, world)


def _limited(limit: str) -> Answer:
    def answer(call: Call, fault: Fault) -> Response:
        # A parameter of any kind is sent as it is, null leaves the header out.
        wait = fault.parameters.get("retry_after", _RETRY_AFTER.get(limit))
        refused = answers.too_many(limit, {} if wait is None else {"Retry-After": str(wait)})
        used_up = {"minute": "X-MinLimit-Remaining", "day": "X-DayLimit-Remaining"}.get(limit)
        call.answer_headers[:] = [
            (name, "0" if name == used_up else value) for name, value in call.answer_headers
        ]
        return refused

    return answer
