"""Amounts as one types them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.search_amount import amounts


@pytest.mark.parametrize(
    ("typed", "low", "high"),
    [
        ("6900", "6900.00", "6900.99"),
        ("6,900.00", "6900.00", "6900.00"),
        ("6900,00", "6900.00", "6900.00"),
        ("6.900,5", "6900.50", "6900.59"),
        ("1 234 567", "1234567.00", "1234567.99"),
        ("-230", "230.00", "230.99"),
        (" 6900. ", "6900.00", "6900.99"),
        ("0", "0.00", "0.99"),
    ],
)
def test_an_amount_is_what_begins_so(typed: str, low: str, high: str) -> None:
    assert amounts(typed) == (Decimal(low), Decimal(high))


@pytest.mark.parametrize("typed", ["", "INV-1", "6900.123.4", "12,34.567", "²", "1" * 13, "--1"])
def test_other_texts_are_no_amount(typed: str) -> None:
    assert amounts(typed) is None


@given(st.integers(0, 10**9), st.sampled_from(["{:,}.{:02}", "{:,}", "{}", "{}.{:02}"]))
def test_an_amount_is_found_as_screens_show_it(cents: int, form: str) -> None:
    found = amounts(form.format(cents // 100, cents % 100))
    assert found
    assert found[0] <= Decimal(cents) / 100 <= found[1]
