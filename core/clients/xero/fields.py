"""Reads one field of a Xero element, tolerantly: unknown values pass, missing keys are empty.

Xero leaves a key out rather than sending null, adds enum values without notice, and writes dates as
`/Date(1789344000000+0000)/` or as ISO text depending on the field.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from core.domain.errors import UnavailableError

NO_ID = "00000000-0000-0000-0000-000000000000"

_MS_DATE = re.compile(r"/Date\((?P<ms>-?\d{1,17})(?:[+-]\d{4})?\)/")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class UnreadableElementError(UnavailableError):
    """A field of Xero's that is not what it should be; `send` turns it into an unknown outcome."""


class Element:
    """One JSON object of an answer."""

    def __init__(self, raw: Any) -> None:
        self.raw: Mapping[str, Any] = raw if isinstance(raw, dict) else {}

    def text(self, key: str) -> str:
        value = self.raw.get(key)
        return "" if value is None else str(value)

    def flag(self, key: str) -> bool:
        value = self.raw.get(key)
        return value.casefold() == "true" if isinstance(value, str) else bool(value)

    def amount(self, key: str) -> Decimal:
        """Read money; a missing amount is 0."""
        value = self.raw.get(key)
        if value is None:
            return Decimal(0)
        try:
            amount = value if isinstance(value, Decimal) else Decimal(str(value))
        except InvalidOperation as error:
            raise UnreadableElementError(f"Xero's {key} is not a number.") from error
        if not amount.is_finite() or abs(amount.adjusted()) > 15:
            raise UnreadableElementError(f"Xero's {key} is out of all proportion.")
        return amount

    def instant(self, key: str) -> datetime | None:
        """Read an instant in UTC, None when missing. The zone in `/Date(ms+0000)/` is decoration."""
        value = self.text(key)
        if not value:
            return None
        try:
            moment = _read_moment(value)
        except (ValueError, OverflowError) as error:
            raise UnreadableElementError(f"Xero's {key} is not a date.") from error
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)

    def day(self, key: str) -> date | None:
        """Read a calendar day; Xero writes it as midnight UTC, so no zone may be applied."""
        moment = self.instant(key)
        return moment.date() if moment else None

    def inside(self, key: str) -> "Element":
        return Element(self.raw.get(key))

    def elements(self, key: str) -> "list[Element]":
        value = self.raw.get(key)
        return [Element(item) for item in value] if isinstance(value, list) else []

    def has(self, key: str) -> bool:
        return bool(self.raw.get(key))


def _read_moment(text: str) -> datetime:
    if found := _MS_DATE.fullmatch(text):
        return _EPOCH + timedelta(milliseconds=int(found["ms"]))
    return datetime.fromisoformat(text)
