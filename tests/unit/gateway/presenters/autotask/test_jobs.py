"""Looks and the nightly sweep: when they were, when they are next, what they found."""

from datetime import timedelta

from core.store.views.autotask import JobRow
from core.store.views.connection_rows import RunRow, SideHealth
from gateway.presenters.autotask.jobs import look_view, sweep_view
from gateway.presenters.connections import engine
from tests.unit.gateway.presenters.autotask.made import make_side
from tests.unit.gateway.presenters.made import NOW, make_lens


def test_what_a_sweep_found_is_counted_and_the_next_one_is_of_the_next_night() -> None:
    ended = {"ended_at": NOW - timedelta(hours=3), "read": 1_204, "missed": 1, "changed": 2}
    view = sweep_view(make_side(sweep=JobRow(RunRow(NOW), ended)), make_lens())
    assert view.found == "1,204 invoices read; 1 that looks had missed, 2 changed"
    assert view.last is not None
    assert view.last.text == "3 h ago"
    assert view.next is not None
    assert view.next.text == "in 14 h"
    quiet = {"ended_at": NOW, "read": 1, "missed": 0, "changed": 0}
    found = sweep_view(make_side(sweep=JobRow(RunRow(), quiet)), make_lens()).found
    assert found == "1 invoice read; none that looks had missed, 0 changed"


def test_a_sweep_that_rests_for_a_look_is_still_on() -> None:
    state = {"ended_at": NOW - timedelta(days=1), "run": {"read": 1_500, "after_id": 9}}
    view = sweep_view(make_side(sweep=JobRow(RunRow(NOW, NOW), state)), make_lens())
    assert (view.is_running, view.found) == (True, "1,500 invoices read so far")
    assert view.next is None


def test_a_sweep_that_never_ran_found_nothing_and_is_due() -> None:
    view = sweep_view(make_side(), make_lens())
    assert (view.last, view.found, view.is_due) == (None, "", True)


def test_a_look_that_is_planned_says_when() -> None:
    run = RunRow(NOW - timedelta(seconds=50), NOW + timedelta(minutes=10), None)
    view = look_view(make_side(look=JobRow(run)), make_lens())
    assert view.next is not None
    assert (view.next.text, view.is_due, view.is_running) == ("in 10 min", False, False)


def test_nothing_is_planned_while_autotask_refuses_our_sign_in() -> None:
    run = RunRow(NOW, NOW + timedelta(minutes=10), None)
    refused = make_lens(autotask=SideHealth("unauthorized", "", NOW, NOW), ingest=run)
    side = make_side(look=JobRow(run), sweep=JobRow(run))
    assert look_view(side, refused).next is None
    assert sweep_view(side, refused).next is None
    assert engine(refused).next_run is None
