"""Counts how often mapped names are used, and for how much money, where lines have changed.

It reads whole invoices, so it has a lease of its own: figures never wait for it.
"""

from collections.abc import Callable
from datetime import timedelta

from core.domain.months import month_of
from core.domain.records import Connection
from core.domain.zones import zone_of
from core.runtime.clock import Clock
from core.runtime.lease_keeper import holding
from core.runtime.stopping import is_stopping
from core.store import mapping_use

JOB = "mapping_use"
_EVERY = timedelta(minutes=10)


class UseOfNames:
    """One instance at a time for each connection; `breathe` lets others have the process."""

    def __init__(
        self,
        now: Clock,
        breathe: Callable[[], None],
        is_stopping: Callable[[], bool] = is_stopping,
    ) -> None:
        self._now = now
        self._breathe = breathe
        self._is_stopping = is_stopping

    def run_if_due(self, connection: Connection) -> None:
        marks = mapping_use.marks(connection.id)
        has_rested = marks.counted_at is None or self._now() - marks.counted_at >= _EVERY
        if not marks.months or not has_rested:
            return
        with holding(f"{connection.id}/{JOB}") as lease:
            if lease is not None:
                self.run(connection)

    def run(self, connection: Connection) -> None:
        """Count the months that were named; what a stop breaks off is counted by the next process."""
        began, marked = self._now(), mapping_use.begin(connection.id)
        names = mapping_use.names_of(connection.autotask_key)
        this_month = month_of(began, zone_of(connection.timezone or ""))
        for month in mapping_use.wanted_months(marked.months, this_month):
            if not mapping_use.recount(connection.id, month, names, began, self._ends):
                return
        mapping_use.finish(connection.id, marked.months, began)

    def _ends(self) -> bool:
        self._breathe()
        return self._is_stopping()
