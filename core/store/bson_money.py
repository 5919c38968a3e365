"""Decimal to BSON Decimal128 and back."""

from decimal import Decimal

from bson.decimal128 import Decimal128


def to_bson(amount: Decimal | None) -> Decimal128 | None:
    return None if amount is None else Decimal128(amount)


def from_bson(amount: Decimal128 | None) -> Decimal:
    """An absent amount reads as zero."""
    return Decimal(0) if amount is None else amount.to_decimal()
