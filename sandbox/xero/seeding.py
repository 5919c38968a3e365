"""Turning the world's records into stored ones."""

from datetime import date, datetime
from typing import Any

from sandbox.door.storage import Store
from sandbox.door.vendor import World
from sandbox.world.organisation import organisation
from sandbox.xero.books import IDS
from sandbox.xero.dates import wire_bare, wire_day, wire_instant


def seed(store: Store, world: World) -> None:
    """Fill an empty store with the organisation of a world."""
    records = organisation(world.seed, world.today, with_contacts=world.kind == "demo")
    for entity, rows in records.items():
        for row in rows:
            store.put(entity, row[IDS[entity]], {name: _wire(name, row[name]) for name in row})


def _wire(name: str, value: Any) -> Any:
    if isinstance(value, datetime):
        return wire_bare(value) if name == "CreatedDateUTC" else wire_instant(value)
    return wire_day(value) if isinstance(value, date) else value
