"""Where the next page of a list begins, as an opaque text that a client hands back unchanged."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from types import UnionType
from typing import Any

from bson.decimal128 import Decimal128

_LARGEST = 2**63 - 1


class BadCursorError(ValueError):
    """The text is no cursor of this list."""

    def __init__(self, message: str = "The cursor is not one that this list gave out.") -> None:
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last row's sort value and its tie breaker. `order` keeps cursors of two sorts apart."""

    order: str
    value: Any
    tie: Any

    def encode(self) -> str:
        packed = json.dumps([self.order, _pack(self.value), _pack(self.tie)])
        return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")


def decode(text: str, order: str, value: type | UnionType, tie: type | UnionType) -> Cursor:
    """Read a cursor; raises `BadCursorError` for anything that `encode` did not write of a row.

    `value` and `tie` are the types that rows of this list have there. Python cannot compare another
    one with them, and MongoDB would find nothing behind it without a word.
    """
    try:
        padded = text + "=" * (-len(text) % 4)
        stored, place, last = json.loads(base64.urlsafe_b64decode(padded))
        cursor = Cursor(stored, _unpack(place), _unpack(last))
    except (
        binascii.Error,
        ValueError,
        TypeError,
        KeyError,
        ArithmeticError,
        RecursionError,
    ) as error:
        raise BadCursorError from error
    if cursor.order != order:
        raise BadCursorError("The cursor belongs to another order of this list.")
    if not isinstance(cursor.value, value) or not isinstance(cursor.tie, tie):
        raise BadCursorError
    return cursor


def after(cursor: Cursor, field: str, tie: str, *, descending: bool) -> dict[str, Any]:
    """The condition for rows behind the cursor."""
    beyond = "$lt" if descending else "$gt"
    return {
        "$or": [
            {field: {beyond: cursor.value}},
            {field: cursor.value, tie: {beyond: cursor.tie}},
        ]
    }


def _pack(value: Any) -> list[Any]:
    match value:
        case datetime():
            return ["at", value.isoformat()]
        case Decimal():
            return ["money", str(value)]
        case Decimal128():
            return ["money", str(value.to_decimal())]
        case _:
            return ["plain", value]


def _unpack(packed: list[Any]) -> Any:
    kind, value = packed
    match kind:
        case "at":
            return _instant(value)
        case "money":
            return _amount(value)
    return _plain(value)


def _instant(value: str) -> datetime:
    at = datetime.fromisoformat(value)
    if at.tzinfo is None:
        raise ValueError("Every instant of a row has its zone.")
    # Raises for the first and the last hours of the calendar, which storage cannot take.
    return at.astimezone(UTC)


def _amount(value: str) -> Decimal128:
    amount = Decimal(value)
    if not amount.is_finite():
        raise ValueError("No amount of a row.")
    return Decimal128(amount)


def _plain(value: Any) -> Any:
    match value:
        case None:
            return None
        case bool():
            pass
        case int() if abs(value) <= _LARGEST:
            return value
        case str():
            # Raises for halves of characters, which storage cannot take.
            value.encode()
            return value
    raise TypeError("No value of a row.")
