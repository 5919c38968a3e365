"""A clock that stands still until it is moved."""

from datetime import datetime, timedelta

from tests.factories.documents import NOON


class FakeClock:
    """Call it for the time, as a Clock; `pass_by` lets time pass."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, *, seconds: float = 0, minutes: float = 0) -> None:
        self.now += timedelta(seconds=seconds, minutes=minutes)
