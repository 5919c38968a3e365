"""A crew of one hand, which does everything at once and in order."""

from collections.abc import Callable


class InlineCrew:
    """Work has ended when `start` returns."""

    def make_room(self) -> None:
        """There is always room."""

    def start(self, work: Callable[[], None]) -> None:
        work()

    def join(self) -> None:
        """Nothing is under way."""
