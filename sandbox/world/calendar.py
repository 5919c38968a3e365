"""Months, due dates and Autotask's way of writing instants."""

import calendar as gregorian
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

BILLING_MONTHS: Final = 12


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month that can be counted on."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Month":
        return cls(day.year, day.month)

    def plus(self, months: int) -> "Month":
        index = self.year * 12 + self.number - 1 + months
        return Month(index // 12, index % 12 + 1)

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        return date(self.year, self.number, gregorian.monthrange(self.year, self.number)[1])


def billing_months(today: date) -> Iterator[Month]:
    """The twelve months that were billed, the current one last."""
    current = Month.of(today)
    for back in range(BILLING_MONTHS - 1, -1, -1):
        yield current.plus(-back)


def lock_date(today: date) -> date:
    """Xero's period lock: the last day before the first billed month."""
    return Month.of(today).plus(-BILLING_MONTHS).last


def at(day: date, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute, second), UTC)


def midnight(day: date) -> str:
    """A calendar date as Autotask stores it."""
    return f"{day.isoformat()}T00:00:00.000Z"


def instant(moment: datetime) -> str:
    utc = moment.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}Z"


def days_after(day: date, days: int) -> date:
    return day + timedelta(days=days)
