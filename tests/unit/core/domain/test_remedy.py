from datetime import datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from core.domain.batch import Batch, BatchState
from core.domain.remedy import (
    KEY_LIFE,
    LATE_COMMIT_WAIT,
    MAX_SENDS,
    RESEND_PAUSE,
    Remedy,
    choose_remedy,
)
from tests.factories.documents import NOON, make_batch

XERO_FORGETS_A_KEY_AFTER = timedelta(minutes=6)
SECONDS = st.integers(min_value=0, max_value=1_200)


def _sent(sends: int, first: datetime = NOON, last: datetime | None = None, **more: Any) -> Batch:
    return make_batch(
        state=BatchState.SENT, sends=sends, first_sent_at=first, last_sent_at=last or first, **more
    )


def test_a_prepared_batch_never_left_and_is_released() -> None:
    assert choose_remedy(make_batch(), NOON + timedelta(days=3)) == (
        Remedy.RELEASE,
        NOON + timedelta(days=3),
    )


def test_a_batch_taken_back_counts_as_never_sent() -> None:
    taken_back = make_batch(state=BatchState.SENT, sends=0)
    assert choose_remedy(taken_back, NOON)[0] is Remedy.RELEASE


def test_a_young_unanswered_batch_goes_again_after_a_pause() -> None:
    batch = _sent(1)
    assert choose_remedy(batch, NOON + timedelta(seconds=4)) == (
        Remedy.WAIT,
        NOON + timedelta(seconds=5),
    )
    at_five = NOON + timedelta(seconds=5)
    assert choose_remedy(batch, at_five) == (Remedy.SEND, at_five)


def test_the_pause_before_sending_again_grows_with_every_send() -> None:
    last = NOON + timedelta(seconds=20)
    remedy, until = choose_remedy(_sent(2, last=last), last + timedelta(seconds=1))
    assert (remedy, until) == (Remedy.WAIT, last + 2 * RESEND_PAUSE)


def test_after_three_sends_only_a_look_can_tell_and_not_before_a_slow_commit_had_its_time() -> None:
    last = NOON + timedelta(seconds=40)
    batch = _sent(MAX_SENDS, last=last)
    assert choose_remedy(batch, last + timedelta(seconds=119)) == (
        Remedy.WAIT,
        last + timedelta(minutes=2),
    )
    due = last + timedelta(minutes=2)
    assert choose_remedy(batch, due) == (Remedy.LOOK_UP, due)


def test_an_old_batch_is_looked_up_and_never_sent_again() -> None:
    assert choose_remedy(_sent(1), NOON + timedelta(minutes=5))[0] is Remedy.LOOK_UP


def test_an_old_batch_that_was_sent_a_moment_ago_waits_for_its_late_commit() -> None:
    last = NOON + timedelta(minutes=4, seconds=59)
    remedy, until = choose_remedy(_sent(2, last=last), NOON + timedelta(minutes=5))
    assert (remedy, until) == (Remedy.WAIT, last + LATE_COMMIT_WAIT)


def test_a_batch_without_a_last_send_goes_by_its_first() -> None:
    batch = make_batch(state=BatchState.SENT, sends=3, first_sent_at=NOON)
    assert choose_remedy(batch, NOON)[1] == NOON + LATE_COMMIT_WAIT


@given(SECONDS, SECONDS, st.integers(min_value=1, max_value=5))
def test_bytes_never_leave_a_second_time_when_xero_may_have_forgotten_the_key(
    until_last: int, until_now: int, sends: int
) -> None:
    last = NOON + timedelta(seconds=until_last)
    now = last + timedelta(seconds=until_now)
    remedy, when = choose_remedy(_sent(sends, last=last), now)
    if remedy is Remedy.SEND:
        assert now - NOON < KEY_LIFE < XERO_FORGETS_A_KEY_AFTER
        assert sends < MAX_SENDS
    if remedy is Remedy.LOOK_UP:
        assert now - last >= LATE_COMMIT_WAIT
    assert (when > now) == (remedy is Remedy.WAIT)


@given(SECONDS, st.integers(min_value=1, max_value=3))
def test_waiting_ends_and_then_something_is_done(until_now: int, sends: int) -> None:
    now = NOON + timedelta(seconds=until_now)
    remedy, when = choose_remedy(_sent(sends), now)
    if remedy is Remedy.WAIT:
        assert when - now <= LATE_COMMIT_WAIT
        assert choose_remedy(_sent(sends), when)[0] is not Remedy.WAIT
