"""Takes chance away from the product's code: identifiers come from the seed."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

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


@contextmanager
def seeded_ids(seed: int) -> Iterator[None]:
    """Within the block every `uuid4` of the product is counted from the seed."""
    numbers = count(seed << 32)

    def uuid4() -> PlainId:
        return PlainId(next(numbers))

    changed = [(module, module.uuid4) for module in _makers()]
    for module, _ in changed:
        module.uuid4 = uuid4
    try:
        yield
    finally:
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
