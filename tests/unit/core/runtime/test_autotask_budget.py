from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from core.domain import limiter
from core.domain.errors import RateLimitedError, SignInStoppedError
from core.domain.limiter import Account, Hour, Limits
from core.runtime.autotask_budget import HourlyBudget, Uncounted
from core.runtime.patient_budget import PatientBudget
from core.store.budgets import BudgetSpentError
from tests.fakes.clock import FakeClock

SHARE = Decimal("0.7")
LIMITS = Limits(in_flight=3, per_hour_share=SHARE)


class Book:
    """The shared account in memory, at the product's own steps."""

    def __init__(self, clock: FakeClock) -> None:
        self._clock = clock
        self.account = Account()
        self._tickets = 0

    def hour(self) -> tuple[Hour | None, datetime]:
        return self.account.hour, self._clock()

    def acquire(self, endpoint: str = "") -> str:
        self._tickets += 1
        ticket, now = str(self._tickets), self._clock()
        self.account, refused = limiter.reserve(self.account, LIMITS, ticket, now, endpoint)
        if refused:
            raise BudgetSpentError(refused, now)
        return ticket

    def release(self, ticket: str, *, answered: bool, headers: Mapping[str, str] | None) -> None:
        self.account = limiter.release(
            self.account, LIMITS, ticket, self._clock(), answered=answered, headers=headers
        )

    def blocked_for(self, wait: timedelta, reason: str) -> None:
        now = self._clock()
        self.account = limiter.block(self.account, now + wait, reason)

    def read(self, used: int) -> None:
        self.account = limiter.read_hour(self.account, 10_000, used, self._clock())


class Vendor:
    """Counts how often it is asked for its counter."""

    def __init__(self, clock: FakeClock) -> None:
        self.clock = clock
        self.book = Book(clock)
        self.used = 0
        self.asked = 0

    def read(self) -> None:
        self.asked += 1
        self.book.read(self.used)

    def run(self, calls: int) -> None:
        """One run of a process: a client of its own that makes so many calls."""
        patient = PatientBudget(self.book, self.clock, lambda s: self.clock.pass_by(seconds=s))
        budget = HourlyBudget(self.book, patient, SHARE, self.read)  # type: ignore[arg-type]
        for _ in range(calls):
            ticket = budget.acquire("Invoices")
            budget.release(ticket, answered=True, headers=None)


def test_idle_looks_of_two_hours_ask_for_the_counter_once_in_three_hundred_calls() -> None:
    vendor = Vendor(FakeClock())
    vendor.run(1)
    assert vendor.asked == 1
    for _ in range(299):
        vendor.clock.pass_by(seconds=60)
        vendor.run(1)
    assert vendor.asked == 1
    vendor.run(1)
    vendor.run(1)
    assert vendor.asked == 2


def test_a_long_run_asks_as_it_goes() -> None:
    vendor = Vendor(FakeClock())
    vendor.run(1_000)
    assert vendor.asked == 4


def test_at_our_share_nobody_calls_until_a_reading_says_that_there_is_room() -> None:
    vendor = Vendor(FakeClock())
    vendor.used = 6_990
    with pytest.raises(RateLimitedError) as caught:
        vendor.run(50)
    assert caught.value.limit == "hour"
    assert vendor.book.account.hour
    assert vendor.book.account.hour.used == 7_000
    with pytest.raises(RateLimitedError):
        vendor.run(1)
    assert vendor.asked == 1
    vendor.clock.pass_by(minutes=5)
    vendor.used = 7_100
    with pytest.raises(RateLimitedError):
        vendor.run(1)
    vendor.clock.pass_by(minutes=5)
    vendor.used = 3_000
    vendor.run(1)
    assert vendor.asked == 3


def test_a_stop_is_a_refused_sign_in_and_no_limit() -> None:
    vendor = Vendor(FakeClock())
    vendor.run(1)
    vendor.book.account = limiter.stop(vendor.book.account, "Autotask refuses the user.")
    with pytest.raises(SignInStoppedError, match="refuses the user"):
        vendor.run(1)


def test_who_reads_the_counter_spends_nothing_but_passes_on_what_autotask_orders() -> None:
    clock = FakeClock()
    book = Book(clock)
    uncounted = Uncounted(book, clock)  # type: ignore[arg-type]
    uncounted.release(uncounted.acquire("ThresholdInformation"), answered=True, headers=None)
    assert book.account == Account()
    uncounted.blocked(clock() + timedelta(minutes=5), "hourly")
    assert book.account.block
    assert book.account.block.reason == "hourly"
