"""Crews without greenlets: one hand that does everything in order, and a thread for each work."""

from collections.abc import Callable
from threading import Thread


class InlineCrew:
    """Work has ended when `start` returns."""

    def make_room(self) -> None:
        """There is always room."""

    def start(self, work: Callable[[], None]) -> None:
        work()

    def join(self) -> None:
        """Nothing is under way."""


class ThreadCrew:
    """Everything that is started runs at the same time."""

    def __init__(self) -> None:
        self._threads: list[Thread] = []

    def make_room(self) -> None:
        """There is always room."""

    def start(self, work: Callable[[], None]) -> None:
        thread = Thread(target=work)
        self._threads.append(thread)
        thread.start()

    def join(self) -> None:
        for thread in self._threads:
            thread.join()
