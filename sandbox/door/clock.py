"""The sandbox's time: the real one plus an offset that the inspection door moves."""

from datetime import UTC, datetime, timedelta
from time import time


class Clock:
    """Tells the time; everything that expires or counts by time asks it."""

    def __init__(self) -> None:
        self.offset_seconds = 0.0

    def now(self) -> datetime:
        """The moved time, in UTC."""
        return datetime.fromtimestamp(time(), UTC) + timedelta(seconds=self.offset_seconds)

    def time(self) -> float:
        """The moved time as seconds since the epoch."""
        return self.now().timestamp()
