"""A budget that waits its turn: our own calls in flight are no reason to give up."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Protocol

from core.domain.errors import RateLimitedError
from core.runtime.clock import Clock

_PATIENCE = timedelta(seconds=20)
_PAUSE_SECONDS = 0.1


class Account(Protocol):
    """The account of calls that all instances share, by a clock of its own."""

    def acquire(self) -> str: ...
    def release(
        self, ticket: str, *, answered: bool, headers: Mapping[str, str] | None
    ) -> None: ...
    def blocked_for(self, wait: timedelta, reason: str) -> None: ...


class PatientBudget:
    """The Budget of a client; every limit but the one on calls at once is raised as it is."""

    def __init__(self, budget: Account, now: Clock, pause: Callable[[float], None]) -> None:
        self._budget = budget
        self._now = now
        self._pause = pause

    def acquire(self) -> str:
        give_up_at = self._now() + _PATIENCE
        while True:
            try:
                return self._budget.acquire()
            except RateLimitedError as error:
                if error.limit != "concurrent" or self._now() > give_up_at:
                    raise
            self._pause(_PAUSE_SECONDS)

    def release(self, ticket: str, *, answered: bool, headers: dict[str, str] | None) -> None:
        self._budget.release(ticket, answered=answered, headers=headers)

    def blocked(self, until: datetime, reason: str) -> None:
        """What the vendor said, by this machine's clock; for the others only the wait counts."""
        self._budget.blocked_for(until - self._now(), reason)
