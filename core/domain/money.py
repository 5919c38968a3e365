"""Money: Decimal only, two decimals at the end, half up as Xero rounds.

Autotask keeps four decimals (REST entity BillingItems), Xero two per line and tax
(developer.xero.com, "Rounding in Xero"): `apportion` brings a column of four-decimal amounts to
cents without changing its sum.
"""

from collections.abc import Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import NamedTuple

CENT = Decimal("0.01")
PRICE_STEP = Decimal("0.0001")


def to_cents(amount: Decimal) -> Decimal:
    """Round half away from zero to two decimals; 2.165 becomes 2.17, -2.165 becomes -2.17."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def apportion(amounts: Sequence[Decimal], total: Decimal | None = None) -> tuple[Decimal, ...]:
    """Round each amount to cents so that their sum is the rounded sum of the exact amounts.

    The missing cents go to the amounts that lost most by rounding down (largest remainder). With a
    `total` of its own the sum comes as near to it as less than a cent for each amount allows.
    """
    floors = [amount.quantize(CENT, rounding=ROUND_FLOOR) for amount in amounts]
    least = sum(floors, Decimal(0))
    fractions = sum(floor != amount for floor, amount in zip(floors, amounts, strict=True))
    wanted = to_cents(sum(amounts, Decimal(0))) if total is None else total
    missing = int((min(max(wanted, least), least + fractions * CENT) - least) / CENT)
    by_remainder = sorted(
        range(len(amounts)), key=lambda index: (floors[index] - amounts[index], index)
    )
    for index in by_remainder[:missing]:
        floors[index] += CENT
    return tuple(floors)


class Price(NamedTuple):
    """A quantity and unit amount whose product, as Xero rounds it, is the wanted line amount."""

    quantity: Decimal
    unit_amount: Decimal
    is_exact: bool


def choose_price(wanted: Decimal, quantity: Decimal, rate: Decimal) -> Price:
    """Find the price that makes Xero's line come out as `wanted` (cents).

    1. Autotask's own quantity and rate, if Xero can carry both and their product fits.
    2. The same quantity and a rate of four decimals that fits.
    3. Quantity 1 at the whole amount (`is_exact` False: say "q x p" in the text).
    """
    fits_xero = quantity > 0 and quantity == quantity.quantize(PRICE_STEP)
    if fits_xero:
        for candidate in (rate, (wanted / quantity).quantize(PRICE_STEP, ROUND_HALF_UP)):
            has_four_decimals = candidate == candidate.quantize(PRICE_STEP)
            if has_four_decimals and to_cents(quantity * candidate) == wanted:
                return Price(quantity, candidate, is_exact=True)
    return Price(Decimal(1), wanted, is_exact=False)
