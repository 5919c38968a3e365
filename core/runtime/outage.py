"""One sentence in the log when something goes away and one when it is back, nothing in between."""

import logging
import time


class Outage:
    """Remembers whether one dependency is away. Safe to tell the same thing again and again."""

    def __init__(self, log: logging.Logger, what: str, meanwhile: str) -> None:
        self._log = log
        self._what = what
        self._meanwhile = meanwhile
        self._since: float | None = None

    @property
    def is_on(self) -> bool:
        """Whether the dependency is away now."""
        return self._since is not None

    def begins(self, reason: object) -> None:
        """It did not answer just now."""
        if self._since is None:
            self._since = time.monotonic()
            self._log.warning("%s is away (%s). %s", self._what, reason, self._meanwhile)

    def ends(self) -> None:
        """It answered just now."""
        if self._since is not None:
            seconds = time.monotonic() - self._since
            self._since = None
            self._log.warning("%s is back after %.0f seconds.", self._what, seconds)
