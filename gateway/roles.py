"""What a person or token may do, and the marks on views that say whom they let in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

Role = Literal["viewer", "operator", "admin"]
Admission = Literal["public", "viewer", "operator", "admin"]
Polling = Literal["always", "fragment"]

_RANK = {"public": 0, "viewer": 1, "operator": 2, "admin": 3}
_View = TypeVar("_View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Principal:
    """Who is asking: a signed-in person, or a token's name."""

    name: str
    label: str
    role: str
    is_token: bool = False

    def may(self, needed: str) -> bool:
        return _RANK[self.role] >= _RANK[needed]


def admit(needed: Admission) -> Callable[[_View], _View]:
    """Mark a view with the least role that may use it; `gate.py` turns the others away."""

    def mark(view: _View) -> _View:
        view.admits = needed  # type: ignore[attr-defined] # A mark on a plain function.
        return view

    return mark


def admission_of(view: object) -> Admission | None:
    """None means that nobody said: such a view is shut."""
    found: Admission | None = getattr(view, "admits", None)
    return found


def polled(asks: Polling) -> Callable[[_View], _View]:
    """Mark a view that an open page asks for by itself: always, or only as a fragment."""

    def mark(view: _View) -> _View:
        view.is_polled = asks  # type: ignore[attr-defined] # A mark on a plain function.
        return view

    return mark


def polling_of(view: object) -> Polling | None:
    found: Polling | None = getattr(view, "is_polled", None)
    return found
