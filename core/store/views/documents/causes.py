"""The causes of present faults, each with its latest title and how many stand there."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.domain.status import Status
from core.store.views.documents.counts import Counted
from core.store.views.documents.questions import counting_listed, read_listed, union
from core.store.views.kinds import Kind, of
from core.store.views.reading import read
from core.store.views.ways import BY_CHANGE, Index

_FIELD = "fault.code"
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
    return causes_of(kind, connection, union(kind, cause_questions(connection)))


def cause_questions(connection: str) -> dict[str, list[Mapping[str, Any]]]:
    """Titles, numbers, and how many were taken off.

    For a title one document of each cause is read: the sort is the whole index, so that MongoDB
    skips the others.
    """
    faults = _faults(connection)
    by_index = {"$sort": dict(_INDEX)}
    numbers = counting_listed(_FIELD, faults, _MOST)
    match, *count = numbers[_FIELD]
    title = {"$group": {"_id": f"${_FIELD}", "title": {"$first": "$fault.title"}}}
    titles: list[Mapping[str, Any]] = [{"$match": faults}, by_index, title]
    return {"titles": titles, **numbers, _FIELD: [match, by_index, *count]}


def causes_of(
    kind: Kind, connection: str, found: Mapping[str, Sequence[Mapping[str, Any]]]
) -> tuple[CauseGroup, ...]:
    """The answers to those questions as causes."""
    titles = {each["_id"] or "": each["title"] or "Fault" for each in found["titles"]}
    counted, removed = read_listed(_FIELD, found)
    if counted.total() >= _MOST:
        counted = _one_by_one(kind, _faults(connection), titles)
    groups = [
        CauseGroup(code, title, counted[code] - removed[code], counted[code] >= _MOST_OF_ONE)
        for code, title in titles.items()
    ]
    seen = [group for group in groups if group.count > 0]
    return tuple(sorted(seen, key=lambda group: (-group.count, group.code))[:_MOST_CAUSES])


def faults_of(found: Mapping[str, Sequence[Mapping[str, Any]]]) -> Counted:
    """How many faults there are, whatever their causes."""
    counted, removed = read_listed(_FIELD, found)
    return Counted(counted.total() - removed.total(), counted.total() >= _MOST)


def _faults(connection: str) -> dict[str, Any]:
    return {"connection": connection, "status": Status.FAULT.value}


def _one_by_one(kind: Kind, faults: dict[str, Any], codes: Iterable[str]) -> Counter[str]:
    return Counter(
        {
            code: of(kind).count_documents({**faults, "fault.code": code}, limit=_MOST_OF_ONE)
            for code in codes
        }
    )
