"""Leases in memory: an owner, a fence that grows, and an end by the server's clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from core.domain.errors import LeaseLostError
from core.store.leases import Lease
from tests.simulation.process import Process
from tests.simulation.scheduler import Scheduler

LEASE_SECONDS = 15


@dataclass
class Held:
    """Who holds a job, and until when."""

    owner: str = ""
    fence: int = 0
    until: int = -1


class LeaseBook:
    """What the collection of leases holds."""

    def __init__(self, scheduler: Scheduler) -> None:
        self.scheduler = scheduler
        self.held: dict[str, Held] = {}


class Leases:
    """The leases as one instance sees them; the port `Leases` of the product."""

    def __init__(self, book: LeaseBook, process: Process) -> None:
        self._book = book
        self._process = process

    def acquire(self, job: str, seconds: int = LEASE_SECONDS) -> Lease | None:
        self._process.effect("before leases.acquire")
        held = self._book.held.setdefault(job, Held())
        now = self._book.scheduler.ms
        if held.until >= now:
            return None
        held.owner, held.fence, held.until = (
            self._process.name,
            held.fence + 1,
            now + 1000 * seconds,
        )
        self._process.effect("after leases.acquire")
        return Lease(job, held.fence, seconds)

    def renew(self, lease: Lease) -> None:
        self._process.effect("before leases.renew")
        held, now = self._book.held[lease.job], self._book.scheduler.ms
        is_ours = held.owner == self._process.name and held.fence == lease.fence
        if not is_ours or held.until < now:
            raise LeaseLostError(f"Another instance took over {lease.job}.")
        held.until = now + 1000 * lease.seconds
        self._process.effect("after leases.renew")

    def release(self, lease: Lease) -> None:
        self._process.effect("before leases.release")
        held = self._book.held[lease.job]
        if held.owner == self._process.name and held.fence == lease.fence:
            held.until = self._book.scheduler.ms - 1

    @contextmanager
    def holding(self, job: str) -> Iterator[Lease | None]:
        """As `core.runtime.lease_keeper`: held for the length of the block, with a beat."""
        lease = self.acquire(job)
        if lease is None:
            yield None
            return
        beat = Beat(self, lease, self._process)
        try:
            yield lease
        finally:
            beat.is_over = True
            self.release(lease)


class Beat:
    """Prolongs a lease while its job runs."""

    def __init__(self, leases: Leases, lease: Lease, process: Process) -> None:
        self._leases = leases
        self._lease = lease
        self._process = process
        self.is_over = False
        process.spawn(self._run)

    def _run(self) -> None:
        while True:
            self._process.pause(LEASE_SECONDS / 3)
            if self.is_over:
                return
            try:
                self._leases.renew(self._lease)
            except LeaseLostError:
                return
