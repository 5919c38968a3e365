"""The port `Crew`: tasks of one process, so many at a time."""

from collections.abc import Callable

from tests.simulation.process import Process
from tests.simulation.scheduler import Task


class SimCrew:
    """Work runs in tasks of its own; who waits for room or for the end is told."""

    def __init__(self, process: Process, size: int) -> None:
        self._process = process
        self._size = size
        self._busy = 0
        self._waiting: list[Task] = []

    def make_room(self) -> None:
        while self._busy >= self._size:
            self._wait()

    def start(self, work: Callable[[], None]) -> None:
        self.make_room()
        self._busy += 1

        def run() -> None:
            try:
                work()
            finally:
                self._busy -= 1
                waiting, self._waiting = self._waiting, []
                for task in waiting:
                    task.resume()

        self._process.spawn(run)

    def join(self) -> None:
        while self._busy:
            self._wait()

    def _wait(self) -> None:
        self._waiting.append(self._process.task)
        self._process.wait_for_ever()
