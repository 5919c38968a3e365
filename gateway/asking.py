"""Asks an actor: one RPC with a deadline and an honest answer."""

from typing import Any, Protocol

from core.domain.errors import UnavailableError
from gateway.problems import CommandRefusedError

RPC_SECONDS = 5.0
VENDOR_SECONDS = 20.0
"""For commands in which the actor itself calls a vendor before it answers."""


class Rpc(Protocol):
    """The RPC client; raises `UnavailableError` when no actor answers in time."""

    def call(
        self, service: str, method: str, timeout_seconds: float = RPC_SECONDS, **arguments: Any
    ) -> Any: ...

    def is_connected(self) -> bool: ...


class Asking:
    """What every set of commands is made of."""

    def __init__(self, rpc: Rpc) -> None:
        self._rpc = rpc

    def _ask(self, service: str, method: str, seconds: float, **arguments: Any) -> dict[str, Any]:
        answer = self._rpc.call(service, method, timeout_seconds=seconds, **arguments)
        if not isinstance(answer, dict):
            raise UnavailableError("The service gave an answer that makes no sense. Try again.")
        if answer.get("ok"):
            return answer
        told = answer.get("problem") or {}
        raise CommandRefusedError(
            str(told.get("code") or "conflict"), str(told.get("message") or "It was refused.")
        )
