"""Leases in memory: one holder, a fence that grows, and ways to lose it."""

from datetime import datetime, timedelta

from core.domain.errors import LeaseLostError
from core.store.leases import Lease
from tests.fakes.clock import FakeClock

LEASE_SECONDS = 15


class FakeLeases:
    """A holder that lives keeps its lease, as the beat of `lease_keeper` does.

    One that dies or freezes (`stop_beating`) loses it fifteen seconds later; `lose` takes it at
    once.
    """

    def __init__(self, clock: FakeClock) -> None:
        self._clock = clock
        self._fence = 0
        self._is_beating = False
        self._until: datetime | None = None
        self.renewals = 0

    def acquire(self, job: str = "kauri/post") -> Lease | None:
        if self._is_running():
            return None
        self._fence += 1
        self._is_beating = True
        self._prolong()
        return Lease(job, self._fence, LEASE_SECONDS)

    def renew(self, lease: Lease) -> None:
        self.renewals += 1
        if not self.is_held(lease):
            raise LeaseLostError(f"Another instance took over {lease.job}.")
        self._prolong()

    def is_held(self, lease: Lease) -> bool:
        return lease.fence == self._fence and self._is_running()

    def release(self, lease: Lease) -> None:
        if lease.fence == self._fence:
            self._until = None

    def stop_beating(self, lease: Lease) -> None:
        if lease.fence == self._fence:
            self._is_beating = False
            self._prolong()

    def beat_again(self, lease: Lease) -> None:
        """A frozen holder woke up; too late if its time ran out."""
        if self.is_held(lease):
            self._is_beating = True
        elif lease.fence == self._fence:
            self._until = None

    def lose(self) -> None:
        """Another instance takes over."""
        self._until = None
        self.acquire()

    def expire(self) -> None:
        """Whoever holds it is gone."""
        self._until = None

    def _prolong(self) -> None:
        self._until = self._clock() + timedelta(seconds=LEASE_SECONDS)

    def _is_running(self) -> bool:
        return self._until is not None and (self._is_beating or self._until >= self._clock())
