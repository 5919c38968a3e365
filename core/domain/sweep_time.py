"""When the nightly sweep is due: once a day, from an hour of the organisation's own day on."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo


def is_due(now: datetime, hour: int, zone: tzinfo, last_began_at: datetime | None) -> bool:
    """Tell whether that hour has begun since the last sweep began."""
    if last_began_at is None:
        return True
    # One of the future was begun under a wrong clock and says nothing.
    return last_began_at < _latest(now, hour, zone) or last_began_at > now + timedelta(hours=1)


def next_sweep(
    now: datetime,
    hour: int,
    zone: tzinfo,
    *,
    last_began_at: datetime | None,
    last_look_at: datetime | None,
) -> datetime | None:
    """When the next sweep begins: `now` means with the next look, None after the first look ever.

    The first look reads all that a sweep reads, and counts as one.
    """
    if last_look_at is None:
        return None
    if is_due(now, hour, zone, last_began_at):
        return now
    return next_due(now, hour, zone)


def next_due(now: datetime, hour: int, zone: tzinfo) -> datetime:
    """The first beginning of that hour after now."""
    day = now.astimezone(zone).date()
    starts = (_start(day + timedelta(days=ahead), hour, zone) for ahead in (0, 1, 2))
    return next(start for start in starts if start > now)


def _latest(now: datetime, hour: int, zone: tzinfo) -> datetime:
    day = now.astimezone(zone).date()
    starts = (_start(day - timedelta(days=ago), hour, zone) for ago in (0, 1, 2))
    return next(start for start in starts if start <= now)


def _start(day: date, hour: int, zone: tzinfo) -> datetime:
    """An hour that a change of the clocks leaves out begins when the clocks have changed."""
    return datetime.combine(day, time(hour), zone).astimezone(UTC)
