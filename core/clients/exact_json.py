"""JSON in which money stays exact: Decimal on the way in, its own digits on the way out."""

import json
from decimal import Decimal
from typing import Any, NoReturn


class UnreadableJsonError(ValueError):
    """The text is not JSON (or not JSON that a vendor may send, such as NaN)."""


def load(text: bytes | str) -> Any:
    """Parse JSON; numbers with a point or exponent become Decimal, whole ones int."""
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise UnreadableJsonError(f"not readable as JSON: {type(error).__name__}") from error


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")


def dump(value: Any) -> bytes:
    """Write JSON as UTF-8 without blanks, keys in the order given: same value, same bytes.

    Raises TypeError for a float: it would already have lost what this module is there to keep.
    """
    return _text(value).encode()


def _text(value: Any) -> str:
    match value:
        case None | bool() | str():
            return json.dumps(value, ensure_ascii=False)
        case int():
            return str(value)
        case Decimal():
            return _digits(value)
        case dict():
            return "{" + ",".join(f"{_key(key)}:{_text(item)}" for key, item in value.items()) + "}"
        case list() | tuple():
            return "[" + ",".join(_text(item) for item in value) + "]"
    raise TypeError(f"{type(value).__name__} has no exact form in JSON")


def _digits(value: Decimal) -> str:
    if not value.is_finite():
        raise ValueError(f"{value} is not a JSON number")
    return format(value, "f")


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise TypeError(f"the key {key!r} is not text")
    return json.dumps(key, ensure_ascii=False)
