"""The ids of what a question finds, by the index that finds it; of so many at most as one sorts."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pymongo.collection import Collection
from pymongo.errors import OperationFailure

from core.store.views.kinds import Kind, of
from core.store.views.ways import Index, Way

MOST_IDS = 5_000
"""So many matches are sorted or counted in memory; of more the list itself is walked through."""

NO_SUCH_INDEX = 2
"""MongoDB's error where an actor of this version has not built the index yet."""


def ids_of(
    kind: Kind, connection: str, conditions: Sequence[Mapping[str, Any]], index: Index
) -> list[int]:
    """The Autotask ids of what fulfills one of the conditions; `MOST_IDS` + 1 where there are more."""
    # The connection stands in each of them, so that each is a range of the index of its own.
    each = [{"connection": connection, **condition} for condition in conditions]
    asked = each[0] if len(each) == 1 else {"$or": each}
    found = _hinted(of(kind), asked, index, MOST_IDS + 1)
    return list(dict.fromkeys(int(stored["autotask_id"]) for stored in found))


def ids_by(kind: Kind, connection: str, ways: Iterable[Way]) -> list[int]:
    """What any of the ways finds; more than `MOST_IDS` where there are more."""
    found: dict[int, None] = {}
    for way in ways:
        if way.index:
            index = (("connection", 1), *way.index)
            found |= dict.fromkeys(ids_of(kind, connection, way.conditions, index))
    return list(found)


def keys_in(connection: str, autotask_ids: Iterable[int]) -> dict[str, Any]:
    return {"_id": {"$in": [f"{connection}/{autotask_id}" for autotask_id in autotask_ids]}}


def _hinted(
    documents: Collection[dict[str, Any]], asked: Mapping[str, Any], index: Index, most: int
) -> list[dict[str, Any]]:
    """Without the index where an actor of this version has not built it yet."""
    wanted = {"autotask_id": 1, "_id": 0}
    try:
        return list(documents.find(asked, wanted).hint(list(index)).limit(most))
    except OperationFailure as error:
        if error.code != NO_SUCH_INDEX:
            raise
        return list(documents.find(asked, wanted).limit(most))
