"""How often Sync Now may try a refused sign-in."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.domain import limiter
from core.domain.call_account import Account
from core.domain.stopped_sign_in import count_try, next_try_at, succeeded, try_again

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
STOPPED = limiter.stop(Account(), "Autotask refuses the sign-in.")


def test_the_first_press_tries_at_once() -> None:
    assert next_try_at(STOPPED, NOON) == NOON
    tried = try_again(STOPPED, NOON)
    assert tried is not None
    assert not tried.stopped


def test_each_try_in_vain_makes_the_next_wait_twice_as_long_up_to_a_day() -> None:
    account, at, waits = STOPPED, NOON, []
    for _ in range(10):
        tried = try_again(account, at)
        assert tried is not None
        account = limiter.stop(tried, "Refused again.")
        waits.append(next_try_at(account, at) - at)
        assert try_again(account, at + waits[-1] - timedelta(seconds=1)) is None
        at += waits[-1]
    assert waits[:3] == [timedelta(minutes=15), timedelta(minutes=30), timedelta(hours=1)]
    assert waits[-1] == timedelta(days=1)


def test_a_press_each_minute_of_a_day_makes_seven_tries() -> None:
    account, tries = STOPPED, 0
    for minute in range(24 * 60):
        tried = try_again(account, NOON + timedelta(minutes=minute))
        if tried is not None:
            account, tries = limiter.stop(tried, "Refused again."), tries + 1
    assert tries == 7


def test_a_test_is_counted_with_the_rest_and_lets_nobody_else_call() -> None:
    counted = count_try(STOPPED, NOON)
    assert counted is not None
    assert counted.stopped == STOPPED.stopped
    assert count_try(counted, NOON + timedelta(minutes=14)) is None
    assert try_again(counted, NOON + timedelta(minutes=14)) is None
    assert count_try(counted, NOON + timedelta(minutes=15)) is not None


def test_a_sign_in_that_works_again_ends_the_row_of_tries() -> None:
    tried = try_again(STOPPED, NOON)
    assert tried is not None
    after = succeeded(tried)
    assert after is not None
    again = limiter.stop(after, "Refused much later.")
    assert next_try_at(again, NOON + timedelta(minutes=1)) == NOON + timedelta(minutes=1)
    assert succeeded(after) is None
    assert succeeded(limiter.stop(tried, "Refused meanwhile.")) is None


def test_new_credentials_begin_anew() -> None:
    tried = try_again(STOPPED, NOON)
    assert tried is not None
    assert limiter.stop(limiter.lift(tried), "Refused.") == replace(STOPPED, stopped="Refused.")


@pytest.mark.parametrize("later", [timedelta(days=2), -timedelta(hours=1)])
def test_a_try_of_long_ago_or_of_a_clock_ahead_keeps_nobody_waiting(later: timedelta) -> None:
    tried = try_again(STOPPED, NOON)
    assert tried is not None
    again = try_again(limiter.stop(tried, "Refused."), NOON + later)
    assert again is not None
