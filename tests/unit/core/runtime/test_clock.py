"""Clocks: one that is cut to what the ledger keeps, one that nobody can set."""

from datetime import timedelta

from core.runtime.clock import running_from, seconds_since_boot, utc_now
from tests.factories.documents import NOON


def test_now_has_no_more_than_the_milliseconds_that_the_ledger_keeps() -> None:
    assert utc_now().microsecond % 1000 == 0


def test_a_running_clock_shows_its_start_and_what_has_passed_since() -> None:
    passed = iter([1000.0, 1000.0, 1059.5, 1059.7505])
    clock = running_from(NOON, lambda: next(passed))
    assert clock() == NOON
    assert clock() == NOON + timedelta(seconds=59.5)
    assert clock() == NOON + timedelta(seconds=59.75)


def test_the_seconds_since_boot_never_go_back() -> None:
    first = seconds_since_boot()
    assert seconds_since_boot() >= first > 0
