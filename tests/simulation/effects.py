"""Puts the named points of an instance before and after every effect of a port."""

from collections.abc import Callable, Collection
from typing import Any

from tests.simulation.process import Process


class Observed:
    """A port as one instance uses it: `writes` are effects, everything else is a question."""

    def __init__(self, process: Process, name: str, port: object, writes: Collection[str]) -> None:
        self._process = process
        self._name = name
        self._port = port
        self._writes = writes

    def __getattr__(self, method: str) -> Any:
        """Wrapped at its first use and kept."""
        call = getattr(self._port, method)
        wrapped = (
            _effect(self._process, f"{self._name}.{method}", call)
            if method in self._writes
            else _question(self._process, call)
        )
        self.__dict__[method] = wrapped
        return wrapped


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
