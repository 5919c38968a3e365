"""Beginnings by which a number is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.search_words import number_words


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        (("KMI-021866",), ["kmi-021866", "021866", "21866"]),
        (("KMI-021866", "KMI-021866"), ["kmi-021866", "021866", "21866"]),
        (("7", "INV-0007"), ["7", "inv-0007", "0007"]),
        (("INV 2026-0045",), ["inv 2026-0045", "2026-0045", "0045", "45"]),
        ((None, ""), []),
        (("000",), ["000"]),
        (("Ätna", None), ["ätna"]),
    ],
)
def test_a_number_is_found_by_itself_and_by_its_digits(
    numbers: tuple[str | None, ...], words: list[str]
) -> None:
    assert number_words(*numbers) == words


@given(st.text(max_size=300))
def test_no_number_has_many_words_or_one_twice(number: str) -> None:
    words = number_words(number)
    assert len(words) == len(set(words)) <= 17
    assert all(words)
