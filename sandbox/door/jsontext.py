"""JSON that keeps money exact: Decimal in memory, plain numbers in the text."""

import json
from decimal import Decimal
from typing import Any, Final

Document = dict[str, Any]


def dumps(value: object) -> str:
    """Compact JSON; a Decimal becomes a number with at least one decimal."""
    return _COMPACT.encode(value)


def loads(text: str | bytes) -> Any:
    """The value of a JSON text, its fractions as Decimal."""
    return json.loads(text, parse_float=Decimal)


def _number(value: object) -> float:
    # Fifteen significant digits survive a float, and no amount here has more.
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


# Made once: an encoder for each of the hundreds of rows of a page takes as long as the rows.
_COMPACT: Final = json.JSONEncoder(default=_number, ensure_ascii=False, separators=(",", ":"))
