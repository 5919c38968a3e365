"""Whom every route lets in: a module for each room with its part of the table.

TABLE says it by endpoint, COMMANDS has addresses to be refused to the role below (by the role that
they need), VALUES fills the variables of addresses.
"""

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType


def rooms() -> Iterator[ModuleType]:
    for found in pkgutil.iter_modules(__path__):
        yield importlib.import_module(f"{__name__}.{found.name}")


def table() -> dict[str, str]:
    return {name: needed for room in rooms() for name, needed in room.TABLE.items()}


def commands(needed: str) -> list[str]:
    return [path for room in rooms() for path in getattr(room, "COMMANDS", {}).get(needed, ())]


def values() -> dict[str, object]:
    return {name: value for room in rooms() for name, value in getattr(room, "VALUES", {}).items()}
