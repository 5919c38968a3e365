"""A filter as one bounded question, for sums and counts over what it matches."""

from dataclasses import dataclass
from typing import Any

from core.store.views.documents.sources import behind_day
from core.store.views.ids import MOST_IDS, ids_by, keys_in
from core.store.views.kinds import DATED, Kind
from core.store.views.search import DocumentFilter, condition_without_text
from core.store.views.ways import Index, ways


@dataclass(frozen=True, slots=True)
class Narrowed:
    """`is_more`: the question is about some of what matches only."""

    query: dict[str, Any]
    index: Index | None
    is_more: bool = False


def narrowed(
    kind: Kind, connection: str, wanted: DocumentFilter, *, any_status: bool = False
) -> Narrowed:
    base = condition_without_text(kind, connection, wanted, any_status=any_status)
    if not wanted.text.strip():
        return Narrowed(base, day_index(kind, wanted))
    ids = ids_by(kind, connection, ways(kind, connection, wanted.text.strip()))
    is_more = len(ids) > MOST_IDS
    return Narrowed({"$and": [base, keys_in(connection, ids[:MOST_IDS])]}, (("_id", 1),), is_more)


def day_index(kind: Kind, wanted: DocumentFilter) -> Index | None:
    """The index of the days where a filter has days."""
    if not (wanted.first_on or wanted.last_on):
        return None
    return of_days(kind)


def of_days(kind: Kind) -> Index:
    """It knows statuses and currencies too, and is read without any document."""
    return (("connection", 1), (DATED[kind], 1), *behind_day(kind))
