"""What the posting actor does beside posting: it never calls Xero and holds up nothing."""

from collections.abc import Callable

from core.domain.records import Connection
from core.runtime.clock import Clock
from services.xero_posting.unknown_texts import count_unknown_texts


class Aside:
    """Small jobs of a connection, one after the other."""

    def __init__(self, now: Clock) -> None:
        self._now = now

    def run_if_due(self, connection: Connection) -> None:
        """Each job looks for itself whether there is anything to do."""
        jobs: tuple[Callable[[Connection, Clock], object], ...] = (count_unknown_texts,)
        for job in jobs:
            job(connection, self._now)
