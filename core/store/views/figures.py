"""Sums by month: what was invoiced, and what reached Xero."""

from collections.abc import Iterable
from datetime import UTC, datetime, time
from typing import Any, Literal

from core.domain.zones import zone_of
from core.store.documents import ConnectionDocument
from core.store.views.analytics import MonthSales, sales_by_month
from core.store.views.reading import collection, read
from core.store.views.summary import Volume
from core.store.views.summary import volume as volume_between

By = Literal["issued", "arrived"]


def volume(connection: str, month: str) -> Volume:
    """What reached Xero in a month (YYYY-MM) of the organisation's zone."""
    first = datetime.fromisoformat(f"{month}-01")
    after = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    zone = zone_of(_zone(connection))
    from_at, before_at = (
        datetime.combine(day.date(), time(), zone).astimezone(UTC) for day in (first, after)
    )
    return volume_between(connection, from_at, before_at)


def months(connection: str, months: Iterable[str], by: By = "issued") -> tuple[MonthSales, ...]:
    """One entry for every month asked for, in that order, empty months included."""
    wanted = tuple(months)
    if by == "issued":
        return sales_by_month(connection, wanted)
    raise NotImplementedError


@read
def _zone(connection: str) -> str:
    found: dict[str, Any] | None = collection(ConnectionDocument).find_one(
        {"_id": connection}, {"xero_timezone": 1}
    )
    return (found or {}).get("xero_timezone") or ""
