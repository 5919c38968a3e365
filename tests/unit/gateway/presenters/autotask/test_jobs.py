"""Looks and the nightly sweep: when they were, when they are next, what they found."""

from datetime import UTC, datetime, timedelta

import pytest

from core.store.views.autotask import JobRow, Sharer
from core.store.views.connection_rows import RunRow, SideHealth
from gateway.presenters.autotask.jobs import look_view, sweep_due, sweep_view
from gateway.presenters.autotask.page import autotask_view
from gateway.presenters.connections import engine
from tests.unit.gateway.presenters.autotask.made import make_side
from tests.unit.gateway.presenters.made import NOW, make_connection, make_lens

LOOKED = JobRow(RunRow(NOW), at=NOW)
TONIGHT = datetime(2026, 11, 23, 2, tzinfo=UTC)


def swept(began_at: datetime, **state: object) -> JobRow:
    return JobRow(RunRow(began_at), state, began_at)


def test_what_a_sweep_found_is_counted_and_the_next_one_is_of_the_next_night() -> None:
    ended_at = NOW - timedelta(hours=3)
    sweep = swept(ended_at, ended_at=ended_at, read=1_204, missed=1, changed=2)
    view = sweep_view(make_side(look=LOOKED, sweep=sweep), make_lens())
    assert view.found == "1,204 invoices read; 1 that looks had missed, 2 changed"
    assert view.last is not None
    assert view.last.text == "3 h ago"
    assert view.next is not None
    assert view.next.text == "in 14 h"
    quiet = swept(NOW, ended_at=NOW, read=1, missed=0, changed=0)
    found = sweep_view(make_side(sweep=quiet), make_lens()).found
    assert found == "1 invoice read; none that looks had missed, 0 changed"


def test_a_sweep_in_hand_is_on_and_between_its_parts_it_is_not_at_its_end() -> None:
    state = {"ended_at": NOW - timedelta(days=1), "run": {"read": 1_500, "after_id": 9}}
    on = sweep_view(make_side(sweep=JobRow(RunRow(NOW, None, NOW), state, NOW)), make_lens())
    assert (on.is_running, on.next, on.when) == (True, None, "when this one has ended")
    rests = JobRow(RunRow(NOW, NOW), state, NOW)
    view = sweep_view(make_side(sweep=rests), make_lens())
    assert view.found == "not at its end; 1,500 invoices read so far"
    assert (view.is_running, view.next, view.when) == (False, None, "goes on with the next look")
    refused = make_lens(autotask=SideHealth("unauthorized", "", NOW, NOW))
    assert sweep_view(make_side(sweep=rests), refused).when == "goes on once the sign-in works"


def test_a_sweep_that_failed_says_when_it_tries_again() -> None:
    again_at = NOW + timedelta(minutes=32)
    state = {"failures": 3, "run": {"read": 1_500, "after_id": 9}}
    side = make_side(look=LOOKED, sweep=JobRow(RunRow(NOW, again_at), state, NOW))
    assert sweep_due(side, make_connection(), NOW) == again_at
    view = sweep_view(side, make_lens())
    assert view.next is not None
    assert view.next.text == "in 32 min"
    assert "1,500 invoices read so far; it cannot read on now, the sync log says why" in view.found
    tries = make_side(look=LOOKED, sweep=JobRow(RunRow(NOW, None, NOW), state, NOW))
    assert sweep_due(tries, make_connection(), NOW) is None


def test_the_first_look_counts_as_a_sweep_so_the_first_sweep_is_of_the_night_after_it() -> None:
    before = sweep_view(make_side(), make_lens())
    assert (before.last, before.next, before.when) == (None, None, "after the first look")
    after = make_side(look=LOOKED, sweep=swept(NOW - timedelta(minutes=1)))
    assert sweep_due(after, make_connection(), NOW) == TONIGHT
    view = sweep_view(after, make_lens())
    assert (view.last, view.found) == (None, "")
    assert view.next is not None
    assert view.next.text == "in 14 h"


def test_a_sweep_whose_hour_has_begun_comes_with_the_next_look() -> None:
    side = make_side(look=LOOKED, sweep=swept(NOW - timedelta(hours=20)))
    assert sweep_due(side, make_connection(), NOW) == NOW
    view = sweep_view(side, make_lens())
    assert (view.next, view.when) == (None, "with the next look")


def test_another_hour_counts_at_once_whatever_was_planned() -> None:
    planned = JobRow(RunRow(NOW, TONIGHT), {}, NOW)
    side = make_side(look=LOOKED, sweep=planned, options={"sweep_hour": 5})
    assert sweep_due(side, make_connection(), NOW) == TONIGHT + timedelta(hours=3)


def test_the_hour_is_one_of_the_owners_day() -> None:
    owner = Sharer("totara", "Totara", "NEWZEALANDSTANDARDTIME")
    side = make_side(look=LOOKED, sweep=swept(NOW), owner=owner)
    sydney = make_lens(xero_timezone="AUSEASTERNSTANDARDTIME", autotask_of="totara")
    # Two in the morning in Auckland, which is midnight in Sydney.
    assert sweep_due(side, sydney.connection, NOW) == datetime(2026, 11, 22, 13, tzinfo=UTC)
    assert autotask_view(side, sydney).sweep_place == "Auckland"


def test_a_look_that_is_planned_says_when() -> None:
    run = RunRow(NOW - timedelta(seconds=50), NOW + timedelta(minutes=10), None)
    view = look_view(make_side(look=JobRow(run)), make_lens())
    assert view.next is not None
    assert (view.next.text, view.is_running) == ("in 10 min", False)


@pytest.mark.parametrize(
    ("run", "when"),
    [
        (RunRow(NOW, NOW, None), "at any moment"),
        (RunRow(NOW, None, NOW), "when this one has ended"),
        (RunRow(), "not planned"),
    ],
)
def test_a_look_without_a_time_ahead_says_why(run: RunRow, when: str) -> None:
    view = look_view(make_side(look=JobRow(run)), make_lens())
    assert (view.next, view.when) == (None, when)


def test_nothing_is_planned_while_autotask_refuses_our_sign_in() -> None:
    run = RunRow(NOW, NOW + timedelta(minutes=10), None)
    refused = make_lens(autotask=SideHealth("unauthorized", "", NOW, NOW), ingest=run)
    side = make_side(look=JobRow(run, at=NOW), sweep=JobRow(run, at=NOW))
    for view in (look_view(side, refused), sweep_view(side, refused)):
        assert (view.next, view.when) == (None, "stopped")
    assert engine(refused).next_run is None
    assert refused.connection.next_look_at is None
