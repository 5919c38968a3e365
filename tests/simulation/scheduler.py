"""Virtual time: what happens next, in which greenlet, and who sleeps.

One heap of (time, order) decides everything, so that the same seed gives the same history. Instants
are whole milliseconds since the world began.
"""

import heapq
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from greenlet import getcurrent, greenlet

from tests.factories.documents import NOON

_STEP = timedelta(milliseconds=1)
_MOST_STEPS = 400_000


class StuckError(Exception):
    """The world does not come to rest: something goes round without end."""


class Scheduler:
    """The clock and the order of events."""

    def __init__(self) -> None:
        self.ms = 0
        self._heap: list[tuple[int, int, Callable[..., Any], tuple[Any, ...]]] = []
        self._order = 0
        self._steps = 0
        self.hub = getcurrent()

    def now(self) -> datetime:
        return NOON + self.ms * _STEP

    def after(self, ms: int, do: Callable[..., Any], *arguments: Any) -> None:
        self._order += 1
        heapq.heappush(self._heap, (self.ms + ms, self._order, do, arguments))

    def leap(self, ms: int) -> None:
        """Time passes in which nothing happens: whatever comes next comes that much later."""
        self.ms += ms
        self._heap = [
            (moment + ms, order, do, arguments) for moment, order, do, arguments in self._heap
        ]

    def run(self, ms: int, until: Callable[[], bool] | None = None) -> bool:
        """Let time pass; True as soon as `until` holds, False when the time is over."""
        end = self.ms + ms
        heap = self._heap
        while heap and heap[0][0] <= end:
            moment, _, do, arguments = heapq.heappop(heap)
            if moment > self.ms:
                if until is not None and until():
                    heapq.heappush(heap, (moment, 0, do, arguments))
                    return True
                self.ms = moment
            self._steps += 1
            if self._steps > _MOST_STEPS:
                raise StuckError("more steps than any world needs")
            do(*arguments)
        self.ms = end
        return until is not None and until()


class Task:
    """Something that runs until it waits; woken by time or by whom it waits for."""

    def __init__(self, scheduler: Scheduler, work: Callable[[], None], stall: "Stall") -> None:
        self._greenlet = greenlet(work, scheduler.hub)
        self._greenlet.task = self
        self._scheduler = scheduler
        self._stall = stall
        self._waits = 0

    @property
    def is_over(self) -> bool:
        return bool(self._greenlet.dead)

    @property
    def next_wait(self) -> int:
        """The number of the wait that comes next, for who is to end that one and no other."""
        return self._waits + 1

    def begin(self) -> None:
        self._scheduler.after(0, self.wake, self._waits, None)

    def sleep(self, ms: int) -> Any:
        """Wait so long, or until `resume` brings a value."""
        self._waits += 1
        self._scheduler.after(ms, self.wake, self._waits, None)
        return self._scheduler.hub.switch()

    def wait(self) -> Any:
        """Wait for `resume`."""
        self._waits += 1
        return self._scheduler.hub.switch()

    def resume(self, value: Any = None) -> None:
        """Bring a value to who waits; it goes on in a moment of its own."""
        self._scheduler.after(0, self.wake, self._waits, value)

    def wake(self, waits: int, value: Any) -> None:
        if self._greenlet.dead or waits != self._waits:
            return
        if self._stall.is_on:
            self._stall.held.append((self, waits, value))
            return
        if self._greenlet:
            self._greenlet.switch(value)
        else:
            self._greenlet.switch()

    def throw(self, error: BaseException) -> None:
        """End it where it waits; one that never began is just forgotten."""
        if self._greenlet.dead:
            return
        if not self._greenlet:
            self._greenlet = greenlet(lambda: None)
            self._greenlet.switch()
            return
        self._greenlet.throw(error)


def current_task() -> Task | None:
    """The task that runs now; None in the world itself."""
    return getattr(getcurrent(), "task", None)


class Stall:
    """A process that stands still: what would wake its tasks is kept until it goes on."""

    def __init__(self, scheduler: Scheduler) -> None:
        self._scheduler = scheduler
        self.is_on = False
        self.held: list[tuple[Task, int, Any]] = []

    def end(self) -> None:
        self.is_on = False
        held, self.held = self.held, []
        for task, waits, value in held:
            self._scheduler.after(0, task.wake, waits, value)
