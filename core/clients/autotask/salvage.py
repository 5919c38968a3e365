"""The rows of a page of which one is not JSON: the others are whole, and of that one all but a field.

Servers that paste their JSON together break it inside one text. Such a page breaks each time it is
asked for, and without this nothing would come in any more. A page that ends too early is no such
page: nobody knows what is missing, so it is an outage.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NoReturn

Raw = dict[str, Any]

_BEGINNING = re.compile(r'\s*\{\s*"items"\s*:\s*\[', re.IGNORECASE)
_END = re.compile(r'\]\s*,\s*"pageDetails"\s*:\s*(?=\{)', re.IGNORECASE)
_NEXT_ROW = re.compile(r'\}\s*,\s*(?=\{\s*"id"\s*:)')
_NEXT_FIELD = re.compile(r',\s*(?="[A-Za-z_]\w*"\s*:)')
_FIELD = re.compile(r'\s*"([A-Za-z_]\w*)"\s*:\s*')
_AFTER_VALUE = re.compile(r"\s*(,|\}\s*$)")
_BETWEEN = re.compile(r"\s*,?\s*")
_HALF = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Malformed:
    """What stands where a value should; no field can be read from it."""

    text: str

    def __str__(self) -> str:
        return self.text


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")


_DECODER = json.JSONDecoder(parse_float=Decimal, parse_constant=_refuse_constant)


def salvage(body: bytes) -> Raw | None:
    """Return the page with its broken fields as `Malformed`; None when more is wrong with it."""
    text = body.decode("utf-8-sig", "surrogateescape")
    beginning, ends = _BEGINNING.match(text), list(_END.finditer(text))
    if beginning is None or not ends:
        return None
    try:
        details, after = _DECODER.raw_decode(text, ends[-1].end())
    except (ValueError, RecursionError):
        return None
    if text[after:].strip() != "}":
        return None
    rows = list(_rows(text[beginning.end() : ends[-1].start()]))
    return {"items": rows, "pageDetails": details}


def _rows(text: str) -> Iterator[Any]:
    position = _behind(text, 0)
    while position < len(text):
        found = _whole_row(text, position)
        if found is None:
            following = _NEXT_ROW.search(text, position)
            end = following.start() + 1 if following else len(text)
            found = (_fields(text[position:end]), end)
        row, end = found
        yield row
        position = _behind(text, end)


def _behind(text: str, position: int) -> int:
    """Where the next row begins: a comma and blanks are passed over."""
    between = _BETWEEN.match(text, position)
    return between.end() if between else position


def _whole_row(text: str, position: int) -> tuple[Any, int] | None:
    try:
        row, end = _DECODER.raw_decode(text, position)
    except (ValueError, RecursionError):
        return None
    # What follows a whole row is another one or the end.
    rest = text[end : end + 200].lstrip()
    if rest and not rest.startswith(","):
        return None
    if not isinstance(row, dict):
        return None
    return {name: _whole(value) for name, value in row.items()}, end


def _whole(value: Any) -> Any:
    """A text with bytes in it that are none of UTF-8 is not what was meant."""
    is_broken = isinstance(value, str) and _HALF.search(value)
    return Malformed(value.encode("utf-8", "replace").decode()) if is_broken else value


def _fields(row: str) -> Raw:
    fields: Raw = {}
    position = row.find("{") + 1
    while found := _FIELD.match(row, position):
        value, position = _value(row, found.end())
        fields[found.group(1)] = value
    return fields


def _value(row: str, start: int) -> tuple[Any, int]:
    """A field's value, and where the next field begins."""
    try:
        value, end = _DECODER.raw_decode(row, start)
    except (ValueError, RecursionError):
        end = start
    else:
        if after := _AFTER_VALUE.match(row, end):
            return _whole(value), after.end()
    following = _NEXT_FIELD.search(row, end)
    stop = following.start() if following else max(row.rfind("}"), start)
    text = row[start:stop].encode("utf-8", "replace").decode()
    return Malformed(text), following.end() if following else len(row)
