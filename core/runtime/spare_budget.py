"""Calls that something unimportant may make: only while plenty are left for what matters."""

from collections.abc import Mapping
from datetime import timedelta

from core.store.budgets import SharedBudget


class SpareBudget:
    """An account of calls with tighter limits for taking one; all else is the account's own.

    Satisfies the port `Account` of `PatientBudget`.
    """

    def __init__(self, taking: SharedBudget, account: SharedBudget) -> None:
        self._taking = taking
        self._account = account

    def acquire(self, endpoint: str = "") -> str:
        return self._taking.acquire(endpoint)

    def release(self, ticket: str, *, answered: bool, headers: Mapping[str, str] | None) -> None:
        """What the headers say is compared with the true limits."""
        self._account.release(ticket, answered=answered, headers=headers)

    def blocked_for(self, wait: timedelta, reason: str) -> None:
        self._account.blocked_for(wait, reason)
