"""Months as texts (YYYY-MM), which sort as they follow each other."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta, tzinfo


def month_of(at: datetime, zone: tzinfo) -> str:
    """The month in which an instant lies for whoever lives in that zone."""
    return f"{at.astimezone(zone):%Y-%m}"


def after(month: str) -> str:
    """The next one; behind the last that there is comes 9999-13, which sorts behind it."""
    year, number = int(month[:4]), int(month[5:])
    if number < 12 or year == date.max.year:
        return f"{year:04}-{number + 1:02}"
    return f"{year + 1:04}-01"


def latest(month: str, count: int) -> tuple[str, ...]:
    """So many months up to that one, in order."""
    found = [month]
    while len(found) < count:
        first = date.fromisoformat(f"{found[0]}-01")
        found.insert(0, f"{first - timedelta(days=1):%Y-%m}")
    return tuple(found)


def days_of(month: str) -> tuple[str, ...]:
    year, number = int(month[:4]), int(month[5:])
    return tuple(f"{month}-{day:02}" for day in range(1, monthrange(year, number)[1] + 1))


def span_of(month: str, zone: tzinfo) -> tuple[datetime, datetime]:
    """Its first instant, and that of the next month."""
    return _start(month, zone), _start(after(month), zone)


def _start(month: str, zone: tzinfo) -> datetime:
    return datetime.combine(date.fromisoformat(f"{month}-01"), time(), zone).astimezone(UTC)
