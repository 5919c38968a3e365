"""Keeps the sums by month and the names of clients up to date.

Whoever writes an invoice need not know of them. A round that finds nothing changed is one read; what
breaks off is counted again by the next one, because how far it is counted is noted last.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, tzinfo

from core.domain.records import Connection
from core.domain.zones import zone_of
from core.store import clients, figures, filling_in, mapping_use
from core.store.figures import GRACE, By, Marks
from services.sync_log.counting import Counting

_EVERY = timedelta(seconds=5)
_FULL_EVERY = timedelta(hours=24)
_NIGHT = range(2, 5)
_NIGHT_AT_LATEST = timedelta(hours=48)
_EVER = datetime(1970, 1, 1, tzinfo=UTC)
_BYS: tuple[By, ...] = ("issued", "arrived")


class Figures(Counting):
    """Sums by month, and names of clients."""

    job = "figures"

    def _is_due(self, connection: Connection) -> bool:
        return _is_due(connection, figures.marks(connection.id), self._now())

    def run(self, connection: Connection) -> None:
        if not self._fill_in(connection.id):
            return
        began, before = self._now(), figures.begin(connection.id)
        zone = zone_of(connection.timezone or "")
        changed = _changed_months(connection, before, began, zone)
        months = figures.months_with_any(connection.id, zone) if changed is None else changed
        has_changed = self._recount(connection.id, months, zone, began)
        if has_changed is None:
            return
        if changed is None:
            has_changed |= figures.forget_others(connection.id, months) > 0
        since = _since(before) if before.counted_to else None
        if any(self._ends() for _ in clients.gather(connection.id, since)):
            return
        if _is_full_due(before, began, zone):
            # What changed of names, territories and lines without a word is found by counting all.
            mapping_use.mark(connection.id, months["issued"])
        more: dict[str, object] = {"full_at": began, "zone": str(zone)} if changed is None else {}
        figures.advance(
            connection.id, before, began, **more, **({"changed_at": began} if has_changed else {})
        )

    def _fill_in(self, connection_id: str) -> bool:
        """False when a stop came in between."""
        while filling_in.portion(connection_id):
            if self._ends():
                return False
        return True

    def _recount(
        self, connection_id: str, months: Mapping[By, frozenset[str]], zone: tzinfo, now: datetime
    ) -> bool | None:
        """Whether anything is not as it was; None when a stop came in between."""
        has_changed = False
        for by in _BYS:
            for month in sorted(months[by]):
                if self._ends():
                    return None
                has_changed |= figures.recount(connection_id, by, month, zone, now)
        return has_changed


def _is_due(connection: Connection, marks: Marks, now: datetime) -> bool:
    if marks.counted_to is None or not marks.is_filled:
        return True
    if now - marks.counted_to < _EVERY:
        return False
    return bool(
        marks.dirty
        or _is_full_due(marks, now, zone_of(connection.timezone or ""))
        or figures.has_changed(connection.id, _since(marks))
    )


def _changed_months(
    connection: Connection, marks: Marks, now: datetime, zone: tzinfo
) -> Mapping[By, frozenset[str]] | None:
    """None where everything is to be counted."""
    if marks.counted_to is None or _is_full_due(marks, now, zone):
        return None
    found = figures.touched(connection.id, _since(marks), zone)
    if found is None:
        return None
    return {by: found[by] | marks.dirty for by in _BYS}


def _is_full_due(marks: Marks, now: datetime, zone: tzinfo) -> bool:
    """Once a night where the organisation is, and at once where it has moved to another zone."""
    if marks.full_at is None or marks.zone != str(zone):
        return True
    age = now - marks.full_at
    is_night = now.astimezone(zone).hour in _NIGHT
    return age >= _NIGHT_AT_LATEST or (is_night and age >= _FULL_EVERY - timedelta(hours=4))


def _since(marks: Marks) -> datetime:
    return marks.counted_to - GRACE if marks.counted_to else _EVER
