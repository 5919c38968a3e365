"""What the shared door machinery asks of this sandbox."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any

from werkzeug.wrappers import Response

from sandbox.door.call import Call
from sandbox.door.clock import Clock
from sandbox.door.storage import Store
from sandbox.door.vendor import Answer, Refusal, World
from sandbox.xero import answers
from sandbox.xero.admission import Admission
from sandbox.xero.fault_kinds import ACTED, FAULT_KINDS
from sandbox.xero.gateway import Gateway
from sandbox.xero.identity.access import expired
from sandbox.xero.identity.connections import CONNECTION_ENTITIES
from sandbox.xero.identity.tokens import TOKEN_ENTITIES
from sandbox.xero.labels import label
from sandbox.xero.limited import LIMITED
from sandbox.xero.seeding import seed
from sandbox.xero.webhooks.delivery import SUBSCRIPTION

# A reset builds new books, but the app keeps its consents and tokens.
LASTING = frozenset({*TOKEN_ENTITIES, *CONNECTION_ENTITIES, SUBSCRIPTION})
_MAINTENANCE = "The Xero API is currently offline for maintenance"
_UNAVAILABLE = "The Xero API is temporarily unavailable"
_OFFLINE = "The Organisation is offline"


class XeroVendor:
    """Xero's part of the door."""

    name = "xero"
    acted = ACTED
    fault_kinds = FAULT_KINDS
    parameters = frozenset({"retry_after", "stored"})

    def __init__(
        self,
        store: Store,
        clock: Clock,
        admission: Admission,
        gateway: Gateway,
        state: Callable[[], Mapping[str, Any]],
    ) -> None:
        self._store = store
        self._clock = clock
        self._admission = admission
        self._gateway = gateway
        self._state = state

    @property
    def answers(self) -> Mapping[str, Answer]:
        """Xero's own answer for each fault that has one."""
        return {
            "error": lambda call, fault: answers.broken(),
            "html_error": lambda call, fault: answers.page_error(400, "Bad Request"),
            "bad_gateway": lambda call, fault: answers.page_error(502, "Bad Gateway"),
            "gateway_timeout": lambda call, fault: answers.page_error(504, "Gateway Time-out"),
            "unavailable": lambda call, fault: answers.offline(_UNAVAILABLE),
            "maintenance": lambda call, fault: answers.offline(_MAINTENANCE),
            "organisation_offline": lambda call, fault: answers.offline(_OFFLINE),
            "token_expired": lambda call, fault: expired(self._clock.time()),
            "unauthorized": lambda call, fault: answers.unauthorized("AuthenticationUnsuccessful"),
            "scope_missing": lambda call, fault: self._scope_missing(),
            "disconnected": lambda call, fault: answers.forbidden(),
            "invalid_grant": lambda call, fault: answers.json_answer(
                {"error": "invalid_grant"}, 400
            ),
            **LIMITED,
        }

    def _scope_missing(self) -> Response:
        return answers.scope_missing(self._gateway.scope_spelling())

    def label(self, method: str, path: str) -> str:
        """The endpoint of a call."""
        return label(method, path)

    def admission(self, call: Call) -> AbstractContextManager[Refusal | None]:
        """The limits."""
        self._gateway.running.arrived(call)
        return self._admission.of(call)

    def errored(self, call: Call, answer: Response) -> None:
        """Xero's key store keeps errors too."""
        self._gateway.errored(call, answer)

    def state(self) -> Mapping[str, Any]:
        """Everything in the books."""
        return self._state()

    def reset(self, world: World) -> None:
        """A fresh organisation under the same id: who was connected stays connected."""
        seed(self._store, world)
