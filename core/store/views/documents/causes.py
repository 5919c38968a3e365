"""The causes of present faults, each with its latest title and how many stand there."""

from dataclasses import dataclass

from core.domain.status import Status
from core.store.views.documents.shelves import of
from core.store.views.reading import read
from core.store.views.search import Kind


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
    """The most frequent first."""
    match = {"connection": connection, "status": Status.FAULT.value}
    groups = of(kind).aggregate(
        [
            {"$match": match},
            # In the order of the index, so that nothing is sorted in memory.
            {"$sort": {"fault.code": 1, "updated_at": -1}},
            {
                "$group": {
                    "_id": "$fault.code",
                    "title": {"$first": "$fault.title"},
                    "n": {"$sum": 1},
                }
            },
            {"$sort": {"n": -1, "_id": 1}},
        ]
    )
    return tuple(
        CauseGroup(group["_id"] or "", group["title"] or "Fault", group["n"]) for group in groups
    )


cause_groups = causes
