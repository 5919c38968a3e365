"""Takes chance away from the product's code: identifiers come from the seed, time is virtual."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from core.clients import budget
from core.domain import poll_window
from tests.simulation.scheduler import Scheduler

_PREFIXES = ("core.", "services.")
# Modules of the product that make identifiers, as far as they were loaded when we last looked.
_seen: dict[str, Any] = {"modules": 0, "makers": []}


class PlainId:
    """As much of a UUID as the product asks for."""

    __slots__ = ("hex",)

    def __init__(self, number: int) -> None:
        self.hex = f"{number:032x}"

    def __str__(self) -> str:
        return self.hex


class VirtualTime:
    """As much of the module `time` as the product asks for."""

    def __init__(self, scheduler: Scheduler) -> None:
        self._scheduler = scheduler

    def monotonic(self) -> float:
        return self._scheduler.ms / 1000


@contextmanager
def seeded(seed: int, scheduler: Scheduler, part: int = 350) -> Iterator[None]:
    """Within the block `uuid4` of the product counts from the seed, and its stopwatch is virtual.

    Looks read so many invoices in a part, that small worlds have several.
    """
    numbers = count(seed << 32)

    def uuid4() -> PlainId:
        return PlainId(next(numbers))

    changed = [(module, module.uuid4) for module in _makers()]
    for module, _ in changed:
        module.uuid4 = uuid4
    timed: Any = budget
    real_time, timed.time = timed.time, VirtualTime(scheduler)
    looks: Any = poll_window
    real_part, looks._PART = looks._PART, part
    try:
        yield
    finally:
        timed.time = real_time
        looks._PART = real_part
        for module, original in changed:
            module.uuid4 = original


def _makers() -> list[Any]:
    if _seen["modules"] != len(sys.modules):
        _seen["modules"] = len(sys.modules)
        _seen["makers"] = [
            module
            for name, module in list(sys.modules.items())
            if name.startswith(_PREFIXES) and hasattr(module, "uuid4")
        ]
    makers: list[Any] = _seen["makers"]
    return makers
