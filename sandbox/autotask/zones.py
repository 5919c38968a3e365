"""Where the tenant lives: every zone is this server, each but the first under a path of its own."""

import re
from typing import Final

from sandbox.door.storage import Store

ENVIRON_KEY: Final = "sandbox.zone"
_PREFIX: Final = re.compile(r"/zone(\d{1,4})(?=/)", re.IGNORECASE)
_VALUE: Final = "zone"


def split(path: str) -> tuple[int, str]:
    """The number of the zone that a path is in, and the path inside it."""
    found = _PREFIX.match(path)
    return (int(found[1]), path[found.end() :]) if found else (1, path)


def prefix(number: int) -> str:
    """The path of a zone."""
    return "" if number == 1 else f"/zone{number}"


class Zones:
    """The tenant's zone, kept with the world."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @property
    def current(self) -> int:
        return int(self._store.value(_VALUE, 1))

    def move(self, from_number: int) -> None:
        """To the next zone; a call that comes too late to the old one moves nothing any more."""
        with self._store.transaction():
            if from_number == self.current:
                self._store.set_value(_VALUE, from_number + 1)
