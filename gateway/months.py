"""The running month and the one before it, as spans of time in an organisation's zone."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, tzinfo

from gateway.presenters.analytics import months_back


@dataclass(frozen=True, slots=True)
class MonthSpan:
    """`month` is YYYY-MM; `before_at` is the first instant of the next month."""

    month: str
    name: str
    from_at: datetime
    before_at: datetime


def this_month(now: datetime, zone: tzinfo) -> MonthSpan:
    return _span(now, zone, back=0)


def last_month(now: datetime, zone: tzinfo) -> MonthSpan:
    return _span(now, zone, back=1)


def _span(now: datetime, zone: tzinfo, *, back: int) -> MonthSpan:
    first = datetime.fromisoformat(months_back(back + 1, now, zone)[0] + "-01")
    after = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    return MonthSpan(f"{first:%Y-%m}", f"{first:%B}", _start(first, zone), _start(after, zone))


def _start(day: datetime, zone: tzinfo) -> datetime:
    return datetime.combine(day.date(), time(), zone).astimezone(UTC)
