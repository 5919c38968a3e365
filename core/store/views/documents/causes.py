"""The causes of present faults, each with its latest title and how many stand there."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from core.domain.status import Status
from core.store.views.documents.questions import count_by
from core.store.views.kinds import Kind, of
from core.store.views.reading import read
from core.store.views.ways import BY_CHANGE, Index

_MOST = 20_000
_MOST_OF_ONE = 10_000
_MOST_CAUSES = 50
_INDEX: Index = (("connection", 1), ("status", 1), ("fault.code", 1), *BY_CHANGE)


@dataclass(frozen=True, slots=True)
class CauseGroup:
    """Faults of one cause. `title` is that of the latest, because titles carry values.

    `is_more`: there are more than `count`.
    """

    code: str
    title: str
    count: int
    is_more: bool = False


@read
def causes(kind: Kind, connection: str) -> tuple[CauseGroup, ...]:
    """The most frequent first, 50 at most; none of what people took off the list."""
    faults = {"connection": connection, "status": Status.FAULT.value}
    if kind != "invoices":
        return ()
    titles = _titles(kind, faults)
    if not titles:
        return ()
    counted = count_by("fault.code", kind, faults, _MOST, _INDEX)
    are_more = counted.total() >= _MOST
    if are_more:
        counted = _one_by_one(kind, faults, titles)
    removed = count_by("fault.code", kind, {**faults, "removed_at": {"$type": "date"}}, _MOST)
    groups = [
        CauseGroup(code, title, counted[code] - removed[code], counted[code] >= _MOST_OF_ONE)
        for code, title in titles.items()
    ]
    seen = [group for group in groups if group.count > 0]
    return tuple(sorted(seen, key=lambda group: (-group.count, group.code))[:_MOST_CAUSES])


def _titles(kind: Kind, faults: dict[str, Any]) -> dict[str, str]:
    """One document for each cause: the sort is the whole index, so that MongoDB skips the others."""
    found = of(kind).aggregate(
        [
            {"$match": faults},
            {"$sort": dict(_INDEX)},
            {"$group": {"_id": "$fault.code", "title": {"$first": "$fault.title"}}},
        ]
    )
    return {group["_id"] or "": group["title"] or "Fault" for group in found}


def _one_by_one(kind: Kind, faults: dict[str, Any], codes: dict[str, str]) -> Counter[str]:
    return Counter(
        {
            code: of(kind).count_documents({**faults, "fault.code": code}, limit=_MOST_OF_ONE)
            for code in codes
        }
    )
