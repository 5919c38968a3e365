"""Xero's filter language, with values that cannot break out of it."""

from collections.abc import Iterable


def equals(field: str, value: str) -> str:
    """Compare with a text. A quote is doubled; a backslash before it would be refused with 400."""
    return f'{field}=="{_plain(value)}"'


def all_of(*filters: str) -> str:
    return " AND ".join(filters)


def any_of(filters: Iterable[str]) -> str:
    """Join alternatives in brackets, ready to stand beside other conditions."""
    return f"({' OR '.join(filters)})"


def _plain(value: str) -> str:
    return "".join(character for character in value if character.isprintable()).replace('"', '""')
