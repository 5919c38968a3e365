"""Autotask's query language, checked before it is sent.

Autotask ignores an operator that it does not know, so a misspelt filter silently matches more than
was meant; and it refuses more than 500 OR conditions, where each value of an `in` list counts
(REST_Basic_Query_Calls).
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from core.clients.exact_json import dump

PAGE_SIZE = 500
OR_LIMIT = 500

Filter = dict[str, Any]
Value = str | int | bool | Decimal | datetime | date


class Udf(str):
    """The name of a user-defined field: a tenant's own, so no metadata of ours knows it."""


_WITH_VALUE = frozenset(
    {"eq", "noteq", "gt", "gte", "lt", "lte", "beginsWith", "endsWith", "contains"}
)
_WITHOUT_VALUE = frozenset({"exist", "notExist"})
_WITH_LIST = frozenset({"in", "notIn"})


def where(op: str, field: str, value: Value | None = None, *, udf: bool = False) -> Filter:
    """Build a condition on one value (or on none, for exist and notExist)."""
    if not field:
        raise ValueError("a condition needs a field")
    condition: Filter = {"op": op, "field": field} | ({"udf": True} if udf else {})
    if op in _WITHOUT_VALUE:
        if value is not None:
            raise ValueError(f"{op} takes no value")
        return condition
    if op not in _WITH_VALUE:
        raise ValueError(f"Autotask has no operator {op!r} for one value")
    if value is None:
        raise ValueError(f"{op} needs a value")
    return condition | {"value": _wire(value)}


def among(field: str, values: Sequence[int] | Sequence[str], *, op: str = "in") -> Filter:
    """Build a condition on a list of values."""
    if op not in _WITH_LIST:
        raise ValueError(f"Autotask has no operator {op!r} for a list")
    if not values:
        raise ValueError(f"{op} needs at least one value")
    return {"op": op, "field": field, "value": [_wire(value) for value in values]}


def any_of(*filters: Filter) -> Filter:
    return {"op": "or", "items": list(filters)}


def all_of(*filters: Filter) -> Filter:
    return {"op": "and", "items": list(filters)}


def query(
    filters: Sequence[Filter], include: Iterable[str] = (), max_records: int = PAGE_SIZE
) -> bytes:
    """Write the body of a query. `include` empty means every field; else `id` always comes along."""
    if not filters:
        raise ValueError("Autotask demands a filter; `exist id` means everything")
    if not 1 <= max_records <= PAGE_SIZE:
        raise ValueError(f"maxRecords must be between 1 and {PAGE_SIZE}")
    if (count := sum(_or_conditions(item) for item in filters)) > OR_LIMIT:
        raise ValueError(f"{count} OR conditions; Autotask takes {OR_LIMIT}")
    if sum(_udf_conditions(item) for item in filters) > 1:
        raise ValueError("Autotask takes one condition on a user-defined field")
    body: dict[str, Any] = {"maxRecords": max_records}
    if fields := list(dict.fromkeys(include)):
        if "userDefinedFields" in fields:
            raise ValueError("name the user-defined fields; Autotask refuses the collective name")
        body["includeFields"] = fields if "id" in fields else ["id", *fields]
    return dump(body | {"filter": list(filters)})


def _wire(value: Value) -> str | int | bool | Decimal:
    match value:
        case datetime():
            return _instant(value)
        case date():
            return value.isoformat()
        case str() | int() | Decimal():
            return value
    raise TypeError(f"{type(value).__name__} is no value for a query")


def _instant(value: datetime) -> str:
    """Write an instant in UTC; Autotask takes a value without zone for UTC too."""
    if value.tzinfo is None:
        raise ValueError("an instant without zone could mean two things")
    precision = "milliseconds" if value.microsecond else "seconds"
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec=precision) + "Z"


def _or_conditions(item: Filter, inside_or: bool = False) -> int:
    if "items" in item:
        deeper = inside_or or item["op"] == "or"
        return sum(_or_conditions(child, deeper) for child in item["items"])
    if item["op"] in _WITH_LIST:
        return len(item["value"])
    return 1 if inside_or else 0


def _udf_conditions(item: Filter) -> int:
    if "items" in item:
        return sum(_udf_conditions(child) for child in item["items"])
    return 1 if item.get("udf") else 0
