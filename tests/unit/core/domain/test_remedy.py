from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.batch import Batch, BatchKind, BatchState
from core.domain.remedy import (
    KEY_LIFE,
    LATE_COMMIT_WAIT,
    LATEST_COMMIT,
    MAX_SENDS,
    RESEND_PAUSE,
    Remedy,
    choose_remedy,
    may_resend,
)
from tests.factories.documents import NOON, make_batch, make_element

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


XEROS_NUMBER = make_element(number="")


def _unprotected(**more: Any) -> Batch:
    return _sent(1, elements=(XEROS_NUMBER,), **more)


def _minutes(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("now", "remedy", "when"),
    [
        (0, Remedy.WAIT, 2),
        (1.9, Remedy.WAIT, 2),
        (2, Remedy.ADOPT, 2),
        (9.9, Remedy.ADOPT, 9.9),
        (10, Remedy.LOOK_UP, 10),
    ],
)
def test_an_unprotected_batch_is_looked_at_and_given_up_only_when_nothing_can_arrive(
    now: float, remedy: Remedy, when: float
) -> None:
    assert choose_remedy(_unprotected(), _minutes(now)) == (remedy, _minutes(when))


@pytest.mark.parametrize(("looked", "next_look"), [(2, 4), (3, 4), (4, 6.5), (6.5, 10), (9, 10)])
def test_each_look_is_followed_by_a_later_one(looked: float, next_look: float) -> None:
    batch = _unprotected(looked_up_at=_minutes(looked))
    assert choose_remedy(batch, _minutes(looked)) == (Remedy.WAIT, _minutes(next_look))


@given(SECONDS, st.integers(min_value=1, max_value=5), st.booleans())
def test_bytes_that_xero_would_take_twice_never_leave_a_second_time(
    until_now: int, sends: int, is_bill: bool
) -> None:
    kind = BatchKind.BILLS if is_bill else BatchKind.CREDIT_NOTES
    element = make_element() if is_bill else XEROS_NUMBER
    batch = _sent(sends, elements=(element,), kind=kind)
    remedy, _ = choose_remedy(batch, NOON + timedelta(seconds=until_now))
    assert remedy is not Remedy.SEND
    if remedy is Remedy.LOOK_UP:
        assert until_now >= LATEST_COMMIT.total_seconds()


def test_one_element_without_a_number_leaves_the_whole_batch_unprotected() -> None:
    assert make_batch(make_element(1), make_element(2)).is_protected
    assert not make_batch(make_element(1), XEROS_NUMBER).is_protected


@pytest.mark.parametrize(
    ("kind", "is_protected"),
    [
        (BatchKind.INVOICES, True),
        (BatchKind.CREDIT_NOTES, True),
        (BatchKind.PURCHASE_ORDERS, True),
        (BatchKind.CONTACTS, True),
        (BatchKind.BILLS, False),
        (BatchKind.INVOICE_UPDATE, False),
        (BatchKind.CONTACT_UPDATE, False),
    ],
)
def test_xero_keeps_every_number_of_ours_unique_but_a_bills(
    kind: BatchKind, is_protected: bool
) -> None:
    assert make_batch(kind=kind).is_protected is is_protected


def test_an_update_is_looked_at_soon_because_the_document_tells() -> None:
    batch = _sent(1, kind=BatchKind.INVOICE_UPDATE)
    assert choose_remedy(batch, NOON)[1] == NOON + timedelta(seconds=5)
    assert choose_remedy(batch, NOON + timedelta(seconds=5))[0] is Remedy.ADOPT
    assert choose_remedy(batch, NOON + LATEST_COMMIT)[0] is Remedy.LOOK_UP


def test_a_change_of_a_contact_is_never_sent_again_but_compared_anew() -> None:
    batch = _sent(1, kind=BatchKind.CONTACT_UPDATE)
    assert choose_remedy(batch, _minutes(1)) == (Remedy.WAIT, NOON + LATEST_COMMIT)
    assert choose_remedy(batch, NOON + LATEST_COMMIT)[0] is Remedy.LOOK_UP


def test_the_same_bytes_may_go_again_while_the_key_lives_and_not_too_often() -> None:
    assert may_resend(_sent(1), NOON + KEY_LIFE - timedelta(seconds=1))
    assert not may_resend(_sent(1), NOON + KEY_LIFE)
    assert not may_resend(_sent(MAX_SENDS), NOON)
    assert not may_resend(make_batch(), NOON)
