"""Reading what a client posted: typed access, with Xero's complaint when a type is wrong."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from sandbox.door.jsontext import loads
from sandbox.xero.dates import moment_of
from sandbox.xero.refusals import BrokenError, nothing_sent, unreadable

_LARGEST = Decimal(10) ** 15
# JSON can carry half a character, which no store can keep.
_HALVES = re.compile("[\ud800-\udfff]")
_NAMESPACE = "Xero.API.Library.DataContracts"


class Element:
    """One posted object; null and absent are the same."""

    def __init__(self, sent: Mapping[str, Any], path: str) -> None:
        self.sent = sent
        self.path = path

    def has(self, name: str) -> bool:
        """Whether a value was sent."""
        return self.sent.get(name) is not None

    def text(self, name: str) -> str | None:
        """A text; numbers are taken as their digits."""
        value = self.sent.get(name)
        if isinstance(value, dict | list):
            raise self._wrong(name, "String")
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, str) and not value.isascii() and _HALVES.search(value):
            raise self._wrong(name, "String")
        return None if value is None else str(value)

    def number(self, name: str) -> Decimal | None:
        """A number; one in a text is accepted."""
        value = self.sent.get(name)
        if value is None:
            return None
        if isinstance(value, bool | dict | list):
            raise self._wrong(name, "Decimal")
        try:
            number = Decimal(str(value).strip())
        except InvalidOperation:
            raise self._wrong(name, "Decimal") from None
        if not number.is_finite() or abs(number) > _LARGEST:
            raise self._wrong(name, "Decimal")
        return number

    def flag(self, name: str) -> bool | None:
        """True or false; as text accepted too."""
        value = self.sent.get(name)
        if value is None or isinstance(value, bool):
            return value
        if str(value).lower() in ("true", "false"):
            return str(value).lower() == "true"
        raise self._wrong(name, "Boolean")

    def day(self, name: str) -> date | None:
        """A date in any accepted spelling."""
        value = self.sent.get(name)
        if value is None or value == "":
            return None
        try:
            return moment_of(str(value)).date()
        except (ValueError, OverflowError):
            raise self._wrong(name, "DateTime") from None

    def guid(self, name: str) -> str | None:
        """An id, lower case; the empty text is none."""
        value = self.text(name)
        if not value:
            return None
        try:
            return str(UUID(value))
        except ValueError:
            raise self._wrong(name, "Guid") from None

    def choice(self, name: str, kind: str, allowed: Collection[str]) -> str | None:
        """A word of a fixed list in any letter case."""
        value = self.text(name)
        if not value:
            return None
        found = next((word for word in allowed if word.lower() == value.lower()), None)
        if found is None:
            raise self._wrong(name, kind)
        return found

    def child(self, name: str) -> "Element | None":
        """A nested object."""
        value = self.sent.get(name)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self._wrong(name, name)
        return Element(value, f"{self.path}.{name}")

    def children(self, name: str) -> "list[Element] | None":
        """A nested list of objects."""
        value = self.sent.get(name)
        if value is None:
            return None
        if isinstance(value, dict) and name == "Tracking":
            # Known to end in a 500: xero-ruby issue 86.
            raise BrokenError
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            raise self._wrong(name, name)
        return [Element(row, f"{self.path}.{name}[{i}]") for i, row in enumerate(value)]

    def _wrong(self, name: str, kind: str) -> Exception:
        value = self.sent.get(name)
        shown = f'"{value}"' if isinstance(value, str) else str(value)
        shown = shown.encode("utf-8", errors="replace").decode()
        return unreadable(
            f"Error converting value {shown} to type '{_NAMESPACE}.{kind}'. "
            f"Path '{self.path}.{name}'."
        )


def elements_of(body: bytes, collection: str, noun: str) -> list[Element]:
    """The posted elements: under the collection's name, as a bare list, or one bare element."""
    if not body.strip():
        raise nothing_sent(noun)
    try:
        posted = loads(body)
    except (ValueError, UnicodeDecodeError):
        raise unreadable("JSON for post data was invalid") from None
    if isinstance(posted, dict):
        posted = posted.get(collection, [posted] if posted else [])
    if not isinstance(posted, list) or not all(isinstance(each, dict) for each in posted):
        raise unreadable(f"JSON for post data was invalid. Path '{collection}'.")
    if not posted:
        raise nothing_sent(noun)
    return [Element(each, f"{collection}[{i}]") for i, each in enumerate(posted)]
