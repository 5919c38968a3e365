"""Reads one field of an Autotask row, or says exactly which one cannot be read."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, NoReturn

from core.clients.autotask.salvage import Malformed
from core.domain.errors import RejectedError

# Amounts stay far below fifteen digits on either side of the point; beyond it is damage.
_MOST_DIGITS = 15
# Autotask's largest whole numbers are longs of 64 bits.
_LARGEST_WHOLE = 2**63 - 1
# What a Decimal128 holds.
_STORED_DIGITS = 34
# Twice of what Autotask promises for its longest texts; what is behind it is cut off.
_LONGEST_TEXT = 16_000
_LONGEST_SHOWN = 80


class TranslationError(RejectedError):
    """A row of Autotask's that cannot be read; `field` is Autotask's own name for the place.

    `row_name` says which of several rows it is, where there are several.
    """

    def __init__(
        self, message: str, *, field: str, autotask_id: int | None, row_name: str = ""
    ) -> None:
        super().__init__(message)
        self.field = field
        self.autotask_id = autotask_id
        self.row_name = row_name

    @property
    def place(self) -> str:
        return f"{self.field} of {self.row_name}" if self.row_name else self.field


class Row:
    """A row of an entity. A missing key and null mean the same: `IncludeFields` leaves keys out."""

    def __init__(self, entity: str, raw: Mapping[str, Any]) -> None:
        self._entity = entity
        self._raw = raw

    @property
    def id(self) -> int:
        return self.whole("id")

    def whole(self, field: str) -> int:
        value = self.whole_or_none(field)
        return self._refuse(field, "is missing") if value is None else value

    def whole_or_none(self, field: str) -> int | None:
        value = self._raw.get(field)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            self._refuse(field, f"is not a whole number: {_shown(value)}")
        if abs(value) > _LARGEST_WHOLE:
            self._refuse(field, "is out of all proportion")
        return value

    def id_or_none(self, field: str) -> int | None:
        """An id to ask for; None as well for what cannot be one."""
        try:
            return self.whole_or_none(field)
        except TranslationError:
            return None

    def amount(self, field: str, when_missing: int | None = None) -> Decimal:
        value = self._raw.get(field)
        if value is None:
            return (
                self._refuse(field, "is missing") if when_missing is None else Decimal(when_missing)
            )
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            self._refuse(field, f"is not a number: {_shown(value)}")
        amount = Decimal(value)
        digits = len(amount.as_tuple().digits)
        is_storable = amount.is_finite() and digits <= _STORED_DIGITS
        if not is_storable or abs(amount.adjusted()) >= _MOST_DIGITS:
            self._refuse(field, "is out of all proportion")
        return amount

    def text(self, field: str, longest: int = _LONGEST_TEXT) -> str:
        """A text without blanks around it; one that is out of all proportion is cut."""
        value = self._raw.get(field)
        if value is None:
            return ""
        if not isinstance(value, str):
            self._refuse(field, f"is not a text: {_shown(value)}")
        return without_halves(value[:longest]).strip()

    def name(self, field: str, longest: int) -> str:
        """A text that would be another one if it were cut."""
        value = self.text(field)
        if len(value) > longest:
            self._refuse(field, f"is longer than {longest} characters")
        return value

    def flag(self, field: str, *, default: bool = False) -> bool:
        """Some flags are 0 and 1 (Contacts.isActive), most are booleans."""
        value = self._raw.get(field)
        if value is None:
            return default
        if not isinstance(value, int) or value not in (0, 1):
            self._refuse(field, f"is neither true nor false: {_shown(value)}")
        return bool(value)

    def day(self, field: str) -> date:
        value = self.day_or_none(field)
        return self._refuse(field, "is missing") if value is None else value

    def day_or_none(self, field: str) -> date | None:
        """A calendar day: the first ten characters, whatever time and zone follow."""
        value = self._raw.get(field)
        if value in (None, ""):
            return None
        day = _day_in(value)
        return self._refuse(field, f"is not a date: {_shown(value)}") if day is None else day

    def day_if_readable(self, field: str) -> date | None:
        """A calendar day that nothing depends on: what is no date is none, and stands in the raw row."""
        return _day_in(self._raw.get(field))

    def instant(self, field: str) -> datetime:
        value = self.instant_or_none(field)
        return self._refuse(field, "is missing") if value is None else value

    def instant_or_none(self, field: str) -> datetime | None:
        """An instant; without a zone it is UTC."""
        value = self._raw.get(field)
        if value in (None, ""):
            return None
        moment = _moment_in(value)
        return self._refuse(field, f"is not a time: {_shown(value)}") if moment is None else moment

    def rows(self, field: str) -> list[dict[str, Any]]:
        value = self._raw.get(field)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self._refuse(field, f"is not a list of rows: {_shown(value)}")
        return value

    def refuse_malformed(self) -> None:
        """Refuse a row of which a field is not even JSON, whether it is wanted or not."""
        for field, value in self._raw.items():
            if isinstance(value, Malformed):
                self._refuse(field, f"is not JSON: {value.text[:_LONGEST_SHOWN]}")

    def demand(self, *fields: str) -> None:
        """Refuse a field that was asked for, is promised by Autotask, and is empty."""
        for field in fields:
            if field in self._raw and self._raw[field] is None:
                self._refuse(field, "is missing")

    def _refuse(self, field: str, what: str) -> NoReturn:
        number = self._raw.get("id")
        known = number if isinstance(number, int) else None
        raise TranslationError(
            f"{self._entity}.{field} of {'an unknown row' if known is None else known} {what}.",
            field=f"{self._entity}.{field}",
            autotask_id=known,
        )


def without_halves(text: str) -> str:
    """Half of a surrogate pair is text to JSON and to nobody else."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _day_in(value: Any) -> date | None:
    try:
        return date.fromisoformat(value[:10]) if _is_iso(value) else None
    except ValueError:
        return None


def _moment_in(value: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value) if _is_iso(value) else None
        if moment is None or moment.tzinfo is None:
            return moment.replace(tzinfo=UTC) if moment else None
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _is_iso(value: Any) -> bool:
    # Python also takes a date without its hyphens, which in JSON would be a number or a mistake.
    return isinstance(value, str) and value[4:5] == "-"


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
