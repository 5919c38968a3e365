"""The vendor's limits: calls per rolling hour with growing delays, and three at a time per endpoint."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from threading import Event
from typing import Final

from werkzeug.wrappers import Response

from sandbox.autotask.answers import failure
from sandbox.door.call import Call
from sandbox.door.clock import Clock
from sandbox.door.limits import InFlight, LimitBoard
from sandbox.door.storage import Store
from sandbox.door.vendor import Refusal

HOURLY: Final = 10_000
THREADS: Final = 3
MINUTES: Final = 60
_BUCKETS: Final = "hour"


def thread_answer(threads: float) -> Response:
    sentence = f"The Autotask API thread threshold of {threads:g} threads has been exceeded."
    return failure(429, [sentence])


def hour_answer(hourly: float, status: int = 429) -> Response:
    """The vendor documents neither the status nor the text; clients expect a 429."""
    sentence = f"The request threshold of {hourly:g} requests per hour has been exceeded."
    return failure(status, [sentence])


class RollingHour:
    """Counts calls by the minute and forgets them after sixty."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def used(self) -> int:
        return sum(self._running().values())

    def count(self, calls: int = 1) -> None:
        with self._store.transaction():
            minute = str(int(self._clock.time() // 60))
            running = self._running()
            self._store.set_value(_BUCKETS, {**running, minute: running.get(minute, 0) + calls})

    def _running(self) -> Mapping[str, int]:
        minute = int(self._clock.time() // 60)
        buckets = self._store.value(_BUCKETS, {})
        return {key: n for key, n in buckets.items() if minute - MINUTES < int(key) <= minute}


class Limits:
    """Admits calls; `wait` is told how many seconds a documented delay lasts.

    The hour is shared by all integrations; threads are counted for each by itself.
    """

    def __init__(self, board: LimitBoard, hour: RollingHour) -> None:
        self.board = board
        self.hour = hour
        self._running = InFlight()
        self.hour_status: Callable[[], int] = lambda: 429
        self.wait: Callable[[float], object] = Event().wait

    @contextmanager
    def admitted(self, call: Call) -> Iterator[Refusal | None]:
        """A place for as long as the call runs, or the refusal."""
        code = call.headers.get("ApiIntegrationCode", "")
        endpoint = f"{call.label.partition(' ')[2]} {code}"
        hourly, threads = self.board.value("hourly"), self.board.value("threads")
        if not self._running.enter(endpoint, threads):
            yield Refusal("threads", thread_answer(threads or 0))
            return
        try:
            if hourly is not None and self.hour.used() >= hourly:
                yield Refusal("hourly", hour_answer(hourly, self.hour_status()))
                return
            self.hour.count()
            self._delay(hourly)
            yield None
        finally:
            self._running.leave(endpoint)

    def _delay(self, hourly: float | None) -> None:
        """Half a second from half of the budget on, a second from three quarters on."""
        share = self.hour.used() / hourly if hourly else 0
        seconds = 1.0 if share >= 0.75 else 0.5 if share >= 0.5 else 0.0
        scaled = seconds * (self.board.value("delay_scale") or 0)
        if scaled:
            self.wait(scaled)
