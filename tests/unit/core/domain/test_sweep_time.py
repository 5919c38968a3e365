"""The sweep is due once a day of the organisation's, whatever its clocks do."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.domain.sweep_time import is_due, next_due, next_sweep

AUCKLAND = ZoneInfo("Pacific/Auckland")
LONDON = ZoneInfo("Europe/London")


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def test_one_that_never_ran_is_due() -> None:
    assert is_due(at(22, 12), 2, UTC, None)


@pytest.mark.parametrize(
    ("now", "due"), [(at(22, 1, 59), False), (at(22, 2), True), (at(22, 23), True)]
)
def test_it_is_due_from_its_hour_on(now: datetime, due: bool) -> None:
    assert is_due(now, 2, UTC, at(21, 2, 5)) is due


def test_it_is_not_due_twice_a_day() -> None:
    assert not is_due(at(22, 23), 2, UTC, at(22, 2))


def test_the_hour_is_the_organisations() -> None:
    # Two in the morning in Auckland in summer is one in the afternoon in UTC.
    assert not is_due(at(22, 12, 59), 2, AUCKLAND, at(21, 13, 5))
    assert is_due(at(22, 13), 2, AUCKLAND, at(21, 13, 5))


def test_a_start_under_a_wrong_clock_puts_it_off_by_an_hour_at_most() -> None:
    assert is_due(at(22, 12), 2, UTC, at(22, 12) + timedelta(days=300))


def test_the_next_one_is_the_next_beginning_of_the_hour() -> None:
    assert next_due(at(22, 1), 2, UTC) == at(22, 2)
    assert next_due(at(22, 2), 2, UTC) == at(23, 2)
    assert next_due(at(22, 12), 2, AUCKLAND) == at(22, 13)


def test_an_hour_that_the_clocks_leave_out_or_repeat_is_one_sweep() -> None:
    """On 29 March 2026 London has no 01:30, on 25 October two of them."""
    for day, month in ((29, 3), (25, 10)):
        start = datetime(2026, month, day, tzinfo=UTC) - timedelta(hours=6)
        last, runs = start, 0
        for quarter in range(4 * 24):
            now = start + timedelta(minutes=15 * quarter)
            if is_due(now, 1, LONDON, last):
                last, runs = now, runs + 1
        assert runs == 1


def test_what_is_told_of_the_next_sweep_is_what_happens() -> None:
    def told(now: datetime, hour: int, began: datetime | None, look: datetime | None) -> object:
        return next_sweep(now, hour, UTC, last_began_at=began, last_look_at=look)

    now = at(22, 12)
    assert told(now, 2, None, None) is None, "after the first look, which reads the same"
    assert told(now, 2, now, now) == at(23, 2), "the first look counts as a sweep"
    assert told(now, 2, at(21, 2, 5), now) == now, "last night's was missed"
    assert told(now, 15, at(22, 2, 5), now) == at(22, 15), "the option was changed since"
