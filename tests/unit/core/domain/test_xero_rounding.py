"""The vectors are Xero's own: its rounding guide, its staff, and answers seen on the wire."""

from decimal import Decimal

import pytest

from core.domain.xero_rounding import line_amount, tax_of
from tests.factories.documents import make_draft_line, total_of


@pytest.mark.parametrize(
    ("quantity", "unit", "amount"),
    [
        ("1", "2.165", "2.17"),
        ("1.5", "10.95", "16.43"),
        ("3.1750", "0", "0.00"),
        ("-1", "2.165", "-2.17"),
    ],
)
def test_a_line_is_rounded_half_away_from_zero(quantity: str, unit: str, amount: str) -> None:
    assert line_amount(Decimal(quantity), Decimal(unit)) == Decimal(amount)


@pytest.mark.parametrize(
    ("amount", "tax"),
    [("25.06", "3.76"), ("25.61", "3.84"), ("25.63", "3.84"), ("-25.06", "-3.76")],
)
def test_tax_on_top_is_rounded_line_by_line(amount: str, tax: str) -> None:
    assert tax_of(Decimal(amount), Decimal(15)) == Decimal(tax)


@pytest.mark.parametrize(
    ("amount", "tax"),
    [("541.25", "70.60"), ("89.00", "11.61"), ("97.00", "12.65"), ("500.00", "65.22")],
)
def test_tax_inside_is_what_is_left_of_the_amount(amount: str, tax: str) -> None:
    assert tax_of(Decimal(amount), Decimal(15), is_inside=True) == Decimal(tax)


def test_three_lines_make_the_tax_of_their_lines_and_not_of_their_sum() -> None:
    lines = [
        make_draft_line(net, str(tax_of(Decimal(net), Decimal(15))))
        for net in ("25.06", "25.61", "25.63")
    ]
    assert sum(line.tax for line in lines) == Decimal("11.44")
    assert total_of(lines) == Decimal("76.30") + Decimal("11.44")
