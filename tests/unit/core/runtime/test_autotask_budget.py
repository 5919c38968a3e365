from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from core.domain import hour_unread, limiter
from core.domain.call_account import Account, Hour, Limits, block
from core.domain.errors import (
    NotPermittedError,
    RateLimitedError,
    RejectedError,
    SignInStoppedError,
    SyncError,
    UnauthorizedError,
    UnavailableError,
)
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
        self.tickets = 0

    def state(self) -> tuple[Account, datetime]:
        return self.account, self._clock()

    def hour_not_told(self, wait: timedelta) -> None:
        self.account = hour_unread.not_told(self.account, wait, self._clock())

    def count_own(self) -> None:
        self.account = hour_unread.count_own(self.account, self._clock())

    def acquire(self, endpoint: str = "") -> str:
        ticket, now = str(self.tickets + 1), self._clock()
        self.account, refused = limiter.reserve(self.account, LIMITS, ticket, now, endpoint)
        if refused:
            raise BudgetSpentError(refused, now)
        self.tickets += 1
        return ticket

    def release(self, ticket: str, *, answered: bool, headers: Mapping[str, str] | None) -> None:
        self.account = limiter.release(
            self.account, LIMITS, ticket, self._clock(), answered=answered, headers=headers
        )

    def blocked_for(self, wait: timedelta, reason: str) -> None:
        now = self._clock()
        self.account = block(self.account, now + wait, reason)

    def read(self, used: int) -> None:
        self.account = limiter.read_hour(self.account, 10_000, used, self._clock())


class Vendor:
    """Counts how often it is asked for its counter."""

    def __init__(self, clock: FakeClock) -> None:
        self.clock = clock
        self.book = Book(clock)
        self.used = 0
        self.asked = 0
        self.trouble: SyncError | None = None

    def read(self) -> None:
        self.asked += 1
        if self.trouble:
            raise self.trouble
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


def test_a_refused_sign_in_is_heeded_before_the_counter_is_asked() -> None:
    vendor = Vendor(FakeClock())
    vendor.book.account = limiter.stop(Account(), "Autotask refuses the user.")
    with pytest.raises(SignInStoppedError):
        vendor.run(1)
    assert vendor.asked == 0


@pytest.mark.parametrize(
    "trouble",
    [
        UnavailableError("500"),
        RejectedError("odd"),
        NotPermittedError("no right"),
        RateLimitedError("busy", limit="threads", until=FakeClock()()),
    ],
)
def test_a_counter_that_is_not_told_keeps_nobody_from_calling(trouble: SyncError) -> None:
    vendor = Vendor(FakeClock())
    vendor.trouble = trouble
    vendor.run(250)
    assert vendor.asked == 1
    assert vendor.book.account.hour
    assert (vendor.book.account.hour.used, vendor.book.account.hour.is_own) == (250, True)


def test_a_sign_in_that_the_counter_refuses_ends_the_look() -> None:
    vendor = Vendor(FakeClock())
    vendor.trouble = UnauthorizedError("401")
    with pytest.raises(UnauthorizedError):
        vendor.run(1)
    assert not vendor.book.account.own


def test_the_counter_of_an_endpoint_that_was_away_is_asked_again_in_five_minutes() -> None:
    vendor = Vendor(FakeClock())
    vendor.trouble = UnavailableError("503")
    vendor.run(1)
    vendor.trouble, vendor.used = None, 4_000
    vendor.clock.pass_by(minutes=4)
    vendor.run(299)
    assert vendor.asked == 1
    vendor.clock.pass_by(minutes=1)
    vendor.run(2)
    assert vendor.asked == 2
    assert vendor.book.account.hour
    assert vendor.book.account.hour.used == 4_002


def test_who_may_not_read_the_counter_keeps_the_share_by_his_own_calls() -> None:
    vendor = Vendor(FakeClock())
    vendor.book.account = Account(hour=Hour(1_000, 0, vendor.clock() - timedelta(hours=2)))
    vendor.trouble = NotPermittedError("no right")
    made = 0
    for _ in range(58):
        vendor.clock.pass_by(minutes=1)
        with suppress(RateLimitedError):
            for _ in range(20):
                vendor.run(1)
                made += 1
    assert made == 700
    assert vendor.asked <= 1


def test_in_no_hour_are_there_more_calls_of_ours_than_our_share() -> None:
    vendor = Vendor(FakeClock())
    vendor.book.account = Account(hour=Hour(500, 0, vendor.clock() - timedelta(hours=2)))
    vendor.trouble = NotPermittedError("no right")
    made: list[datetime] = []
    for _ in range(180):
        vendor.clock.pass_by(minutes=1)
        with suppress(RateLimitedError):
            vendor.run(20)
        made += [vendor.clock()] * (vendor.book.tickets - len(made))
    hour = timedelta(hours=1)
    for first, at in enumerate(made):
        assert sum(at <= other < at + hour for other in made[first:]) <= 350
    assert len(made) > 700
    assert vendor.asked == 1


def test_a_count_that_autotask_told_stands_for_an_hour() -> None:
    vendor = Vendor(FakeClock())
    vendor.used = 6_990
    vendor.run(5)
    vendor.trouble = RejectedError("odd")
    vendor.clock.pass_by(minutes=3)
    with pytest.raises(RateLimitedError):
        vendor.run(20)
    vendor.clock.pass_by(minutes=30)
    with pytest.raises(RateLimitedError):
        vendor.run(1)
    vendor.clock.pass_by(minutes=30)
    vendor.run(20)
    assert vendor.book.account.hour
    assert vendor.book.account.hour.is_own


def test_who_reads_the_counter_spends_nothing_but_passes_on_what_autotask_orders() -> None:
    clock = FakeClock()
    book = Book(clock)
    uncounted = Uncounted(book, clock)  # type: ignore[arg-type]
    uncounted.release(uncounted.acquire("ThresholdInformation"), answered=True, headers=None)
    assert book.account == Account()
    uncounted.blocked(clock() + timedelta(minutes=5), "hourly")
    assert book.account.block
    assert book.account.block.reason == "hourly"
