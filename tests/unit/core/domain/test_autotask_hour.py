from datetime import timedelta
from decimal import Decimal

import pytest

from core.domain.autotask_hour import has_room_for_people, is_reading_due
from core.domain.call_account import Hour
from tests.factories.documents import NOON

SHARE = Decimal("0.7")


def _is_due(minutes: float, *, used: int = 100, ours: int = 0, calls: int = 0) -> bool:
    now = NOON + timedelta(minutes=minutes)
    return is_reading_due(Hour(10_000, used, NOON, ours), SHARE, calls, now)


def test_the_first_call_of_all_asks() -> None:
    assert is_reading_due(None, SHARE, 0, NOON)


@pytest.mark.parametrize("minutes", [1, 10, 59, 600])
def test_an_idle_look_never_asks_however_old_the_reading_is(minutes: float) -> None:
    assert not _is_due(minutes, ours=299)


def test_three_hundred_calls_of_ours_are_as_far_as_we_go_without_asking() -> None:
    assert _is_due(1, ours=300)


def test_a_run_that_has_much_to_do_knows_the_count_of_the_last_ten_minutes() -> None:
    assert not _is_due(9, calls=200)
    assert not _is_due(59, calls=14)
    assert _is_due(10, calls=15)


def test_a_run_that_finds_any_work_knows_the_count_of_the_last_hour() -> None:
    assert not _is_due(600, calls=0)
    assert not _is_due(59, calls=1)
    assert _is_due(60, calls=1)


def test_near_our_share_we_look_every_other_minute() -> None:
    assert not _is_due(1.9, used=9_000)
    assert _is_due(2, used=5_600)
    assert not _is_due(2, used=5_599)


@pytest.mark.parametrize(
    ("used", "age", "has_room"),
    [
        (5_599, timedelta(0), True),
        (5_600, timedelta(0), False),
        (9_000, timedelta(minutes=59), False),
        (9_000, timedelta(minutes=61), True),
    ],
)
def test_what_people_only_want_to_see_leaves_a_fifth_of_our_share_to_the_looks(
    used: int, age: timedelta, has_room: bool
) -> None:
    hour = Hour(10_000, used, NOON - age)
    assert has_room_for_people(hour, Decimal("0.7"), NOON) is has_room
    assert has_room_for_people(None, Decimal("0.7"), NOON)
