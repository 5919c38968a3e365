"""What sort of field an option is, read from the settings themselves."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, get_args

from core.domain.connection_settings import ConnectionSettings
from core.domain.settings_words import PLACEHOLDERS
from gateway.presenters.configuration.sections import TABLE_OPTIONS


class Kind(StrEnum):
    """How a person fills an option in."""

    SWITCH = "switch"
    CHOICE = "choice"
    NUMBER = "number"
    AMOUNT = "amount"
    TEXT = "text"
    TEMPLATE = "template"
    DAY = "day"
    NAMES = "names"
    PICK = "pick"
    PAIRS = "pairs"
    TABLE = "table"


PICKS: Mapping[str, str] = {
    "default_account": "accounts",
    "rounding_account": "accounts",
    "untaxed_tax_type": "tax_rates",
    "default_branding_theme": "themes",
    "default_route": "connections",
}
"""Options that are one entry of a list, and of which."""

PAIR_VALUES: Mapping[str, str] = {"routes": "connections"}
"""Options of pairs whose values are entries of a list, and of which."""

_OF_TYPE: Mapping[Any, Kind] = {
    bool: Kind.SWITCH,
    int: Kind.NUMBER,
    Decimal: Kind.AMOUNT,
    date: Kind.DAY,
    str: Kind.TEXT,
}


_LIMITS = {"ge": "min", "le": "max", "max_length": "maxlength"}


def kind_of(option: str) -> Kind:
    if option in TABLE_OPTIONS.values():
        return Kind.TABLE
    if option in PICKS:
        return Kind.PICK
    if option in PLACEHOLDERS:
        return Kind.TEMPLATE
    annotation = _type_of(option)
    if choices_of(option):
        return Kind.CHOICE
    if str(annotation).startswith("dict"):
        return Kind.PAIRS
    return _OF_TYPE.get(annotation, Kind.NAMES)


def choices_of(option: str) -> tuple[StrEnum, ...]:
    annotation = _type_of(option)
    is_enum = isinstance(annotation, type) and issubclass(annotation, StrEnum)
    return tuple(annotation) if is_enum else ()


def may_be_empty(option: str) -> bool:
    return type(None) in get_args(ConnectionSettings.model_fields[option].annotation)


def bounds_of(option: str) -> dict[str, str]:
    """`min`, `max` and `maxlength`, as far as the settings set any."""
    found = {}
    for limit in ConnectionSettings.model_fields[option].metadata:
        for attribute, name in _LIMITS.items():
            if hasattr(limit, attribute):
                found[name] = str(getattr(limit, attribute))
    return found


def _type_of(option: str) -> Any:
    """Without the None of an option that may be empty."""
    annotation = ConnectionSettings.model_fields[option].annotation
    plain = [each for each in get_args(annotation) if each is not type(None)]
    return plain[0] if may_be_empty(option) else annotation
