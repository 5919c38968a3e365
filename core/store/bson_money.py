"""Decimal to BSON Decimal128 and back.

An invoice has dozens of amounts and is read and written several times on its way to Xero; bson's own
conversions (pure Python, digit by digit) were a quarter of the posting actor's work. These read and
write the sixteen bytes themselves: BSON specification, "Decimal128", binary integer decimal encoding.
"""

from decimal import Decimal
from functools import lru_cache

from bson.decimal128 import Decimal128

_BIAS = 6176
_COEFFICIENT_BITS = 113
_COEFFICIENT = (1 << _COEFFICIENT_BITS) - 1
_SIGN = 1 << 127
# Set in infinities, in what is no number, and in coefficients beyond 34 digits.
_SPECIAL = 0b11 << 125
# What Python's own context multiplies without rounding.
_EASY = 10**27


def to_bson(amount: Decimal | None) -> Decimal128 | None:
    if amount is None:
        return None
    _, digits, exponent = amount.as_tuple()
    if not isinstance(exponent, int) or len(digits) > 27 or not -_BIAS <= exponent <= 0:
        return Decimal128(amount)
    bits = int(amount.scaleb(-exponent).copy_abs()) | (exponent + _BIAS) << _COEFFICIENT_BITS
    if amount.is_signed():
        bits |= _SIGN
    return Decimal128.from_bid(bits.to_bytes(16, "little"))


def from_bson(amount: Decimal128 | None) -> Decimal:
    """An absent amount reads as zero."""
    return Decimal(0) if amount is None else _read(amount.bid)


@lru_cache(maxsize=16_384)
def _read(bid: bytes) -> Decimal:
    bits = int.from_bytes(bid, "little")
    coefficient = bits & _COEFFICIENT
    if bits & _SPECIAL == _SPECIAL or coefficient >= _EASY:
        return Decimal128.from_bid(bid).to_decimal()
    amount = Decimal(coefficient).scaleb(((bits & ~_SIGN) >> _COEFFICIENT_BITS) - _BIAS)
    return amount.copy_negate() if bits & _SIGN else amount


def as_text(amount: Decimal128) -> str:
    """All its decimals and no exponent, as `f"{...:f}"` writes it: for files of many rows."""
    bits = int.from_bytes(amount.bid, "little")
    places = _BIAS - ((bits & ~_SIGN) >> _COEFFICIENT_BITS)
    if bits & _SPECIAL == _SPECIAL or places < 0:
        return f"{amount.to_decimal():f}"
    digits = str(bits & _COEFFICIENT)
    if places:
        digits = digits.zfill(places + 1)
        digits = f"{digits[:-places]}.{digits[-places:]}"
    return f"-{digits}" if bits & _SIGN else digits
