"""Reads one field of an Autotask row, or says exactly which one cannot be read."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, NoReturn

from core.domain.errors import RejectedError

# Amounts stay far below fifteen digits on either side of the point; beyond it is damage.
_MOST_DIGITS = 15
# Autotask's largest whole numbers are longs of 64 bits.
_LARGEST_WHOLE = 2**63 - 1
# What a Decimal128 holds.
_STORED_DIGITS = 34


class TranslationError(RejectedError):
    """A row of Autotask's that cannot be read; `field` is Autotask's own name for the place."""

    def __init__(self, message: str, *, field: str, autotask_id: int | None) -> None:
        super().__init__(message)
        self.field = field
        self.autotask_id = autotask_id


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
            self._refuse(field, f"is not a whole number: {value!r}")
        if abs(value) > _LARGEST_WHOLE:
            self._refuse(field, "is out of all proportion")
        return value

    def amount(self, field: str, when_missing: int | None = None) -> Decimal:
        value = self._raw.get(field)
        if value is None:
            return (
                self._refuse(field, "is missing") if when_missing is None else Decimal(when_missing)
            )
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            self._refuse(field, f"is not a number: {value!r}")
        amount = Decimal(value)
        digits = len(amount.as_tuple().digits)
        is_storable = amount.is_finite() and digits <= _STORED_DIGITS
        if not is_storable or abs(amount.adjusted()) >= _MOST_DIGITS:
            self._refuse(field, "is out of all proportion")
        return amount

    def text(self, field: str) -> str:
        value = self._raw.get(field)
        return "" if value is None else str(value).strip()

    def flag(self, field: str, *, default: bool = False) -> bool:
        """Some flags are 0 and 1 (Contacts.isActive), most are booleans."""
        value = self._raw.get(field)
        return default if value is None else bool(value)

    def day(self, field: str) -> date:
        value = self.day_or_none(field)
        return self._refuse(field, "is missing") if value is None else value

    def day_or_none(self, field: str) -> date | None:
        """A calendar day: the first ten characters, whatever time and zone follow."""
        value = self._raw.get(field)
        if not value:
            return None
        try:
            return date.fromisoformat(str(value)[:10])
        except ValueError:
            self._refuse(field, f"is not a date: {value!r}")

    def instant(self, field: str) -> datetime:
        value = self.instant_or_none(field)
        return self._refuse(field, "is missing") if value is None else value

    def instant_or_none(self, field: str) -> datetime | None:
        """An instant; without a zone it is UTC."""
        value = self._raw.get(field)
        if not value:
            return None
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            self._refuse(field, f"is not a time: {value!r}")
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)

    def rows(self, field: str) -> list[dict[str, Any]]:
        value = self._raw.get(field)
        return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []

    def _refuse(self, field: str, what: str) -> NoReturn:
        number = self._raw.get("id")
        known = number if isinstance(number, int) else None
        raise TranslationError(
            f"{self._entity}.{field} of {'an unknown row' if known is None else known} {what}.",
            field=f"{self._entity}.{field}",
            autotask_id=known,
        )
