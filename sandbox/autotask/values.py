"""Values of filters and writes in the form in which records hold them."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Final

from sandbox.autotask.problems import unreadable

Stored = str | int | Decimal | bool


def stored_form(data_type: str, value: object) -> Stored:
    """Comparable with the stored values of a field of this type."""
    return READERS.get(data_type, as_text)(value)


def as_instant(value: object) -> str:
    """Stored instants have one fixed format, so that their texts sort by time; no zone means UTC."""
    if not isinstance(value, str):
        raise unreadable("DateTime", value)
    try:
        moment = datetime.fromisoformat(value.strip())
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise unreadable("DateTime", value) from None
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def as_day(value: object) -> str:
    return as_instant(value)[:10]


def as_number(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        raise unreadable("number", value)
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise unreadable("number", value) from None
    if not number.is_finite():
        raise unreadable("number", value)
    return number


def as_boolean(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise unreadable("Boolean", value)


def as_text(value: object) -> str:
    """Comparisons of text ignore letter case, as the vendor's database does."""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise unreadable("String", value)
    return str(value).lower()


READERS: Final[Mapping[str, Callable[[object], Stored]]] = {
    "integer": as_number,
    "long": as_number,
    "short": as_number,
    "decimal": as_number,
    "float": as_number,
    "datetime": as_instant,
    "day": as_day,
    "boolean": as_boolean,
    "string": as_text,
}
