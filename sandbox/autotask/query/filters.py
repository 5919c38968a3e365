"""Filters: conditions and groups, read strictly, with the vendor's silent gap for unknown operators."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, Final

from sandbox.autotask.problems import (
    MISSING_FILTER,
    ONE_UDF,
    TOO_MANY_ORS,
    invalid,
    not_queryable,
)
from sandbox.autotask.query.conditions import OPERATORS, list_length, matcher
from sandbox.autotask.schema import UDF_ARRAY, Entity

Record = Mapping[str, Any]
Predicate = Callable[[Record], bool]
MAX_ORS: Final = 500


@dataclass(slots=True)
class Counts:
    """What a query may have only so many of."""

    ors: int = 0
    user_fields: int = 0


def predicate(entity: Entity, filters: object) -> Predicate:
    """The records that pass every top-level condition."""
    if not isinstance(filters, list) or not filters:
        raise invalid(MISSING_FILTER)
    counts = Counts()
    made = [part for part in (_part(entity, item, counts) for item in filters) if part]
    if counts.ors > MAX_ORS:
        raise invalid(TOO_MANY_ORS)
    return _all(made)


def _part(entity: Entity, item: object, counts: Counts) -> Predicate | None:
    if not isinstance(item, dict):
        raise invalid("Invalid query syntax. A filter is a list of conditions.")
    condition = {key.lower(): value for key, value in item.items()}
    operation = str(condition.get("op", "")).lower()
    if operation in ("and", "or"):
        return _group(entity, operation, condition.get("items"), counts)
    # The vendor drops a condition whose operator it does not know, and matches more than was meant.
    return _condition(entity, operation, condition, counts) if operation in OPERATORS else None


def _group(entity: Entity, operation: str, items: object, counts: Counts) -> Predicate | None:
    if not isinstance(items, list):
        raise invalid("Invalid query syntax. A group needs items.")
    made = [part for part in (_part(entity, item, counts) for item in items) if part]
    if operation == "and":
        return _all(made) if made else None
    counts.ors += sum(1 for item in items if str(item.get("op", "")).lower() != "in")
    return _any(made) if made else None


def _condition(
    entity: Entity, operation: str, condition: Mapping[str, Any], counts: Counts
) -> Predicate:
    name, value = str(condition.get("field", "")), condition.get("value")
    if operation == "in":
        counts.ors += list_length(operation, value)
    if condition.get("udf") is True:
        counts.user_fields += 1
        if counts.user_fields > 1:
            raise invalid(ONE_UDF)
        return _user_field(entity.user_field(name), matcher(operation, "string", value))
    field = entity.field(name)
    if not field.is_queryable:
        raise not_queryable(field.name, entity.singular)
    passes, key = matcher(operation, field.data_type, value), field.name
    return lambda record: passes(record.get(key))


def _user_field(name: str, passes: Callable[[Any], bool]) -> Predicate:
    def holds(record: Record) -> bool:
        values = {row["name"]: row["value"] for row in record.get(UDF_ARRAY, ())}
        return passes(values.get(name))

    return holds


def _all(parts: Sequence[Predicate]) -> Predicate:
    return reduce(_both, parts) if parts else lambda record: True


def _any(parts: Sequence[Predicate]) -> Predicate:
    return reduce(_either, parts)


# Pairs: a generator for each of many thousand records takes longer than their conditions.
def _both(one: Predicate, other: Predicate) -> Predicate:
    return lambda record: one(record) and other(record)


def _either(one: Predicate, other: Predicate) -> Predicate:
    return lambda record: one(record) or other(record)
