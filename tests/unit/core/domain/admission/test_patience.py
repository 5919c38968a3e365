from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.domain.admission.patience import Patience
from tests.factories.documents import NOON


def _patience(minutes: float = 0, zone: ZoneInfo | None = None) -> Patience:
    return Patience(NOON, NOON + timedelta(minutes=minutes), 60, zone or UTC)


@pytest.mark.parametrize(("waited", "is_over"), [(9.9, False), (10, True), (600, True)])
def test_a_wait_is_over_when_its_minutes_are(waited: float, is_over: bool) -> None:
    assert _patience(waited).is_over(10) is is_over


def test_a_wait_of_no_minutes_is_over_at_once() -> None:
    assert _patience().is_over(0)


def test_the_next_look_is_the_connections_next_poll_however_long_it_has_waited() -> None:
    for waited in (0, 5, 500):
        hold = _patience(waited).hold("NO_NUMBER", "No number", 10)
        assert hold.until == NOON + timedelta(minutes=waited, seconds=60)


def test_the_sentence_says_since_when_and_until_when_it_waits_and_what_comes_then() -> None:
    assert _patience(3).hold("NO_NUMBER", "No number yet", 10).message == (
        "No number yet; waiting since 22 Nov 12:00 UTC, at 22 Nov 12:10 UTC it becomes a Fault."
    )


def test_a_hold_without_end_says_so() -> None:
    assert _patience(3).hold_on("NOT_FINAL", "Not final").message == (
        "Not final; waiting since 22 Nov 12:00 UTC, for as long as it takes."
    )


def test_times_are_told_in_the_organisations_own_zone() -> None:
    told = _patience(zone=ZoneInfo("Pacific/Auckland")).hold_on("NOT_FINAL", "Not final").message
    assert "since 23 Nov 01:00 NZDT" in told


def test_the_sentence_stays_the_same_while_the_wait_goes_on() -> None:
    first, later = (_patience(each).hold("NO_LINES", "No lines", 60) for each in (1, 40))
    assert first.message == later.message
