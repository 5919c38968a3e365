"""Writes docs/options.md from the settings of a connection: `python -m tools.options_page`.

A test fails when the page and the settings say different things.
"""

import json
import sys
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any, get_args

from pydantic.fields import FieldInfo

from core.domain.connection_settings import ConnectionSettings
from core.domain.settings_words import LABELS, choice_words
from gateway.presenters.configuration.sections import SECTIONS, Section, options_of

PAGE = Path(__file__).resolve().parent.parent / "docs/options.md"

_OPENING = """\
# Options of a connection

Generated from `core/domain/connection_settings.py` by `python -m tools.options_page`.

A person changes them under Configuration (`/c/<connection>/configuration`): what is entered there is
shown first with what it would have done to the last 50 invoices, and counts when an administrator
applies it; two people who change different rows both get what they want, and where both want the same
row, the second is asked which it is to be. Every save is kept with who, when and why.

A program reads them with their sentences from `GET /api/v1/connections/{c}/configuration`, changes
whole options by `PATCH /api/v1/connections/{c}` with `{"settings": {...}}` (only what changes) and rows
of the mapping tables by `PUT /api/v1/connections/{c}/mappings/{table}`; `POST
/api/v1/connections/{c}/configuration/effect` says what a change would have done. The file of `python -m
core.runtime.admin connection FILE` is checked against the organisation's own lists like the others.
"""
_HEAD = "| Option | On the screen | Values | Default | What it changes |\n|---|---|---|---|---|\n"


def options_page() -> str:
    """The whole page."""
    return _OPENING + "".join(_section(each) for each in SECTIONS)


def _section(section: Section) -> str:
    fields = ConnectionSettings.model_fields
    rows = "\n".join(_row(name, fields[name]) for name in options_of(section))
    return f"\n## {section.title}\n\n{section.says}\n\n{_HEAD}{rows}\n"


def _row(name: str, field: FieldInfo) -> str:
    default = field.get_default(call_default_factory=True)
    says = (field.description or "").replace("|", "\\|")
    return f"| `{name}` | {LABELS[name]} | {_values(field)} | {_plain(default)} | {says} |"


def _values(field: FieldInfo) -> str:
    kind = field.annotation
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return "<br>".join(f"`{each.value}`: {choice_words(each)}" for each in kind)
    bounds = {type(each).__name__.lower(): each for each in field.metadata}
    words = {"ge": "at least", "gt": "above", "le": "at most"}
    limits = [f"{word} {getattr(bounds[key], key)}" for key, word in words.items() if key in bounds]
    return ", ".join([_kind(kind), *limits])


def _kind(kind: Any) -> str:
    """What a value looks like in JSON."""
    plain = next((each for each in get_args(kind) if each is type(None)), None)
    if plain is not None:
        rest = next(each for each in get_args(kind) if each is not type(None))
        return f"{_kind(rest)} or null"
    names = {bool: "true, false", int: "number", Decimal: "amount", str: "text"}
    if kind in names:
        return names[kind]
    return "object" if str(kind).startswith("dict") else "list" if "tuple" in str(kind) else "day"


def _plain(value: Any) -> str:
    if isinstance(value, Decimal | StrEnum):
        value = str(value)
    return f"`{json.dumps(value)}`"


def main() -> int:
    PAGE.write_text(options_page())
    return 0


if __name__ == "__main__":
    sys.exit(main())
