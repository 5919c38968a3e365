"""JSON in which money stays exact: Decimal on the way in, its own digits on the way out."""

import json
from collections.abc import Callable
from decimal import Decimal
from json.encoder import encode_basestring as _quoted
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
    # A full batch has thousands of values, so the way to each is one look into a table.
    return (_WRITERS.get(value.__class__) or _writer_for(value))(value)


def _writer_for(value: Any) -> Callable[[Any], str]:
    """For what is derived from one of the types, such as an enumeration of texts."""
    for kind, write in _WRITERS.items():
        if isinstance(value, kind):
            return write
    raise TypeError(f"{type(value).__name__} has no exact form in JSON")


def _object(value: dict[Any, Any]) -> str:
    return "{" + ",".join([f"{_key(key)}:{_text(item)}" for key, item in value.items()]) + "}"


def _array(value: list[Any] | tuple[Any, ...]) -> str:
    return "[" + ",".join([_text(item) for item in value]) + "]"


def _digits(value: Decimal) -> str:
    if not value.is_finite():
        raise ValueError(f"{value} is not a JSON number")
    return format(value, "f")


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise TypeError(f"the key {key!r} is not text")
    return _quoted(key)


_WRITERS: dict[type, Callable[[Any], str]] = {
    str: _quoted,
    Decimal: _digits,
    dict: _object,
    list: _array,
    tuple: _array,
    bool: lambda value: "true" if value else "false",
    type(None): lambda _: "null",
    int: str,
}
