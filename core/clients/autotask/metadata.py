"""Which fields the entities have: a question that Autotask would refuse or misread never leaves.

`metadata.json` holds what we ask for, copied from live metadata; a tenant's own fields are named by
`query.Udf` and left to the tenant. Field names, types and the fields that come back but cannot
stand in a filter: autotask-api section 3.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from core.clients.autotask.query import Filter, Udf

_FILE = Path(__file__).with_suffix(".json")


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


# How a value travels in a filter. Autotask takes booleans as true and false only, and a flag that is
# a whole number (Contacts.isActive) as a number only.
_FITS: Mapping[str, Callable[[object], bool]] = {
    "whole": _is_whole,
    "amount": lambda value: _is_whole(value) or isinstance(value, Decimal),
    "text": lambda value: isinstance(value, str),
    "flag": lambda value: isinstance(value, bool),
    "moment": lambda value: isinstance(value, str),
}


@dataclass(frozen=True, slots=True)
class Entity:
    """`types` by field; `hidden` fields are answered but cannot stand in a filter."""

    name: str
    types: Mapping[str, str]
    hidden: frozenset[str]
    has_udfs: bool


def check(entity: str, filters: Sequence[Filter], include: Iterable[str]) -> None:
    """Raise ValueError for a query that is wrong by the entity's fields."""
    known = _entities().get(entity)
    if known is None:
        raise ValueError(f"nothing is known of the entity {entity!r}")
    for condition in _conditions(filters):
        _check_condition(known, condition)
    for field in include:
        if isinstance(field, Udf):
            _check_udfs(known, field)
        elif field not in known.types:
            raise ValueError(f"{entity} has no field {field!r}")


def _conditions(filters: Iterable[Filter]) -> Iterator[Filter]:
    for item in filters:
        if "items" in item:
            yield from _conditions(item["items"])
        else:
            yield item


def _check_condition(entity: Entity, condition: Filter) -> None:
    field = condition["field"]
    if condition.get("udf"):
        _check_udfs(entity, field)
        return
    if field not in entity.types:
        raise ValueError(f"{entity.name} has no field {field!r}")
    if field in entity.hidden:
        raise ValueError(f"{entity.name}.{field} cannot stand in a filter")
    value = condition.get("value", [])
    kind = entity.types[field]
    for each in value if isinstance(value, list) else [value]:
        if not _FITS[kind](each):
            raise ValueError(f"{entity.name}.{field} is of type {kind}, not {each!r}")


def _check_udfs(entity: Entity, field: str) -> None:
    if not entity.has_udfs:
        raise ValueError(f"{entity.name} has no user-defined fields, so none named {field!r}")


@cache
def _entities() -> Mapping[str, Entity]:
    stored: dict[str, dict[str, Any]] = json.loads(_FILE.read_text(encoding="utf-8"))["entities"]
    return {name: _read(name, facts) for name, facts in stored.items()}


def _read(name: str, facts: Mapping[str, Any]) -> Entity:
    types = {field: kind for kind in _FITS for field in facts.get(kind, "").split()}
    hidden = frozenset(facts.get("not_queryable", "").split())
    return Entity(name, types, hidden, has_udfs=facts.get("has_udfs", False))
