"""Puts the named points of an instance before and after every effect of a port."""

from collections.abc import Callable, Collection
from typing import Any

from tests.simulation.process import Process


class Observed:
    """A port as one instance uses it: `writes` are effects, everything else is a question."""

    def __init__(self, process: Process, name: str, port: object, writes: Collection[str]) -> None:
        for method in dir(port):
            if not method.startswith("_") and callable(getattr(port, method)):
                call = getattr(port, method)
                wrapped = (
                    _effect(process, f"{name}.{method}", call)
                    if method in writes
                    else _question(process, call)
                )
                setattr(self, method, wrapped)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)


def _effect(process: Process, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
    before, after = f"before {name}", f"after {name}"

    def take_effect(*arguments: Any, **named: Any) -> Any:
        process.effect(before)
        result = call(*arguments, **named)
        process.effect(after)
        return result

    return take_effect


def _question(process: Process, call: Callable[..., Any]) -> Callable[..., Any]:
    def ask(*arguments: Any, **named: Any) -> Any:
        process.take_turn()
        return call(*arguments, **named)

    return ask
