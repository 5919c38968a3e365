"""What is to be told, when it is told again, and how much of the hour may go into it."""

from datetime import timedelta
from decimal import Decimal

import pytest

from core.domain.write_back import Marks, Untold, Word, calls_left, is_wanted, next_try, word_for
from tests.factories.documents import NOON, make_settings

UNTOLD = Untold(1, NOON, "INV-7")
BOTH = make_settings(write_back_exported=True, write_back_number=True)


@pytest.mark.parametrize(
    ("marks", "word"),
    [
        (Marks(), Word(NOON, "INV-7")),
        (Marks(exported_at=NOON), Word(None, "INV-7")),
        (Marks(number="INV-7"), Word(NOON, None)),
        (Marks(exported_at=NOON, number="INV-7"), Word()),
    ],
)
def test_only_what_is_missing_is_told(marks: Marks, word: Word) -> None:
    assert word_for(UNTOLD, marks, BOTH) == word
    assert word.is_empty == (word == Word())


def test_nothing_is_told_that_no_option_asks_for() -> None:
    assert word_for(UNTOLD, Marks(), make_settings()) == Word()
    assert not is_wanted(make_settings())
    assert is_wanted(make_settings(write_back_number=True))


@pytest.mark.parametrize("number", ["", "N" * 101])
def test_a_number_that_autotask_cannot_hold_is_left_out(number: str) -> None:
    assert word_for(Untold(1, NOON, number), Marks(), BOTH) == Word(NOON, None)


def test_a_refusal_is_followed_by_two_more_tries() -> None:
    assert next_try(1, NOON) == NOON + timedelta(hours=1)
    assert next_try(2, NOON) == NOON + timedelta(days=1)
    assert next_try(3, NOON) is None


@pytest.mark.parametrize(("used", "left"), [(0, 6300), (6299, 1), (6300, 0), (9999, 0)])
def test_a_part_of_our_share_stays_for_the_looks(used: int, left: int) -> None:
    assert calls_left(10_000, used, Decimal("0.7")) == left
