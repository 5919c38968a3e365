"""What a person entered in a mapping table: rows chosen one by one, ticked ones, or suggestions."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from werkzeug.datastructures import MultiDict

from core.domain.setting_rows import Row
from gateway.filters import choice, refuse
from gateway.presenters.configuration.table_items import Key, TableSource, exact_rows
from gateway.presenters.configuration.tables import Added, Typed

Form = MultiDict[str, str]
ACTS = ("change", "set", "exact")
"""Change each row as it stands in the form, set the ticked ones, take what is suggested exactly."""
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class TableEntered:
    """Rows to be, or what was typed and what is wrong with it."""

    rows: tuple[Row, ...]
    typed: Typed


def table_entered(form: Form, source: TableSource) -> TableEntered:
    act = choice(form, "do", ACTS)
    ticked = frozenset(_key(text) for text in form.getlist("tick"))
    if act == "exact":
        suggested = {key: each.value for key, each in exact_rows(source).items()}
        wanted = suggested | _different(_values(form), source)
    else:
        wanted = _values(form)
        if act == "set":
            wanted |= dict.fromkeys(ticked, (form.get("set_to") or "").strip())
    added = _added(form, source)
    if added.key and not added.error:
        wanted[added.key] = added.value
    told = checked(wanted, source, ticked)
    return replace(told, typed=replace(told.typed, added=added))


def checked(
    wanted: Mapping[Key, str], source: TableSource, ticked: frozenset[Key] = frozenset()
) -> TableEntered:
    """Only what is different; "" takes a row away."""
    rows, errors = [], {}
    for key, text in wanted.items():
        value = source.entries.resolve(text)
        if value == source.rows.get(key, ""):
            continue
        if trouble := trouble_of(key, value, source):
            errors[key] = trouble
        rows.append(Row((*source.prefix, *key), value or None))
    return TableEntered(tuple(rows), Typed(dict(wanted), errors, ticked))


def trouble_of(key: Key, value: str, source: TableSource) -> str:
    """Why a row cannot be; "" when it can."""
    if not all(key) or any(len(part) > _LONGEST for part in (*key, value)):
        return f"A name has 1 to {_LONGEST} characters"
    return source.entries.trouble_with(value)


def _values(form: Form) -> dict[Key, str]:
    """Each row as it stands in the form."""
    return {
        _key(text): value.strip()
        for text, value in zip(form.getlist("key"), form.getlist("value"), strict=False)
    }


def _added(form: Form, source: TableSource) -> Added:
    """One that was added by its name; half of a row is refused, not dropped."""
    key = tuple(part.strip() for part in form.getlist("new"))
    value = (form.get("new_value") or "").strip()
    if not (value or any(key)):
        return Added()
    if not (value and all(key)):
        return Added(key, value, "Another row needs its name and what it leads to in Xero")
    return Added(key, value, trouble_of(key, source.entries.resolve(value), source))


def _different(values: Mapping[Key, str], source: TableSource) -> dict[Key, str]:
    """What was chosen by hand; a row that nobody touched stands in the form as it is saved."""
    return {
        key: value
        for key, value in values.items()
        if source.entries.resolve(value) != source.rows.get(key, "")
    }


def _key(text: str) -> Key:
    try:
        parts = json.loads(text)
    except ValueError:
        parts = None
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        raise refuse("key", text[:40], "the name of a row")
    return tuple(parts)
