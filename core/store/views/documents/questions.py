"""The questions that lists ask of MongoDB, each with the index that answers it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from pymongo.errors import OperationFailure

from core.store.views.beside import Beside
from core.store.views.documents.sources import List
from core.store.views.ids import NO_SUCH_INDEX
from core.store.views.kinds import Kind, of
from core.store.views.raw_documents import aggregated, each
from core.store.views.ways import Index

MOST_SORTED = 20_000
"""So many are sorted where an index finds them near each other."""

REMOVED = {"removed_at": {"$type": "date"}}
REMOVED_INDEX: Index = (("connection", 1), ("removed_at", 1))
_NOTHING: Mapping[str, Beside[Any]] = {}


def count_by(
    field: str, kind: Kind, asked: Mapping[str, Any], most: int, index: Index | None = None
) -> Counter[str]:
    """How many have which value of a field, of at most so many documents."""
    found = grouped(kind, counting(field, asked, most), index)
    return Counter({str(group["_id"] or ""): group["n"] for group in found})


def counting(field: str, asked: Mapping[str, Any], most: int) -> list[Mapping[str, Any]]:
    """Reads nothing but what the index has, where the condition asks for nothing else."""
    return [
        {"$match": asked},
        {"$project": {field: 1, "_id": 0}},
        {"$limit": most},
        {"$group": {"_id": f"${field}", "n": {"$sum": 1}}},
    ]


def count_listed(
    field: str, kind: Kind, asked: Mapping[str, Any], most: int, index: Index | None = None
) -> tuple[Counter[str], Counter[str]]:
    """The same, and how many of them people took off the list, in one question.

    Indexes that count do not know who was taken off; those who were have a small one of their own.
    """
    return read_listed(field, union(kind, counting_listed(field, asked, most), index))


def counting_listed(
    field: str, asked: Mapping[str, Any], most: int
) -> dict[str, list[Mapping[str, Any]]]:
    removed = {**asked, **REMOVED}
    return {field: counting(field, asked, most), f"{field} gone": counting(field, removed, most)}


def read_listed(
    field: str, found: Mapping[str, Sequence[Mapping[str, Any]]]
) -> tuple[Counter[str], Counter[str]]:
    there, gone = (
        Counter({str(group["_id"] or ""): group["n"] for group in found[name]})
        for name in (field, f"{field} gone")
    )
    return there, gone


def union(
    kind: Kind,
    parts: Mapping[str, Sequence[Mapping[str, Any]]],
    index: Index | None = None,
    beside: Mapping[str, Beside[Any]] = _NOTHING,
) -> dict[str, list[dict[str, Any]]]:
    """What several questions about documents find, by name, in one: each way there and back counts.

    The index is that of the first one. `beside` are questions about other collections.
    """
    (first, steps), *others = parts.items()
    united: list[Mapping[str, Any]] = [
        {"$unionWith": {"coll": of(kind).name, "pipeline": [*more, {"$set": {"part": name}}]}}
        for name, more in others
    ]
    united += [each_beside.united(name) for name, each_beside in beside.items()]
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in (*parts, *beside)}
    for each_found in grouped(kind, [*steps, {"$set": {"part": first}}, *united], index):
        found[each_found["part"]].append(each_found)
    return found


def grouped(
    kind: Kind, steps: Sequence[Mapping[str, Any]], index: Index | None = None
) -> list[dict[str, Any]]:
    if index is None:
        return list(of(kind).aggregate(steps))
    try:
        return list(of(kind).aggregate(steps, hint=dict(index)))
    except OperationFailure as error:
        if error.code != NO_SUCH_INDEX:
            raise
        return list(of(kind).aggregate(steps))


def has_more_than(most: int, asked: List, condition: Mapping[str, Any], index: Index) -> bool:
    query = {"connection": asked.connection, **condition}
    steps: list[dict[str, Any]] = [{"$match": query}, {"$limit": most + 1}, {"$count": "n"}]
    return any(found["n"] > most for found in grouped(asked.kind, steps, index))


def some_of_each(
    asked: List, queries: Sequence[Mapping[str, Any]], limit: int, index: Index
) -> list[Mapping[str, Any]]:
    """Of each query some so many of what matches, in no order, in one question.

    The index is that of the first one. MongoDB sees what is best for each of the others, and sees
    it anew when it finds out that it was not; within an `$or` it never would.
    """
    shown = {"$project": {**asked.projection, asked.order.field: 1}}
    parts: list[list[dict[str, Any]]] = [
        [{"$match": query}, {"$limit": limit}, shown] for query in queries
    ]
    first, *others = parts
    united = [{"$unionWith": {"coll": of(asked.kind).name, "pipeline": more}} for more in others]
    steps, documents = [*first, *united], of(asked.kind)
    # All of it comes in the first batch.
    at_once = limit * len(queries)
    try:
        found = aggregated(documents, steps, batchSize=at_once, hint=dict(index))
    except OperationFailure as error:
        if error.code != NO_SUCH_INDEX:
            raise
        found = aggregated(documents, steps, batchSize=at_once)
    return [asked.decode(document) for document in found]


def rows(
    asked: List, query: Mapping[str, Any], limit: int, index: Index | None = None
) -> list[Mapping[str, Any]]:
    def found() -> Any:
        # The field of the order is read too: what several questions find is merged by it.
        wanted = {**asked.projection, asked.order.field: 1}
        everything = of(asked.kind).find_raw_batches(query, wanted, batch_size=limit)
        return everything.sort(asked.order.keys).limit(limit)

    def read(cursor: Any) -> list[Mapping[str, Any]]:
        return [asked.decode(document) for document in each(cursor)]

    if index is None:
        return read(found())
    try:
        return read(found().hint(list(index)))
    except OperationFailure as error:
        if error.code != NO_SUCH_INDEX:
            raise
        return read(found())
