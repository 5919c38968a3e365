"""The one place where a process looks at the clock; everything else takes the time as an argument."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]

# Where there is none (macOS), the other one does not stand still while the machine sleeps either.
_SINCE_BOOT = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


def utc_now() -> datetime:
    """Now, in UTC, cut to the milliseconds that MongoDB keeps."""
    now = datetime.now(UTC)  # noqa: TID251 - entrypoints look at the clock here, once.
    return _cut(now)


def seconds_since_boot() -> float:
    """Passes while the machine sleeps, and nobody can set it."""
    return time.clock_gettime(_SINCE_BOOT)


def running_from(start: datetime, seconds: Callable[[], float] = seconds_since_boot) -> Clock:
    """A clock that shows `start` now and keeps going, whatever the machine's own clock is set to."""
    begun = seconds()
    return lambda: _cut(start + timedelta(seconds=seconds() - begun))


def _cut(instant: datetime) -> datetime:
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)
