"""Counts how often mapped names are used, and for how much money, where lines have changed.

It reads whole invoices, so it has a lease of its own: figures never wait for it.
"""

from datetime import timedelta

from core.domain.months import month_of
from core.domain.records import Connection
from core.domain.zones import zone_of
from core.store import mapping_use
from services.sync_log.counting import Counting

_EVERY = timedelta(minutes=10)


class UseOfNames(Counting):
    """Only months that were named as changed are counted."""

    job = "mapping_use"

    def _is_due(self, connection: Connection) -> bool:
        marks = mapping_use.marks(connection.id)
        has_rested = marks.counted_at is None or self._now() - marks.counted_at >= _EVERY
        return bool(marks.months) and has_rested

    def run(self, connection: Connection) -> None:
        began, marked = self._now(), mapping_use.begin(connection.id)
        names = mapping_use.names_of(connection.autotask_key)
        this_month = month_of(began, zone_of(connection.timezone or ""))
        for month in mapping_use.wanted_months(marked.months, this_month):
            if not mapping_use.recount(connection.id, month, names, began, self._ends):
                return
        mapping_use.finish(connection.id, marked.months, began)
