"""What an option's value is called where it is only read: in lists of changes and beside a field."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from core.domain.settings_words import LABELS, choice_words
from gateway.presenters.configuration.entries import Entries
from gateway.presenters.configuration.kinds import choices_of

EMPTY = "empty"


def said(option: str, value: Any, entries: Mapping[str, Entries] | None = None) -> str:
    """The value in words; `entries` are lists by the option that is chosen from them."""
    match value:
        case None | "" | [] | ():
            return EMPTY
        case bool():
            return "on" if value else "off"
        case list() | tuple():
            return ", ".join(str(each) for each in value)
        case dict():
            return ", ".join(f"{key}: {each}" for key, each in value.items())
    for choice in choices_of(option):
        if choice.value == value:
            return short_choice(choice)
    found = entries[option].get(str(value)) if entries and option in entries else None
    return found.label if found else str(value)


def short_choice(choice: StrEnum) -> str:
    """The words of a choice as a value, without their last full stop."""
    return choice_words(choice).removesuffix(".")


def row_name(option: str, key: tuple[str, ...]) -> str:
    """ "Accounts by billing code: Hardware"; the inner names of a tracking rule are left out."""
    if option == "tracking":
        category, what, *rest = key
        inner = {"source": "filled by", "default": "everything else"}.get(what, "")
        return f"{LABELS[option]} {category}: {rest[0] if rest else inner}"
    return f"{LABELS[option]}: {' / '.join(key)}" if key else LABELS[option]
