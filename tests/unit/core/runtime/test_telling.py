from datetime import timedelta

import pytest

from core.domain.errors import (
    DisconnectedError,
    MaintenanceError,
    NotPermittedError,
    OutcomeUnknownError,
    RateLimitedError,
    RejectedError,
    ScopeMissingError,
    SyncError,
    UnauthorizedError,
    UnavailableError,
)
from core.domain.faults import make_fault
from core.runtime.telling import trouble_of
from tests.factories.documents import NOON


def _limited(limit: str, wait: timedelta) -> RateLimitedError:
    return RateLimitedError("Enough.", limit=limit, until=NOON + wait, wait=wait)


@pytest.mark.parametrize(
    ("error", "state", "said"),
    [
        (_limited("minute", timedelta(seconds=40)), "limited_minute", "goes on at 12:00 UTC"),
        (_limited("day", timedelta(hours=2)), "limited_day", "goes on at 14:00 UTC"),
        (_limited("day", timedelta(hours=25)), "limited_day", "at 13:00 UTC on 23 November"),
        (_limited("appminute", timedelta(seconds=40)), "limited", "goes on at"),
        (MaintenanceError("503"), "maintenance", "go on by ourselves"),
        (OutcomeUnknownError("503", in_maintenance=True), "maintenance", "every five minutes"),
        (OutcomeUnknownError("reset"), "down", "not answering: reset"),
        (UnavailableError("refused"), "down", "not answering"),
        (DisconnectedError("403"), "disconnected", "Connect Xero again"),
        (ScopeMissingError("401"), "scope_missing", "allow everything"),
        (UnauthorizedError("ended", consent_ended=True), "unauthorized", "ended"),
        (RejectedError("no", reasons=("Bad filter",)), "refused", "Bad filter"),
    ],
)
def test_each_trouble_of_xeros_side_has_its_own_state_and_says_what_comes_next(
    error: SyncError, state: str, said: str
) -> None:
    trouble = trouble_of("xero", error, NOON)
    assert trouble.state == state
    assert said in trouble.message


def test_every_state_is_worded_by_the_catalogue_and_by_nothing_else() -> None:
    assert trouble_of("xero", MaintenanceError("503")).message == (
        make_fault("XERO_MAINTENANCE").message
    )
    down = trouble_of("autotask", UnavailableError("reset by peer."))
    assert down.message == make_fault("AUTOTASK_DOWN", detail="reset by peer").message
    scope = make_fault("XERO_SCOPE_MISSING")
    told = trouble_of("xero", ScopeMissingError("401")).message
    assert told == f"{scope.message} {scope.next_step}"


@pytest.mark.parametrize(
    ("limit", "state", "said"),
    [
        ("hourly", "limited", "10,000 calls an hour"),
        ("threads", "limited_threads", "three calls at a time"),
        ("concurrent", "limited_threads", "three calls at a time"),
    ],
)
def test_autotasks_hour_and_its_calls_at_once_are_two_states(
    limit: str, state: str, said: str
) -> None:
    told = trouble_of("autotask", _limited(limit, timedelta(minutes=5)), NOON)
    assert told.state == state
    assert said in told.message


@pytest.mark.parametrize("limit", ["hourly", "threads", "hour"])
def test_a_limit_of_autotasks_leaves_the_time_to_the_clock_of_the_screen(limit: str) -> None:
    told = trouble_of("autotask", _limited(limit, timedelta(minutes=5)), NOON)
    assert "UTC" not in told.message
    assert "goes on by itself" in told.message


def test_a_wait_is_told_by_the_clock_of_who_tells_it() -> None:
    error = RateLimitedError(
        "Enough.", limit="day", until=NOON + timedelta(days=9), wait=timedelta(hours=1)
    )
    assert "13:00 UTC" in trouble_of("xero", error, NOON).message


def test_our_own_share_of_autotasks_hour_is_a_state_that_names_figures_and_option() -> None:
    error = RateLimitedError(
        "7,000 of the hour's 10,000 calls are used by all integrations together, and our share "
        "ends at 70%",
        limit="hour",
        until=NOON + timedelta(minutes=5),
    )
    told = trouble_of("autotask", error, NOON)
    assert told.state == "limited_share"
    for part in ("7,000", "10,000", "70%", "autotask_share"):
        assert part in told.message


def test_a_refused_sign_in_says_that_nobody_calls_any_more_and_what_to_do() -> None:
    told = trouble_of("autotask", UnauthorizedError("Autotask does not accept it."), NOON)
    assert told.state == "unauthorized"
    assert "stopped calling" in told.message
    assert "Test the sign-in" in told.message


def test_a_missing_right_has_a_sentence_of_its_own() -> None:
    told = trouble_of("autotask", NotPermittedError("The API user may not read Contacts."), NOON)
    assert told.state == "not_permitted"
    assert told.message.startswith("The API user may not read Contacts. The sign-in itself is good")
