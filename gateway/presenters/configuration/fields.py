"""The fields of a section: what each option is, what it may be, and what was wrong with an entry."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.domain.connection_settings import ConnectionSettings
from core.domain.settings_words import LABELS, OF_THE_SIGN_IN, PLACEHOLDERS, choice_words
from gateway.presenters.configuration.entries import Entries, Entry
from gateway.presenters.configuration.kinds import (
    PAIR_VALUES,
    PICKS,
    Kind,
    bounds_of,
    choices_of,
    kind_of,
    may_be_empty,
)
from gateway.presenters.configuration.values import said

_BLANK_PAIRS = 2
_USUAL = ConnectionSettings().model_dump(mode="json")


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers of a question with a few."""

    value: str
    words: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class FieldView:
    """`kind` names the macro that draws it; `value` is what was typed if that cannot be saved.

    `usual` says what it is unless somebody changes it, where it is not that now. `is_shared` tells
    that it counts on the connection with the sign-in, so that here it is only read.
    """

    name: str
    kind: str
    label: str
    says: str
    value: Any
    error: str
    usual: str
    bounds: Mapping[str, str]
    choices: tuple[Choice, ...]
    entries: tuple[Entry, ...]
    picked: Entry | None
    placeholders: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    is_required: bool
    is_shared: bool
    said: str


@dataclass(frozen=True, slots=True)
class Filled:
    """What a form shows: values by option, what was wrong with them, and lists to choose from.

    `is_sharing` tells that another connection has the Autotask sign-in.
    """

    values: Mapping[str, Any]
    errors: Mapping[str, str]
    lists: Mapping[str, Entries]
    is_sharing: bool = False


def field_view(option: str, filled: Filled) -> FieldView:
    kind, value = kind_of(option), filled.values[option]
    entries = filled.lists.get(PICKS.get(option) or PAIR_VALUES.get(option, ""))
    named = {option: entries} if entries else {}
    return FieldView(
        name=option,
        kind=kind.value,
        label=LABELS[option],
        says=ConnectionSettings.model_fields[option].description or "",
        value=_shown(kind, value),
        error=filled.errors.get(option, ""),
        usual=said(option, _USUAL[option], named) if value != _USUAL[option] else "",
        bounds=bounds_of(option),
        choices=tuple(
            Choice(each.value, choice_words(each), each.value == value)
            for each in choices_of(option)
        ),
        entries=_entries(entries, value if isinstance(value, str) else ""),
        picked=entries.get(value) if entries and isinstance(value, str) else None,
        placeholders=tuple(f"{{{name}}}" for name in sorted(PLACEHOLDERS.get(option, ()))),
        pairs=(*value.items(), *[("", "")] * _BLANK_PAIRS) if kind is Kind.PAIRS else (),
        is_required=kind in _REQUIRED and not may_be_empty(option),
        is_shared=filled.is_sharing and option in OF_THE_SIGN_IN,
        said=said(option, value, named),
    )


_REQUIRED = frozenset({Kind.NUMBER, Kind.AMOUNT})


def _shown(kind: Kind, value: Any) -> Any:
    if kind is Kind.NAMES:
        return "\n".join(value or ())
    return "" if value is None else value


def _entries(entries: Entries | None, value: str) -> tuple[Entry, ...]:
    """What may be chosen, and what is chosen even if it may not be any more."""
    if entries is None:
        return ()
    usable = entries.usable
    if not value or value in {each.value for each in usable}:
        return usable
    return (entries.get(value) or Entry(value, value, "unknown"), *usable)
