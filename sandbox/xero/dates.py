"""Xero's JSON dates: `/Date(milliseconds+0000)/` out; that or ISO in."""

import re
from datetime import UTC, date, datetime, time, timedelta

_WIRE = re.compile(r"^/Date\((-?\d+)(?:[+-]\d{4})?\)/$")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def wire_instant(moment: datetime) -> str:
    """A moment with its zone."""
    return f"/Date({(moment - _EPOCH) // _MILLISECOND}+0000)/"


def wire_bare(moment: datetime) -> str:
    """A moment as the envelope and creation stamps have it, without a zone."""
    return f"/Date({(moment - _EPOCH) // _MILLISECOND})/"


def wire_day(day: date) -> str:
    """A plain date: midnight UTC."""
    return wire_instant(datetime.combine(day, time(), UTC))


def day_string(day: date) -> str:
    """The companion of a date, as in `DateString`."""
    return f"{day.isoformat()}T00:00:00"


def instant_string(moment: datetime) -> str:
    """The companion of a moment, as in `UpdatedDateUTCString`."""
    return f"{moment:%Y-%m-%dT%H:%M:%S}Z"


def moment_of(text: str) -> datetime:
    """Any accepted spelling of a date or moment, UTC without a zone; ValueError for others."""
    match = _WIRE.match(text)
    if match:
        return _EPOCH + int(match[1]) * _MILLISECOND
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
