from collections.abc import Mapping
from datetime import timedelta

import pytest

from core.domain.call_account import Refusal
from core.runtime.patient_budget import PatientBudget
from core.store.budgets import BudgetSpentError
from tests.factories.documents import NOON
from tests.fakes.clock import FakeClock

# Mongo's clock may be minutes away from that of the machine.
AHEAD = timedelta(minutes=7)


class Account:
    """Refuses until an instant of its own clock."""

    def __init__(self, clock: FakeClock, limit: str, seconds: float) -> None:
        self._clock = clock
        self._limit = limit
        self._until = NOON + AHEAD + timedelta(seconds=seconds)
        self.asked = 0
        self.blocked: tuple[timedelta, str] | None = None

    def acquire(self, endpoint: str = "") -> str:
        self.asked += 1
        now = self._clock() + AHEAD
        if now < self._until:
            raise BudgetSpentError(Refusal(self._limit, self._until, "No call is left."), now)
        return "ticket"

    def release(self, ticket: str, *, answered: bool, headers: Mapping[str, str] | None) -> None:
        raise AssertionError("nothing was taken")

    def blocked_for(self, wait: timedelta, reason: str) -> None:
        self.blocked = (wait, reason)


def _pause(clock: FakeClock, seconds: float) -> None:
    clock.pass_by(seconds=seconds)


def _budget(account: Account, clock: FakeClock, *, is_stopping: bool = False) -> PatientBudget:
    return PatientBudget(
        account, clock, lambda seconds: _pause(clock, seconds), lambda: is_stopping
    )


@pytest.mark.parametrize(("limit", "seconds"), [("minute", 59.25), ("concurrent", 15)])
def test_it_waits_its_turn_and_no_longer(limit: str, seconds: float) -> None:
    clock = FakeClock()
    account = Account(clock, limit, seconds)
    assert _budget(account, clock).acquire() == "ticket"
    assert timedelta(0) <= clock() - NOON - timedelta(seconds=seconds) < timedelta(seconds=0.5)


@pytest.mark.parametrize(
    ("limit", "seconds"), [("minute", 66), ("concurrent", 21), ("day", 2), ("hour", 2)]
)
def test_a_longer_wait_is_the_callers_business(limit: str, seconds: float) -> None:
    clock = FakeClock()
    with pytest.raises(BudgetSpentError) as caught:
        _budget(Account(clock, limit, seconds), clock).acquire()
    assert caught.value.limit == limit
    assert clock() == NOON


def test_a_process_that_is_to_stop_waits_for_nothing() -> None:
    clock = FakeClock()
    account = Account(clock, "minute", 5)
    with pytest.raises(BudgetSpentError):
        _budget(account, clock, is_stopping=True).acquire()
    assert account.asked == 1


def test_what_the_vendor_said_counts_from_when_this_machine_heard_it() -> None:
    clock = FakeClock()
    account = Account(clock, "minute", 0)
    _budget(account, clock).blocked(NOON + timedelta(seconds=30), "minute")
    assert account.blocked == (timedelta(seconds=30), "minute")


def test_a_place_that_we_slept_over_is_given_back_and_taken_anew() -> None:
    clock = FakeClock()
    given: list[str] = []

    class Slow(Account):
        """Its first answer finds us asleep for minutes."""

        def acquire(self, endpoint: str = "") -> str:
            ticket = f"{super().acquire()} {self.asked}"
            if self.asked == 1:
                clock.pass_by(minutes=7)
            return ticket

        def release(
            self, ticket: str, *, answered: bool, headers: Mapping[str, str] | None
        ) -> None:
            given.append(ticket)

    budget = PatientBudget(
        Slow(clock, "minute", 0),
        clock,
        lambda seconds: _pause(clock, seconds),
        stopwatch=lambda: clock().timestamp(),
    )
    assert budget.acquire() == "ticket 2"
    assert given == ["ticket 1"]
