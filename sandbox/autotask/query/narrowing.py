"""Where a query need not look: what its plain top-level conditions say about ids.

Only speed depends on this: whatever is looked at still has to pass the whole filter.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import floor
from typing import Any

from sandbox.autotask.schema import Entity
from sandbox.autotask.values import Stored, as_number


@dataclass(frozen=True, slots=True)
class Narrowing:
    """`ids` and `invoice_ids` None mean any; `above` is an id that every match exceeds."""

    ids: frozenset[Stored] | None = None
    invoice_ids: frozenset[Stored] | None = None
    above: int = -1


def narrowing(entity: Entity, filters: Sequence[Mapping[str, Any]]) -> Narrowing:
    """Of filters that were found to be sound."""
    conditions = list(_plain(filters))
    return Narrowing(
        ids=_wanted(conditions, "id"),
        invoice_ids=_wanted(conditions, "invoiceid") if entity.name == "BillingItems" else None,
        above=max(
            (
                floor(as_number(value))
                for op, field, value in conditions
                if (op, field) == ("gt", "id")
            ),
            default=-1,
        ),
    )


def _plain(filters: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str, Any]]:
    for item in filters:
        condition = {key.lower(): value for key, value in item.items()}
        operation, field = str(condition.get("op", "")), str(condition.get("field", ""))
        yield operation.lower(), field.lower(), condition.get("value")


def _wanted(conditions: list[tuple[str, str, Any]], field: str) -> frozenset[Stored] | None:
    for operation, name, value in conditions:
        if name == field and operation in ("eq", "in"):
            values = value if isinstance(value, list) else [value]
            return frozenset(as_number(number) for number in values)
    return None
