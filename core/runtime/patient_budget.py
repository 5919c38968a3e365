"""A budget that waits its turn: that others are calling just now is no reason to give up.

Whoever has begun something that takes several calls would otherwise begin anew for ever when calls
come free one at a time.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Protocol

from core.runtime.clock import Clock, seconds_since_boot
from core.store.budgets import BudgetSpentError

# The longest that calls at once, and calls a minute, can take to come free.
BRIEFLY: Mapping[str, timedelta] = {"concurrent": timedelta(seconds=20)}
A_MINUTE: Mapping[str, timedelta] = {**BRIEFLY, "minute": timedelta(seconds=65)}
_LONGEST_NAP = timedelta(milliseconds=500)
_LOOK_AGAIN = timedelta(milliseconds=100)
# Longer than the database takes for a reservation that succeeds, shorter than a place lasts.
_LONGEST_TAKE_SECONDS = 30


class Account(Protocol):
    """The account of calls that all instances share, by a clock of its own."""

    def acquire(self, endpoint: str = "") -> str: ...
    def release(
        self, ticket: str, *, answered: bool, headers: Mapping[str, str] | None
    ) -> None: ...
    def blocked_for(self, wait: timedelta, reason: str) -> None: ...


class PatientBudget:
    """The Budget of a client; a limit that outlasts the patience is raised as it is."""

    def __init__(
        self,
        budget: Account,
        now: Clock,
        pause: Callable[[float], None],
        is_stopping: Callable[[], bool] = lambda: False,
        patience: Mapping[str, timedelta] = A_MINUTE,
        stopwatch: Callable[[], float] = seconds_since_boot,
    ) -> None:
        self._budget = budget
        self._now = now
        self._pause = pause
        self._is_stopping = is_stopping
        self._patience = patience
        self._stopwatch = stopwatch

    def acquire(self, endpoint: str = "") -> str:
        waited, again = timedelta(), _LOOK_AGAIN
        while True:
            try:
                if (ticket := self._take(endpoint)) is not None:
                    return ticket
                continue
            except BudgetSpentError as error:
                patience = self._patience.get(error.limit, timedelta())
                if waited + error.wait > patience or self._is_stopping():
                    raise
                # Nobody knows when a call in flight ends; a minute's end is known.
                wait = min(error.wait, again) if error.limit == "concurrent" else error.wait
            self._nap(wait)
            waited, again = waited + wait, min(again * 2, _LONGEST_NAP)

    def _take(self, endpoint: str) -> str | None:
        """Reserve a call; None when we slept so long over it that others may have our place."""
        began = self._stopwatch()
        ticket = self._budget.acquire(endpoint)
        if self._stopwatch() - began <= _LONGEST_TAKE_SECONDS:
            return ticket
        self._budget.release(ticket, answered=True, headers=None)
        return None

    def _nap(self, wait: timedelta) -> None:
        """In short pieces, the last of them just as long as is left, unless we are to stop.

        Counted without the clock: somebody may set it meanwhile.
        """
        while wait > timedelta() and not self._is_stopping():
            piece = min(wait, _LONGEST_NAP)
            self._pause(piece.total_seconds())
            wait -= piece

    def release(self, ticket: str, *, answered: bool, headers: dict[str, str] | None) -> None:
        self._budget.release(ticket, answered=answered, headers=headers)

    def blocked(self, until: datetime, reason: str) -> None:
        """What the vendor said, by this machine's clock; for the others only the wait counts."""
        self._budget.blocked_for(until - self._now(), reason)
