"""The causes of present faults, each with its latest title and how many stand there."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from core.domain.status import Status
from core.store.views.documents.questions import REMOVED, counting, grouped
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
    if kind != "invoices":
        return ()
    faults = {"connection": connection, "status": Status.FAULT.value}
    found = _asked(kind, faults)
    titles = {each["_id"] or "": each["title"] or "Fault" for each in found if "title" in each}
    counted = _numbers(found, is_removed=False)
    if counted.total() >= _MOST:
        counted = _one_by_one(kind, faults, titles)
    removed = _numbers(found, is_removed=True)
    groups = [
        CauseGroup(code, title, counted[code] - removed[code], counted[code] >= _MOST_OF_ONE)
        for code, title in titles.items()
    ]
    seen = [group for group in groups if group.count > 0]
    return tuple(sorted(seen, key=lambda group: (-group.count, group.code))[:_MOST_CAUSES])


def _asked(kind: Kind, faults: dict[str, Any]) -> list[dict[str, Any]]:
    """Titles, numbers, and how many were taken off, in one question.

    For a title one document of each cause is read: the sort is the whole index, so that MongoDB
    skips the others.
    """
    by_index = {"$sort": dict(_INDEX)}
    match, *count = counting("fault.code", faults, _MOST)
    removed = counting("fault.code", {**faults, **REMOVED}, _MOST)
    others = (
        [match, by_index, *count],
        [*removed, {"$set": {"is_removed": True}}],
    )
    coll = of(kind).name
    return grouped(
        kind,
        [
            {"$match": faults},
            by_index,
            {"$group": {"_id": "$fault.code", "title": {"$first": "$fault.title"}}},
            *({"$unionWith": {"coll": coll, "pipeline": steps}} for steps in others),
        ],
    )


def _numbers(found: list[dict[str, Any]], *, is_removed: bool) -> Counter[str]:
    return Counter(
        {
            each["_id"] or "": each["n"]
            for each in found
            if "n" in each and bool(each.get("is_removed")) == is_removed
        }
    )


def _one_by_one(kind: Kind, faults: dict[str, Any], codes: Iterable[str]) -> Counter[str]:
    return Counter(
        {
            code: of(kind).count_documents({**faults, "fault.code": code}, limit=_MOST_OF_ONE)
            for code in codes
        }
    )
