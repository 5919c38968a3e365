"""Sums by month: what was invoiced, and what reached Xero."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from core.domain.status import Status
from core.domain.zones import zone_of
from core.store.documents import ConnectionDocument, FigureMarksDocument, MonthFiguresDocument
from core.store.figures import By, count
from core.store.views.reading import collection, read
from core.store.views.rows import money

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class CurrencySales:
    """One currency in one month; credit notes count as negative sales."""

    count: int
    credit_notes: int
    net: Decimal
    total: Decimal
    faults: int


@dataclass(frozen=True, slots=True)
class MonthSales:
    """`month` is YYYY-MM."""

    month: str
    by_currency: dict[str, CurrencySales]

    @property
    def count(self) -> int:
        return sum(sales.count for sales in self.by_currency.values())

    @property
    def faults(self) -> int:
        return sum(sales.faults for sales in self.by_currency.values())


@dataclass(frozen=True, slots=True)
class Volume:
    """Documents that reached Xero, and their value by currency (never added up across them)."""

    count: int
    value: dict[str, Decimal]


@read
def volume(connection: str, month: str) -> Volume:
    """What reached Xero in a month (YYYY-MM) of the organisation's zone."""
    rows = _rows(connection, (month,), "arrived").get(month, ())
    complete = [row for row in rows if row["status"] == Status.COMPLETE]
    complete.sort(key=lambda row: (-row["n"], row["currency"]))
    return Volume(
        count=sum(row["n"] for row in complete),
        value={row["currency"]: money(row["total"]) or Decimal(0) for row in complete},
    )


@read
def months(connection: str, months: Iterable[str], by: By = "issued") -> tuple[MonthSales, ...]:
    """One entry for every month asked for, in that order, empty months included.

    Complete invoices are sales; faults are counted beside them.
    """
    wanted = tuple(months)
    found = _rows(connection, wanted, by)
    return tuple(MonthSales(month, _by_currency(found.get(month, ()))) for month in wanted)


@read
def counted_at(connection: str) -> datetime | None:
    """Up to when everything is counted; None before the first time, when each look counts anew."""
    return _counted_at(connection)


def _rows(connection: str, wanted: tuple[str, ...], by: By) -> dict[str, Rows]:
    if _counted_at(connection) is None:
        zone = zone_of(_zone(connection))
        return {month: count(connection, by, month, zone) for month in wanted}
    keys = [f"{connection}/{by}/{month}" for month in wanted]
    found = collection(MonthFiguresDocument).find({"_id": {"$in": keys}}, {"month": 1, "rows": 1})
    return {each["month"]: each["rows"] for each in found}


def _by_currency(rows: Rows) -> dict[str, CurrencySales]:
    by_status: dict[str, dict[str, Mapping[str, Any]]] = {}
    for row in rows:
        if row["status"] in (Status.COMPLETE, Status.FAULT):
            by_status.setdefault(row["currency"], {})[row["status"]] = row
    return {currency: _sales(by_status[currency]) for currency in sorted(by_status)}


def _sales(rows: Mapping[str, Mapping[str, Any]]) -> CurrencySales:
    synced = rows.get(Status.COMPLETE.value, {})
    return CurrencySales(
        count=synced.get("n", 0),
        credit_notes=synced.get("credits", 0),
        net=money(synced.get("net")) or Decimal(0),
        total=money(synced.get("total")) or Decimal(0),
        faults=rows.get(Status.FAULT.value, {}).get("n", 0),
    )


def _counted_at(connection: str) -> datetime | None:
    found = collection(FigureMarksDocument).find_one({"_id": connection}, {"counted_to": 1})
    return (found or {}).get("counted_to")


def _zone(connection: str) -> str:
    found = collection(ConnectionDocument).find_one({"_id": connection}, {"xero_timezone": 1})
    return (found or {}).get("xero_timezone") or ""
