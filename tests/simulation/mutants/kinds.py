"""What a mutant is, and how product code is changed and brought back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


class Patch:
    """Sets attributes of modules and classes until `undo`."""

    def __init__(self) -> None:
        self._before: list[tuple[Any, str, Any]] = []

    def set(self, owner: Any, name: str, value: Any) -> None:
        self._before.append((owner, name, getattr(owner, name)))
        setattr(owner, name, value)

    def undo(self) -> None:
        while self._before:
            owner, name, value = self._before.pop()
            setattr(owner, name, value)


@dataclass(frozen=True, slots=True)
class Mutant:
    """A mistake somebody might make. `focus` sets what of a plan matters to it."""

    mistake: str
    plant: Callable[[Patch], None]
    focus: Mapping[str, Any] = field(default_factory=dict)
