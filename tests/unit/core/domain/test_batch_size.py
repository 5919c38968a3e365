from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.batch_size import SMALLEST, after_answer, after_too_large

SIZES = st.integers(1, 50)


@pytest.mark.parametrize(
    ("size", "took", "after"),
    [
        (50, None, 25),
        (25, 21, 12),
        (12, 60, 6),
        (6, 60, 5),
        (5, 60, 5),
        (5, 1, 10),
        (1, None, 1),
        (4, 60, 4),
        (48, 1, 50),
        (50, 1, 50),
        (20, 15, 20),
        (20, 20, 20),
    ],
)
def test_slowness_halves_and_quickness_adds(size: int, took: float | None, after: int) -> None:
    elapsed = None if took is None else timedelta(seconds=took)
    assert after_answer(size, 50, elapsed) == after


@given(SIZES, SIZES, st.none() | st.integers(0, 90))
def test_a_size_is_never_above_the_setting_nor_halved_below_five(
    size: int, configured: int, took: int | None
) -> None:
    elapsed = None if took is None else timedelta(seconds=took)
    after = after_answer(min(size, configured), configured, elapsed)
    assert 1 <= after <= configured
    assert after >= min(SMALLEST, configured, size)


@given(SIZES)
def test_what_was_too_large_is_cut_in_two_down_to_one(sent: int) -> None:
    assert after_too_large(sent) == max(1, sent // 2)
