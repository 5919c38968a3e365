"""Hands for work that waits for a vendor: several greenlets of one process, so many at most."""

from collections.abc import Callable
from contextvars import copy_context

from eventlet import GreenPool
from eventlet.semaphore import Semaphore


class GreenCrew:
    """Starts work and waits for it. Work must not raise: whoever starts it keeps its errors."""

    def __init__(self, at_most: int) -> None:
        self._pool = GreenPool(size=at_most)
        self._free = Semaphore(at_most)

    def make_room(self) -> None:
        """Wait until one more can be started at once; only one leader starts work."""
        self._free.acquire()
        self._free.release()

    def start(self, work: Callable[[], None]) -> None:
        """Begin it, after waiting for a free hand. Its log lines carry the trace of the leader."""
        self._free.acquire()
        trace = copy_context()
        self._pool.spawn_n(trace.run, self._do, work)

    def join(self) -> None:
        """Wait until everything that was started has ended."""
        self._pool.waitall()

    def _do(self, work: Callable[[], None]) -> None:
        try:
            work()
        finally:
            self._free.release()
