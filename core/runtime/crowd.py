"""Works for several connections at once, so that a slow one holds up nobody."""

import logging
from collections.abc import Callable, Iterable
from contextvars import copy_context
from typing import Any

from eventlet import GreenPool
from nameko.extensions import DependencyProvider

from core.domain.records import Connection
from core.runtime.trouble import is_trouble

log = logging.getLogger(__name__)

Work = Callable[[Connection], None]


class CrowdProvider(DependencyProvider):
    """`crowd = CrowdProvider()` makes `self.crowd` a Crowd."""

    def setup(self) -> None:
        """One crowd for the life of the process."""
        self._crowd = Crowd(self.container.config["settings"].max_workers)

    def stop(self) -> None:
        """Who is at work finishes the step it is in."""
        self._crowd.wait()

    def get_dependency(self, _worker_context: Any) -> "Crowd":
        return self._crowd


class Crowd:
    """One worker for a connection at most; who is still busy is left alone."""

    def __init__(self, at_most: int) -> None:
        self._pool = GreenPool(size=at_most)
        self._busy: set[str] = set()

    def each(self, work: Work, connections: Iterable[Connection]) -> None:
        """Begin the work for every idle connection and return at once."""
        for connection in connections:
            if connection.id not in self._busy and self._pool.free() > 0:
                self._busy.add(connection.id)
                # The log lines of the work carry the trace of the tick that began it.
                trace = copy_context()
                self._pool.spawn_n(trace.run, self._do, work, connection)

    def wait(self) -> None:
        self._pool.waitall()

    def _do(self, work: Work, connection: Connection) -> None:
        try:
            work(connection)
        except Exception as problem:
            if is_trouble(problem):
                log.warning("Work for %s waits: %s", connection.id, type(problem).__name__)
            else:
                log.exception("Work for %s failed.", connection.id)
        finally:
            self._busy.discard(connection.id)
