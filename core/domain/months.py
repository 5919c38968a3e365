"""Months as texts (YYYY-MM), which sort as they follow each other."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo


def month_of(at: datetime, zone: tzinfo) -> str:
    """The month in which an instant lies for whoever lives in that zone."""
    return f"{at.astimezone(zone):%Y-%m}"


def after(month: str) -> str:
    first = date.fromisoformat(f"{month}-01")
    return f"{first.replace(day=28) + timedelta(days=4):%Y-%m}"


def latest(month: str, count: int) -> tuple[str, ...]:
    """So many months up to that one, in order."""
    found = [month]
    while len(found) < count:
        first = date.fromisoformat(f"{found[0]}-01")
        found.insert(0, f"{first - timedelta(days=1):%Y-%m}")
    return tuple(found)


def days_of(month: str) -> tuple[str, ...]:
    first = date.fromisoformat(f"{month}-01")
    days = (first + timedelta(days=number) for number in range(31))
    return tuple(day.isoformat() for day in days if f"{day:%Y-%m}" == month)


def span_of(month: str, zone: tzinfo) -> tuple[datetime, datetime]:
    """Its first instant, and that of the next month."""
    return _start(month, zone), _start(after(month), zone)


def _start(month: str, zone: tzinfo) -> datetime:
    return datetime.combine(date.fromisoformat(f"{month}-01"), time(), zone).astimezone(UTC)
