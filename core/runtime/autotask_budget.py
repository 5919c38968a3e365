"""The budget of a client of Autotask: knows the tenant's hour, and that a refused sign-in ends all calls."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

from core.clients.budget import Budget
from core.domain.autotask_hour import is_reading_due
from core.domain.errors import (
    NotPermittedError,
    SignInStoppedError,
    SyncError,
    UnauthorizedError,
)
from core.domain.hour_unread import ASK_AFTER_OUTAGE, ASK_AFTER_REFUSAL, may_ask
from core.domain.limiter import STOPPED
from core.runtime.clock import Clock
from core.store.budgets import BudgetSpentError, SharedBudget


class HourlyBudget:
    """Reserves calls as `budget` does, and has the hour's counter read when it is due."""

    def __init__(
        self, account: SharedBudget, budget: Budget, share: Decimal, read: Callable[[], None]
    ) -> None:
        self._account = account
        self._budget = budget
        self._share = share
        self._read = read
        self._calls = 0

    def acquire(self, endpoint: str = "") -> str:
        self._know_the_hour()
        self._calls += 1
        try:
            return self._budget.acquire(endpoint)
        except BudgetSpentError as error:
            if error.limit == STOPPED:
                raise SignInStoppedError(str(error)) from error
            raise

    def _know_the_hour(self) -> None:
        """Ask for the count when that is due; that it is not told keeps nobody from calling.

        Raises `SignInStoppedError` before any call while the sign-in is refused.
        """
        account, now = self._account.state()
        if account.stopped:
            raise SignInStoppedError(account.stopped)
        if not is_reading_due(account.hour, self._share, self._calls, now):
            return
        if not may_ask(account, now):
            self._account.count_own()
            return
        try:
            self._read()
        except UnauthorizedError:
            raise
        except NotPermittedError:
            self._account.hour_not_told(ASK_AFTER_REFUSAL)
        except SyncError:
            self._account.hour_not_told(ASK_AFTER_OUTAGE)

    def release(self, ticket: str, *, answered: bool, headers: dict[str, str] | None) -> None:
        self._budget.release(ticket, answered=answered, headers=headers)

    def blocked(self, until: datetime, reason: str) -> None:
        self._budget.blocked(until, reason)


class Uncounted:
    """For the question about the counter itself, which ends a wait, and for a person's test.

    Nothing is reserved, but what Autotask orders goes for everybody.
    """

    def __init__(self, account: SharedBudget, now: Clock) -> None:
        self._account = account
        self._now = now

    def acquire(self, endpoint: str = "") -> str:
        return ""

    def release(self, ticket: str, *, answered: bool, headers: dict[str, str] | None) -> None:
        """Nothing was reserved."""

    def blocked(self, until: datetime, reason: str) -> None:
        self._account.blocked_for(max(until - self._now(), timedelta()), reason)
