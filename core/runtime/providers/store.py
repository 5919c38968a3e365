"""Connects an actor to MongoDB and keeps it from working before the database answers."""

from typing import Any

import eventlet
from nameko.extensions import DependencyProvider

from core.runtime.database import OUTAGE
from core.runtime.trouble import is_database_away
from core.store import connect

PAUSE_SECONDS = 0.5


class StoreProvider(DependencyProvider):
    """`store = StoreProvider()`; injects nothing, it is there for what it does at the start."""

    def setup(self) -> None:
        """Connect, wait until MongoDB has a primary, and build the declared indexes."""
        settings = self.container.config["settings"]
        connect.connect(settings.mongo_uri)
        while not _is_ready():
            eventlet.sleep(PAUSE_SECONDS)
        OUTAGE.ends()

    def get_dependency(self, _worker_context: Any) -> None:
        """Use cases call the functions of `core.store` themselves."""


def _is_ready() -> bool:
    try:
        connect.ping()
        connect.create_indexes()
    except Exception as problem:
        if not is_database_away(problem):
            raise
        OUTAGE.begins(type(problem).__name__)
        return False
    return True
