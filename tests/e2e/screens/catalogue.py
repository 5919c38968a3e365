"""All screens that are looked at in a browser, gathered from the rooms that they belong to.

A module of `views` has VIEWS; what its screens need besides the common ledger it puts there in
`fill(now)`, and what the actors answer for them stands in ANSWERS.
"""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from types import ModuleType
from typing import Any

from tests.e2e.screens import views
from tests.e2e.screens.watched import Watched

# From a large screen to a small phone; 320 pixels are also 1280 at a zoom of 400 %.
WIDTHS = (1440, 1100, 1024, 768, 390, 320)
PHONE = 390


def as_loaded(_: Watched) -> None:
    """Nothing is to be done before the screen is looked at."""


@dataclass(frozen=True)
class View:
    """One screen in one state: where it is, who looks, and what is pressed or waited for first."""

    path: str
    role: str = "admin"
    prepare: Callable[[Watched], None] = as_loaded
    expected: tuple[str, ...] = ()
    """Console errors that belong to this screen, such as the status of an error page."""

    def show(self, watched: Watched) -> None:
        watched.expected.extend(self.expected)
        watched.goto(self.path)
        self.prepare(watched)


def all_views() -> dict[str, View]:
    found: dict[str, View] = {}
    for room in rooms():
        name = room.__name__.rpartition(".")[2]
        found |= {f"{name}: {view}": made for view, made in room.VIEWS.items()}
    return found


def answers() -> dict[str, Any]:
    """What the stub of the actors says, by command."""
    gathered: dict[str, Any] = {}
    for room in rooms():
        gathered |= getattr(room, "ANSWERS", {})
    return gathered


def fill(now: datetime) -> None:
    for room in rooms():
        if hasattr(room, "fill"):
            room.fill(now)


def rooms() -> list[ModuleType]:
    names = sorted(found.name for found in pkgutil.iter_modules(views.__path__))
    return [importlib.import_module(f"{views.__name__}.{name}") for name in names]
