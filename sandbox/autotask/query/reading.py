"""Reads a query object as it arrives, in a body or in `search=`."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from sandbox.autotask.problems import BAD_PAGE_SIZE, MISSING_FILTER, ApiError, invalid
from sandbox.autotask.query.filters import Predicate, predicate
from sandbox.autotask.query.narrowing import Narrowing, narrowing
from sandbox.autotask.schema import UDF_ARRAY, Entity

MAX_RECORDS: Final = 500


@dataclass(frozen=True, slots=True)
class Included:
    """What `IncludeFields` asks for: plain fields and user-defined ones."""

    fields: tuple[str, ...]
    user_fields: frozenset[str]


@dataclass(frozen=True, slots=True)
class Query:
    """`included` None means every field."""

    matches: Predicate
    max_records: int
    included: Included | None
    narrowing: Narrowing

    @property
    def leads_on(self) -> bool:
        """Whether there is a next page: only the last id of a page tells where the next begins."""
        return self.included is None or "id" in self.included.fields


def read(entity: Entity, text: str | bytes) -> Query:
    """The query of a request, or the vendor's complaint about it."""
    sent = _object(text)
    return Query(
        matches=predicate(entity, sent.get("filter")),
        max_records=_max_records(sent.get("maxrecords")),
        included=_included(entity, sent.get("includefields")),
        narrowing=narrowing(entity, sent["filter"]),
    )


def parsed(text: str | bytes) -> Any:
    """JSON with exact numbers; the one thing that is a 400."""
    try:
        return json.loads(text, parse_float=Decimal)
    except ValueError:
        raise ApiError(400, ["The request body is not valid JSON."]) from None


def _object(text: str | bytes) -> Mapping[str, Any]:
    if not text.strip():
        raise invalid(MISSING_FILTER)
    sent = parsed(text)
    if not isinstance(sent, dict):
        raise invalid(MISSING_FILTER)
    return {key.lower(): value for key, value in sent.items()}


def _max_records(value: object) -> int:
    if value is None:
        return MAX_RECORDS
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MAX_RECORDS:
        raise invalid(BAD_PAGE_SIZE)
    return value


def _included(entity: Entity, value: object) -> Included | None:
    if not value:
        return None
    if not isinstance(value, list):
        raise invalid("Invalid query syntax. IncludeFields is a list of field names.")
    names = [str(name) for name in value]
    plain = [name for name in names if name.lower() not in entity.user_fields]
    return Included(
        fields=tuple(entity.field(name).name for name in plain),
        user_fields=frozenset(entity.user_field(name) for name in names if name not in plain),
    )


def projection(included: Included | None) -> Callable[[Mapping[str, Any]], dict[str, Any]] | None:
    """Cuts a whole record down to what was asked for."""
    if included is None:
        return None

    def cut(record: Mapping[str, Any]) -> dict[str, Any]:
        kept = {name: record[name] for name in included.fields}
        if included.user_fields:
            rows = record[UDF_ARRAY]
            kept[UDF_ARRAY] = [row for row in rows if row["name"] in included.user_fields]
        return kept

    return cut
