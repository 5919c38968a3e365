"""The next sweep, on the organisation's own clock, and what the last one found."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.store.views.autotask import JobRow
from core.store.views.connection_rows import RunRow
from gateway.presenters.autotask.jobs import look_view, next_sweep, sweep_view
from tests.unit.gateway.presenters.autotask.made import make_side
from tests.unit.gateway.presenters.made import NOW, make_lens

AUCKLAND = ZoneInfo("Pacific/Auckland")


@pytest.mark.parametrize(
    ("now", "last", "due"),
    [
        # 01:00 in Auckland: in an hour, whenever the last one was.
        (datetime(2026, 11, 21, 12, tzinfo=UTC), None, datetime(2026, 11, 21, 13, tzinfo=UTC)),
        # 04:00, and it ran at 02:01: tomorrow.
        (
            datetime(2026, 11, 21, 15, tzinfo=UTC),
            datetime(2026, 11, 21, 13, 1, tzinfo=UTC),
            datetime(2026, 11, 22, 13, tzinfo=UTC),
        ),
        # 04:00, and it did not run today: it was due at 02:00.
        (
            datetime(2026, 11, 21, 15, tzinfo=UTC),
            datetime(2026, 11, 20, 13, tzinfo=UTC),
            datetime(2026, 11, 21, 13, tzinfo=UTC),
        ),
        # The night in which the clock goes back: 02:00 comes once by the wall, 24 or 25 hours on.
        (
            datetime(2027, 4, 2, 15, tzinfo=UTC),
            datetime(2027, 4, 2, 13, 5, tzinfo=UTC),
            datetime(2027, 4, 3, 13, tzinfo=UTC),
        ),
    ],
)
def test_the_next_sweep_is_the_next_night_that_has_none(
    now: datetime, last: datetime | None, due: datetime
) -> None:
    assert next_sweep(2, last, now, AUCKLAND) == due


def test_what_a_sweep_found_is_counted() -> None:
    run = RunRow(NOW - timedelta(hours=3))
    found = JobRow(run, {"new": 1, "changed": 2})
    assert (
        sweep_view(make_side(sweep=found), make_lens()).found == "1 new invoice and 2 changed ones"
    )
    quiet = sweep_view(make_side(sweep=JobRow(run)), make_lens())
    assert quiet.found == "nothing that the looks had missed"


def test_a_sweep_that_never_ran_found_nothing_and_is_due() -> None:
    view = sweep_view(make_side(), make_lens())
    assert (view.last, view.found, view.is_due) == (None, "", True)


def test_a_look_that_is_planned_says_when() -> None:
    run = RunRow(NOW - timedelta(seconds=50), NOW + timedelta(minutes=10), None)
    view = look_view(make_side(look=JobRow(run)), make_lens())
    assert view.next is not None
    assert (view.next.text, view.is_due, view.is_running) == ("in 10 min", False, False)
