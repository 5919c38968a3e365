"""What is remembered of an account's calls."""

from datetime import datetime, timedelta

import pytest

from core.domain.call_account import Account, Block, block, since
from tests.factories.documents import NOON

HOUR = timedelta(hours=1)


def test_calls_are_counted_that_were_reserved_after_a_moment() -> None:
    account = Account(calls=(NOON - HOUR, NOON, NOON + HOUR))
    assert since(account, NOON) == 1
    assert since(account, NOON - 2 * HOUR) == 3


@pytest.mark.parametrize(
    ("until", "reason", "is_guess", "stays"),
    [
        (NOON + 2 * HOUR, "minute", False, False),
        (NOON + HOUR, "minute", False, True),
        (NOON - HOUR, "minute", False, True),
        (NOON - HOUR, "minute", True, True),
    ],
)
def test_a_longer_wait_is_not_shortened(
    until: datetime, reason: str, is_guess: bool, stays: bool
) -> None:
    account = Account(block=Block(NOON + HOUR, "minute"))
    blocked = block(account, until, reason, is_guess=is_guess)
    assert (blocked is account) is stays
    assert blocked.block is not None
    assert blocked.block.until == (NOON + HOUR if stays else until)


def test_what_the_vendor_orders_takes_the_place_of_our_guess_about_the_same_limit() -> None:
    guessed = Account(block=Block(NOON + HOUR, "minute", is_guess=True))
    ordered = block(guessed, NOON, "minute")
    assert ordered.block == Block(NOON, "minute")
    assert block(guessed, NOON, "day") is guessed


def test_an_ordered_end_of_the_day_says_nothing_of_what_is_left_of_the_next() -> None:
    account = Account(day_remaining=3)
    assert block(account, NOON, "day").day_remaining is None
    assert block(account, NOON, "day", is_guess=True).day_remaining == 3
