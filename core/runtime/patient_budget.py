"""A budget that waits its turn: our own calls in flight are no reason to give up."""

from collections.abc import Callable
from datetime import datetime, timedelta

from core.clients.budget import Budget
from core.domain.errors import RateLimitedError
from core.runtime.clock import Clock

_PATIENCE = timedelta(seconds=20)
_PAUSE_SECONDS = 0.1


class PatientBudget:
    """Wraps a Budget; every limit but the one on calls at once is raised as it is."""

    def __init__(self, budget: Budget, now: Clock, pause: Callable[[float], None]) -> None:
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
        self._budget.blocked(until, reason)
