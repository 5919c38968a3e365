"""The one place where a process looks at the clock; everything else takes the time as an argument."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Now, in UTC, cut to the milliseconds that MongoDB keeps."""
    now = datetime.now(UTC)  # noqa: TID251 - entrypoints look at the clock here, once.
    return now.replace(microsecond=now.microsecond // 1000 * 1000)
