"""A port whose calls can be counted, broken before or after their effect, or interrupted."""

from collections.abc import Callable
from typing import Any

Boundary = Callable[[str], None]


class Stumbling:
    """Passes calls on and tells `boundary` the name of each point before and after an effect."""

    def __init__(self, name: str, port: Any, boundary: Boundary) -> None:
        self._name = name
        self._port = port
        self._boundary = boundary

    def __getattr__(self, method: str) -> Any:
        call = getattr(self._port, method)

        def pass_on(*arguments: Any, **named: Any) -> Any:
            self._boundary(f"before {self._name}.{method}")
            result = call(*arguments, **named)
            self._boundary(f"after {self._name}.{method}")
            return result

        return pass_on


class CrashError(Exception):
    """The process is gone; nothing of the product catches this."""


class CrashAt:
    """A boundary that lets a number of points pass and crashes at the next."""

    def __init__(self, number: int | None = None) -> None:
        self.passed: list[str] = []
        self._number = number

    def __call__(self, point: str) -> None:
        self.passed.append(point)
        if len(self.passed) - 1 == self._number:
            raise CrashError(point)
