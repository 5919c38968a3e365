"""Instants as people read them: relative for a day, then the date; the exact time always at hand."""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import lru_cache

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_JUST_NOW = 45


@dataclass(frozen=True, slots=True)
class Moment:
    """`iso` is for machines, `text` is shown, `exact` appears on hover and focus."""

    iso: str
    text: str
    exact: str
    clock: str


def moment(at: datetime, now: datetime, zone: tzinfo) -> Moment:
    local = at.astimezone(zone)
    return Moment(
        iso=at.isoformat(timespec="milliseconds"),
        text=relative(at, now, zone),
        exact=f"{local:%a} {local.day} {local:%b %Y, %H:%M:%S} {_zone(local)}",
        clock=f"{local.day} {local:%b %H:%M:%S}",
    )


def _zone(local: datetime) -> str:
    """ "NZDT (UTC+13:00)", "UTC"."""
    offset = f"{local:%z}"
    name = local.tzname() or "UTC"
    return name if name == "UTC" else f"{name} (UTC{offset[:3]}:{offset[3:5]})"


def moment_or_none(at: datetime | None, now: datetime, zone: tzinfo) -> Moment | None:
    return moment(at, now, zone) if at else None


def clock_time(at: datetime, now: datetime, zone: tzinfo) -> str:
    """ "14:05", with the day in front when it is not today."""
    local = at.astimezone(zone)
    same_day = local.date() == now.astimezone(zone).date()
    return f"{local:%H:%M}" if same_day else f"{local.day} {local:%b, %H:%M}"


@lru_cache(maxsize=4_096)
def day(iso: str | None) -> str:
    """A calendar day, which no zone ever shifts."""
    if not iso:
        return ""
    found = date.fromisoformat(iso)
    return f"{found.day} {found:%b %Y}"


def month_name(month: str) -> str:
    """ "2026-11" becomes "November 2026"."""
    return f"{date.fromisoformat(month + '-01'):%B %Y}"


def short_month(month: str) -> str:
    return f"{date.fromisoformat(month + '-01'):%b}"


def relative(at: datetime, now: datetime, zone: tzinfo) -> str:
    seconds = (now - at).total_seconds()
    if abs(seconds) < _JUST_NOW:
        return "just now" if seconds >= 0 else "in a moment"
    if seconds < 0:
        return _until(-seconds, at, now, zone)
    if seconds < _HOUR:
        return f"{max(int(seconds // _MINUTE), 1)} min ago"
    if seconds < _DAY:
        return f"{int(seconds // _HOUR)} h ago"
    return _dated(at, now, zone)


def _until(seconds: float, at: datetime, now: datetime, zone: tzinfo) -> str:
    if seconds < _HOUR:
        return f"in {max(int(seconds // _MINUTE), 1)} min"
    return _dated(at, now, zone) if seconds > _DAY else f"in {int(seconds // _HOUR)} h"


def _dated(at: datetime, now: datetime, zone: tzinfo) -> str:
    local = at.astimezone(zone)
    return _minute(local.replace(tzinfo=None), is_this_year=local.year == _year(now, zone))


@lru_cache(maxsize=4_096)
def _minute(local: datetime, *, is_this_year: bool) -> str:
    year = "" if is_this_year else f" {local.year}"
    return f"{local.day} {local:%b}{year}, {local:%H:%M}"


@lru_cache(maxsize=16)
def _year(now: datetime, zone: tzinfo) -> int:
    return now.astimezone(zone).year
