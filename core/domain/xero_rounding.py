"""Xero's arithmetic, for what a document will come to before Xero has seen it.

Lines and their tax are each rounded to cents, half away from zero, and then summed
(developer.xero.com, "Rounding in Xero"); with `unitdp=4` a price keeps four decimals.
"""

from decimal import Decimal

from core.domain.money import to_cents

_HUNDRED = Decimal(100)


def line_amount(quantity: Decimal, unit_amount: Decimal) -> Decimal:
    """What Xero makes of a quantity and a price."""
    return to_cents(quantity * unit_amount)


def tax_of(amount: Decimal, percent: Decimal, *, is_inside: bool = False) -> Decimal:
    """The tax of one line: on top of its amount, or `is_inside` where amounts include tax."""
    if is_inside:
        return to_cents(amount - amount * _HUNDRED / (_HUNDRED + percent))
    return to_cents(amount * percent / _HUNDRED)
