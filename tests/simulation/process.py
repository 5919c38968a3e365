"""One instance of the posting actor: its tasks, its clock, its crashes and its sleeps."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

from tests.simulation.scheduler import Scheduler, Stall, Task, current_task


class CrashError(BaseException):
    """The process is gone; nothing of the product may catch this."""


class Habits:
    """How rough the days of an instance are; rates are per effect boundary."""

    def __init__(self, crash: float = 0.0, freeze: float = 0.0) -> None:
        self.crash = crash
        self.freeze = freeze


Boundary = Callable[["Process", str], None]


class Process:
    """What dies in a crash. `boundary` of the world decides at every named effect."""

    def __init__(self, name: str, scheduler: Scheduler, random: Random, boundary: Boundary) -> None:
        self.name = name
        self.scheduler = scheduler
        self.random = random
        self.skew = timedelta()
        self.is_dead = False
        self.stall = Stall(scheduler)
        self._boundary = boundary
        self._tasks: list[Task] = []

    def now(self) -> datetime:
        """The time as this machine has it."""
        return self.scheduler.now() + self.skew

    def stopwatch(self) -> float:
        """Seconds that nobody can set."""
        return self.scheduler.ms / 1000

    def spawn(self, work: Callable[[], None]) -> Task:
        def run() -> None:
            try:
                work()
            except CrashError:
                return

        task = Task(self.scheduler, run, self.stall)
        self._tasks = [each for each in self._tasks if not each.is_over]
        self._tasks.append(task)
        task.begin()
        return task

    def pause(self, seconds: float) -> None:
        self._wait(max(1, int(seconds * 1000)))

    def wait_for(self, ms: int) -> Any:
        """Wait until somebody resumes this task; None when the time is over."""
        return self._wait(ms)

    def wait_for_ever(self) -> Any:
        """Wait until somebody resumes this task."""
        value = self.task.wait()
        self._check()
        return value

    @property
    def task(self) -> Task:
        task = current_task()
        assert task is not None, "only tasks of a process may wait"
        return task

    def _wait(self, ms: int) -> Any:
        self._check()
        value = self.task.sleep(ms)
        self._check()
        return value

    def _check(self) -> None:
        if self.is_dead:
            raise CrashError(self.name)

    def effect(self, point: str) -> None:
        """A named point before or after an effect: here it may crash, freeze or be overtaken."""
        if self.is_dead:
            raise CrashError(self.name)
        self._boundary(self, point)
        if self.is_dead:
            raise CrashError(self.name)

    def take_turn(self) -> None:
        """A question to the database: others may come in between."""
        if self.is_dead:
            raise CrashError(self.name)
        draw = self.random.random()
        if draw < 0.12:
            self._wait(1 + int(draw * 32))

    def crash(self) -> None:
        """Everything of it is gone, at once and without a word."""
        self.is_dead = True
        for task in self._tasks:
            if task is not current_task():
                self.scheduler.after(0, task.throw, CrashError(self.name))

    def freeze(self, ms: int) -> None:
        if not self.stall.is_on:
            self.stall.is_on = True
            self.scheduler.after(ms, self.stall.end)
