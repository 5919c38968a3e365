"""Our way between Decimal and Decimal128 is bson's own way, only shorter."""

from decimal import Decimal

import pytest
from bson.decimal128 import Decimal128
from hypothesis import given
from hypothesis import strategies as st

from core.store.bson_money import as_text, from_bson, to_bson

AMOUNTS = st.decimals(
    min_value=-(10**26), max_value=10**26, allow_nan=False, places=7
) | st.decimals(
    allow_nan=False, allow_infinity=False, places=2, min_value=-(10**6), max_value=10**6
)


@given(AMOUNTS)
def test_an_amount_is_stored_as_bson_stores_it(amount: Decimal) -> None:
    assert to_bson(amount) == Decimal128(amount)


@given(AMOUNTS)
def test_an_amount_comes_back_with_all_its_digits(amount: Decimal) -> None:
    assert from_bson(Decimal128(amount)).as_tuple() == amount.as_tuple()


@pytest.mark.parametrize(
    "text",
    ["0", "-0", "0.00", "-0.00", "1E+3", "0E+3", "1E-30", "1E-6176", "9" * 34, "Infinity", "NaN"],
)
def test_odd_numbers_take_the_long_way(text: str) -> None:
    amount = Decimal(text)
    assert to_bson(amount) == Decimal128(amount)
    assert str(from_bson(Decimal128(amount))) == str(Decimal128(amount).to_decimal())


def test_an_absent_amount_reads_as_zero_and_stays_absent() -> None:
    assert from_bson(None) == Decimal(0)
    assert to_bson(None) is None


@given(AMOUNTS)
def test_an_amount_as_text_has_all_its_digits_and_no_exponent(amount: Decimal) -> None:
    assert as_text(Decimal128(amount)) == f"{Decimal128(amount).to_decimal():f}"


@pytest.mark.parametrize("text", ["1E+3", "-0", "-0.00", "0.005", "9" * 34, "Infinity", "-1E-10"])
def test_odd_numbers_are_texts_too(text: str) -> None:
    assert as_text(Decimal128(text)) == f"{Decimal(text):f}"
