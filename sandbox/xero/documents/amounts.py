"""Xero's arithmetic: lines to two decimals, half up, tax a line at a time, then sums."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import Any

_HUNDRED = Decimal(100)
_STEPS = tuple(Decimal(1).scaleb(-places) for places in range(7))


def half_up(amount: Decimal, places: int = 2) -> Decimal:
    """Rounded, halves away from zero."""
    return amount.quantize(_STEPS[places], ROUND_HALF_UP)


@dataclass(frozen=True)
class Discount:
    """In percent or in money; neither is none."""

    rate: Decimal | None = None
    off: Decimal | None = None


NOTHING_OFF = Discount()


def line_amount(
    quantity: Decimal, unit: Decimal, less: Discount = NOTHING_OFF, *, half_even: bool = False
) -> Decimal:
    """Quantity times price, less a discount; no document says what becomes of a half cent."""
    ways = ROUND_HALF_EVEN if half_even else ROUND_HALF_UP
    gross = quantity * unit
    if less.rate is not None:
        gross = gross * (_HUNDRED - less.rate) / _HUNDRED
    amount = gross.quantize(Decimal("0.01"), ways)
    return amount if less.rate is not None else amount - (less.off or Decimal(0))


def tax_amount(amount: Decimal, percent: Decimal, line_amount_types: str) -> Decimal:
    """The tax of one line, on top of its amount or inside it."""
    if line_amount_types == "NoTax":
        return Decimal("0.00")
    if line_amount_types == "Inclusive":
        return half_up(amount - amount * _HUNDRED / (_HUNDRED + percent))
    return half_up(amount * percent / _HUNDRED)


@dataclass(frozen=True)
class Totals:
    """The three sums of a document."""

    sub_total: Decimal
    total_tax: Decimal
    total: Decimal

    def described(self) -> dict[str, Decimal]:
        """As fields."""
        return {"SubTotal": self.sub_total, "TotalTax": self.total_tax, "Total": self.total}


def totals(lines: Sequence[Mapping[str, Any]], line_amount_types: str) -> Totals:
    """Summed from lines that are already rounded."""
    amount = sum((line.get("LineAmount", Decimal(0)) for line in lines), Decimal("0.00"))
    tax = sum((line.get("TaxAmount", Decimal(0)) for line in lines), Decimal("0.00"))
    if line_amount_types == "Inclusive":
        return Totals(amount - tax, tax, amount)
    return Totals(amount, tax, amount + tax)


def plain(amount: Decimal) -> str:
    """An amount as Xero writes it into messages."""
    return f"{amount:.2f}"
