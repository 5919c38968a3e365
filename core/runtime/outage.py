"""One sentence in the log when something goes away and one when it is back, nothing in between."""

import logging
import time


class Outage:
    """Remembers whether one dependency is away. Safe to tell the same thing again and again.

    Calls overlap: `tried_at` (time.monotonic) is when the one that tells us began. What began before
    the present state did says nothing about it.
    """

    def __init__(self, log: logging.Logger, what: str, meanwhile: str) -> None:
        self._log = log
        self._what = what
        self._meanwhile = meanwhile
        self._since: float | None = None
        self._back_at = float("-inf")

    @property
    def is_on(self) -> bool:
        """Whether the dependency is away now."""
        return self._since is not None

    def begins(self, reason: object, tried_at: float | None = None) -> None:
        """It did not answer just now."""
        is_news = tried_at is None or tried_at >= self._back_at
        if self._since is None and is_news:
            self._since = time.monotonic()
            self._log.warning("%s is away (%s). %s", self._what, reason, self._meanwhile)

    def ends(self, tried_at: float | None = None) -> None:
        """It answered just now."""
        if self._since is not None and (tried_at is None or tried_at >= self._since):
            self._back_at = time.monotonic()
            seconds = self._back_at - self._since
            self._since = None
            self._log.warning("%s is back after %.0f seconds.", self._what, seconds)
