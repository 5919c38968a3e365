"""Which months are looked at: the latest 12 or 24, or a financial year of the organisation."""

from calendar import month_name as names
from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime, tzinfo

from core.store.views.year_end import YearEnd
from gateway.presenters.times import month_name

SPANS = {
    "12": "12 months",
    "24": "24 months",
    "fy": "Financial year",
    "last-fy": "Last financial year",
}
_DECEMBER = 12


@dataclass(frozen=True, slots=True)
class Span:
    """`running` is the month that is not over, empty when none of them is; `text` names the span."""

    months: tuple[str, ...]
    running: str
    text: str


def months_back(count: int, now: datetime, zone: tzinfo) -> tuple[str, ...]:
    """The last `count` months in the organisation's zone, oldest first, this one included."""
    last = _number(now, zone)
    return _months(last - count + 1, last)


def span(key: str, now: datetime, zone: tzinfo, year_end: YearEnd | None) -> Span:
    """Of a year that is on only the months until now. A year is whole months: which ends within one
    ends with it here. Without a year end it is the calendar's, and that is said.
    """
    present = _number(now, zone)
    if key.isdecimal():
        return _told(_months(present - int(key) + 1, present), present, "")
    ends = year_end.month if year_end else _DECEMBER
    last = present + (ends - 1 - present) % _DECEMBER
    if key == "last-fy":
        last -= _DECEMBER
    assumed = "" if year_end else " (Xero has not told us when it ends)"
    year = f"Financial year to {names[ends]} {last // _DECEMBER}{assumed}: "
    return _told(_months(last - _DECEMBER + 1, min(last, present)), present, year)


def span_of(month: str) -> tuple[str, str]:
    """First and last day of a month."""
    year, number = (int(part) for part in month.split("-"))
    return f"{month}-01", f"{month}-{monthrange(year, number)[1]:02d}"


def _told(months: tuple[str, ...], present: int, year: str) -> Span:
    running = _months(present, present)[0]
    first, last = month_name(months[0]), month_name(months[-1])
    which = first if first == last else f"{first} – {last}"
    return Span(months, running if running in months else "", f"{year}{which}")


def _number(now: datetime, zone: tzinfo) -> int:
    """Months since the year 0, so that years are no matter."""
    local = now.astimezone(zone)
    return local.year * _DECEMBER + local.month - 1


def _months(first: int, last: int) -> tuple[str, ...]:
    numbers = range(first, last + 1)
    return tuple(f"{each // _DECEMBER:04d}-{each % _DECEMBER + 1:02d}" for each in numbers)
