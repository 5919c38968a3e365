"""Greenlets as hands: so many at once, a free one is waited for, and pauses end on time."""

from datetime import timedelta

import eventlet
import pytest
from eventlet.event import Event

from core.runtime import pausing
from core.runtime.clock import utc_now
from core.runtime.crew import GreenCrew
from core.runtime.pausing import pause_until


def test_no_more_work_than_hands_and_the_leader_waits_for_a_free_one() -> None:
    crew = GreenCrew(2)
    ends = [Event() for _ in range(3)]
    under_way: list[int] = []

    def work(number: int) -> None:
        under_way.append(number)
        ends[number].wait()
        under_way.remove(number)

    crew.start(lambda: work(0))
    crew.start(lambda: work(1))
    leader = eventlet.spawn(crew.make_room)
    eventlet.sleep(0)
    assert under_way == [0, 1]
    assert not leader.dead
    ends[0].send()
    leader.wait()
    crew.start(lambda: work(2))
    eventlet.sleep(0)
    assert under_way == [1, 2]
    ends[1].send()
    ends[2].send()
    crew.join()
    assert under_way == []


def test_a_pause_ends_within_a_tenth_of_a_second_of_its_time() -> None:
    until = utc_now() + timedelta(seconds=0.7)
    assert pause_until(until, utc_now)
    assert timedelta(0) <= utc_now() - until < timedelta(seconds=0.1)


def test_a_pause_whose_time_has_come_is_none() -> None:
    before = utc_now()
    assert pause_until(before - timedelta(seconds=5), utc_now)
    assert utc_now() - before < timedelta(seconds=0.1)


def test_a_process_that_is_to_stop_does_not_finish_its_pause(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pausing, "is_stopping", lambda: True)
    before = utc_now()
    assert not pause_until(before + timedelta(minutes=1), utc_now)
    assert utc_now() - before < timedelta(seconds=1)
