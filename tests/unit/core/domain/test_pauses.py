"""How long a job waits after failures."""

from datetime import timedelta

import pytest

from core.domain.errors import SyncError, UnauthorizedError, UnavailableError
from core.domain.pauses import Setback

DOWN = UnavailableError("Xero answered 503.")
SHUT_OUT = UnauthorizedError("Xero refuses the token.")


def after(*errors: SyncError) -> timedelta:
    setback = Setback()
    for error in errors:
        setback = setback.again(error)
    return setback.pause


@pytest.mark.parametrize(("times", "seconds"), [(1, 5), (2, 10), (3, 20), (4, 30), (40, 30)])
def test_an_outage_is_asked_after_within_half_a_minute(times: int, seconds: int) -> None:
    assert after(*[DOWN] * times) == timedelta(seconds=seconds)


@pytest.mark.parametrize(("times", "minutes"), [(1, 1), (2, 2), (4, 8), (5, 15), (40, 15)])
def test_a_refused_consent_is_tried_ever_more_rarely(times: int, minutes: int) -> None:
    assert after(*[SHUT_OUT] * times) == timedelta(minutes=minutes)


def test_an_outage_before_it_is_no_reason_to_wait_long_for_a_consent() -> None:
    assert after(*[DOWN] * 9, SHUT_OUT) == timedelta(minutes=1)
    assert after(*[SHUT_OUT] * 9, DOWN) == timedelta(seconds=5)
