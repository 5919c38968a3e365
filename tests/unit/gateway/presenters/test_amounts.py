"""Money and quantities as text."""

from decimal import Decimal

import pytest

from gateway.presenters.amounts import amount, amount_in, quantity, short_amount


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("0", "0.00"),
        ("1234567.891", "1,234,567.89"),
        ("2.165", "2.17"),
        ("-1150", "−1,150.00"),
    ],
)
def test_an_amount_has_two_decimals_and_a_true_minus(value: str, shown: str) -> None:
    assert amount(Decimal(value)) == shown


def test_an_amount_carries_its_currency() -> None:
    assert amount_in(Decimal(5), "NZD") == "5.00 NZD"
    assert amount_in(None, "NZD") == "no amount"


@pytest.mark.parametrize(
    ("value", "shown"),
    [("1.0000", "1"), ("0.3333", "0.3333"), ("-2.50", "−2.5"), ("1000", "1,000"), ("10", "10")],
)
def test_a_quantity_shows_the_decimals_it_has(value: str, shown: str) -> None:
    assert quantity(Decimal(value)) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [("950", "950"), ("12345", "12k"), ("1400000", "1.4M"), ("-30000", "−30k")]
)
def test_narrow_places_get_short_amounts(value: str, shown: str) -> None:
    assert short_amount(Decimal(value)) == shown
