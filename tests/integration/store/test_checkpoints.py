"""When the next run of a job is due, whatever the clocks of the instances say."""

from datetime import timedelta
from typing import Any

import pytest

from core.store import checkpoints
from core.store.connect import server_now
from tests.integration.conftest import Server

MINUTE = timedelta(minutes=1)


def _is_due(offset: timedelta = timedelta(0)) -> bool:
    return checkpoints.is_due("kauri", "ingest", server_now() + offset)


def _finish(pause: timedelta, offset: timedelta = timedelta(0)) -> None:
    now = server_now() + offset
    checkpoints.finish("kauri", "ingest", now, now + pause)


def _let_pass(server: Server, time: timedelta) -> None:
    """As if the run had ended that much earlier, by every clock."""
    document: Any = server["checkpoints"].find_one({"_id": "kauri/ingest"})
    earlier = {name: document[name] - time for name in ("next_run_at", "free_at")}
    server["checkpoints"].update_one({"_id": "kauri/ingest"}, {"$set": earlier})


def test_a_job_that_never_ran_is_due(server: Server) -> None:
    assert _is_due()


def test_a_job_is_due_when_its_pause_is_over_and_not_before(server: Server) -> None:
    _finish(10 * MINUTE)
    assert not _is_due()
    assert not _is_due(9 * MINUTE)
    assert _is_due(10 * MINUTE + timedelta(seconds=1))


@pytest.mark.parametrize("ahead", [timedelta(hours=5), timedelta(days=400)])
def test_a_time_that_was_set_by_a_clock_ahead_of_ours_stops_nothing(
    server: Server, ahead: timedelta
) -> None:
    _finish(10 * MINUTE, offset=ahead)
    assert not _is_due(), "the pause itself is kept"
    _let_pass(server, 12 * MINUTE)
    assert _is_due()


def test_a_clock_that_is_set_back_stops_nothing(server: Server) -> None:
    _finish(10 * MINUTE)
    assert not _is_due(timedelta(hours=-5))
    _let_pass(server, 12 * MINUTE)
    assert _is_due(timedelta(hours=-5))


def test_what_was_asked_for_is_due_at_once_whoevers_clock_is_ahead(server: Server) -> None:
    _finish(10 * MINUTE)
    checkpoints.run_soon("kauri", "ingest", server_now() + timedelta(hours=5))
    assert _is_due()
    checkpoints.begin("kauri", "ingest", server_now())
    checkpoints.run_soon("kauri", "ingest", server_now())
    _finish(10 * MINUTE)
    assert _is_due(), "asked for while it ran"


def test_a_press_where_the_clock_is_ahead_leaves_no_time_that_anybody_waits_for(
    server: Server,
) -> None:
    checkpoints.run_soon("kauri", "ingest", server_now() + timedelta(hours=5))
    wanted_at = checkpoints.load("kauri", "ingest").next_run_at
    assert wanted_at
    assert wanted_at <= server_now()


def test_a_pause_ends_by_the_servers_clock_and_a_press_ends_it_at_once(server: Server) -> None:
    now = server_now() + timedelta(hours=5)
    checkpoints.wait_until("kauri", "ingest", now, now + 10 * MINUTE)
    assert not _is_due()
    _let_pass(server, 12 * MINUTE)
    assert _is_due()
    checkpoints.wait_until("kauri", "ingest", now, now + 10 * MINUTE)
    checkpoints.run_soon("kauri", "ingest", now)
    assert _is_due()
