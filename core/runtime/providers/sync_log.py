"""Injects the writer of log lines that a user can search: through the logging actor, or around it."""

import time
from collections import deque
from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from nameko.extensions import DependencyProvider
from nameko.messaging import HeaderEncoder

from core.runtime.database import OUTAGE
from core.runtime.event_publisher import EventPublisher, NotPublishedError
from core.runtime.outage import Outage
from core.runtime.trouble import is_database_away
from core.store import log_entries

Line = dict[str, Any]

CHUNK = 200
KEPT_IN_MEMORY = 5_000


class Events(Protocol):
    """What is needed of an EventPublisher."""

    def publish(
        self, event: str, payload: Line, headers: dict[str, Any], *, mandatory: bool
    ) -> None:
        """Raises NotPublishedError."""


class SyncLogProvider(DependencyProvider, HeaderEncoder):
    """`sync_log = SyncLogProvider()` makes `self.sync_log` a SyncLog."""

    def setup(self) -> None:
        """Opens no link; the first lines do."""
        config = self.container.config
        self._keeper = LineKeeper(
            EventPublisher.of(self.container.service_name, config["AMQP_URI"])
        )

    def get_dependency(self, worker_context: Any) -> "SyncLog":
        """Lines of this call carry its trace."""
        return SyncLog(self._keeper, self.get_message_headers(worker_context))


class SyncLog:
    """Writes lines `{id, connection, at, run_id, level, service, autotask_id, xero_id, code, message, detail}`."""

    def __init__(self, keeper: "LineKeeper", headers: dict[str, Any]) -> None:
        self._keeper = keeper
        self._headers = headers

    def write(self, lines: list[Line]) -> None:
        """Never raises for broker or database: with both away the latest lines wait in memory."""
        self._keeper.write(lines, self._headers)


class LineKeeper:
    """Three ways for a chunk, in order: an event, the store, memory until one of them is back.

    A chunk may take two ways (a publish without an answer that arrived after all); its lines have
    ids, so the store keeps each once.
    """

    def __init__(self, events: Events, database: Outage = OUTAGE) -> None:
        self._events = events
        self._database = database
        self._waiting: deque[Line] = deque(maxlen=KEPT_IN_MEMORY)

    def write(self, lines: Sequence[Line], headers: dict[str, Any]) -> None:
        """Older lines that had to wait go first."""
        everything = [*self._waiting, *lines]
        self._waiting.clear()
        for chunk in _chunks(everything):
            if not self._publish(chunk, headers) and not self._insert(chunk):
                self._waiting.extend(chunk)

    def _publish(self, chunk: list[Line], headers: dict[str, Any]) -> bool:
        try:
            # Mandatory: until the logging actor has been up once there is no queue for the lines.
            self._events.publish("log_line", {"lines": chunk}, headers, mandatory=True)
        except NotPublishedError:
            return False
        return True

    def _insert(self, chunk: list[Line]) -> bool:
        tried_at = time.monotonic()
        try:
            log_entries.insert(chunk)
        except Exception as problem:
            if not is_database_away(problem):
                raise
            self._database.begins(type(problem).__name__, tried_at)
            return False
        self._database.ends(tried_at)
        return True


def _chunks(lines: list[Line]) -> Iterator[list[Line]]:
    for start in range(0, len(lines), CHUNK):
        yield lines[start : start + CHUNK]
