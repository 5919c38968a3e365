"""The decorators of a service class: `rpc`, `event_handler`, `durable_event_handler` and `timer`."""

from collections.abc import Callable
from typing import Any, TypeVar, overload

from core.runtime.event_entrypoints import DoorbellHandler, DurableHandler
from core.runtime.rpc_entrypoint import SteadyRpc
from core.runtime.tick import Tick

Method = TypeVar("Method", bound=Callable[..., Any])


def rpc(method: Method) -> Method:
    """Callable by `RpcClient.call(<service>, <method>, ...)`; arguments and answer are JSON."""
    SteadyRpc.decorator(method)
    return method


def event_handler(source_service: str, event: str) -> Callable[[Method], Method]:
    """Called with the payload of a doorbell, in one instance of the service; never retried."""

    def register(method: Method) -> Method:
        DoorbellHandler.decorator(source_service, event)(method)
        return method

    return register


def durable_event_handler(source_service: str, event: str) -> Callable[[Method], Method]:
    """For messages that exist nowhere else: retried after 1, 5, 15, 60 and 300 s, then a dead letter."""

    def register(method: Method) -> Method:
        DurableHandler.decorator(source_service, event)(method)
        return method

    return register


@overload
def timer(method: Method, /) -> Method: ...
@overload
def timer(*, seconds: float | None = None) -> Callable[[Method], Method]: ...
def timer(method: Any = None, /, *, seconds: float | None = None) -> Any:
    """Called at the start and then every TICK_SECONDS, or every `seconds`; in each instance."""

    def register(tick: Method) -> Method:
        Tick.decorator(seconds=seconds)(tick)
        return tick

    return register if method is None else register(method)
