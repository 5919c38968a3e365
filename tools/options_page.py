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

PAGE = Path(__file__).resolve().parent.parent / "docs/options.md"

_OPENING = """\
# Options of a connection

Generated from `core/domain/connection_settings.py` by `python -m tools.options_page`. They are saved by
`PATCH /api/v1/connections/{c}` with `{"settings": {...}}` (only what changes) or from the file of
`python -m core.runtime.admin connection FILE`; both check them against the organisation's own lists first.
`GET /api/v1/connections/{c}` shows those that differ from the default.

| Option | Values | Default | What it changes |
|---|---|---|---|
"""


def options_page() -> str:
    """The whole page."""
    rows = [_row(name, field) for name, field in ConnectionSettings.model_fields.items()]
    return _OPENING + "\n".join(rows) + "\n"


def _row(name: str, field: FieldInfo) -> str:
    default = field.get_default(call_default_factory=True)
    says = (field.description or "").replace("|", "\\|")
    return f"| `{name}` | {_values(field)} | {_plain(default)} | {says} |"


def _values(field: FieldInfo) -> str:
    kind = field.annotation
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return ", ".join(f"`{each.value}`" for each in kind)
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
