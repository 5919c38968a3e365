"""All that a text finds, in one question, where that is few: most searches are for one document.

A search of several questions, one behind the other, takes as long as all of them.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from core.store.views.documents.questions import some_of_each
from core.store.views.documents.sources import List
from core.store.views.kinds import PARTY_ID
from core.store.views.search import DocumentFilter
from core.store.views.ways import Way

_MOST = 200
_MOST_PARTIES = 5


def all_of(asked: List, meanings: Sequence[Way]) -> list[Mapping[str, Any]] | None:
    """None where they are many, or where other filters would have many looked at for a few."""
    if asked.wanted != DocumentFilter(asked.wanted.text) or not meanings:
        return None
    index = meanings[0].index
    if index is None or not all(map(_is_narrow, meanings)):
        return None
    queries = [
        {**condition, "removed_at": None}
        for way in meanings
        for condition in _conditions(asked.connection, way)
    ]
    found = some_of_each(asked, queries, _MOST + 1, (("connection", 1), *index))
    # Where one query has found too many, all of them together have.
    if len(found) > _MOST:
        return None
    return list({int(stored["autotask_id"]): stored for stored in found}.values())


def _conditions(connection: str, way: Way) -> list[Mapping[str, Any]]:
    """Ids that begin with some digits are a single range of keys."""
    first = way.conditions[0]
    if "autotask_id" in first:
        key = f"{connection}/{first['autotask_id']}"
        return [{"_id": {"$gte": key, "$lt": f"{key}:"}}]
    return [{"connection": connection, **condition} for condition in way.conditions]


def _is_narrow(way: Way) -> bool:
    """Tell whether its index may find few."""
    if way.index is None:
        return False
    parties = [
        condition[field]["$in"]
        for condition in way.conditions
        for field in PARTY_ID.values()
        if field in condition
    ]
    is_of_parties = any(len(ids) <= _MOST_PARTIES for ids in parties)
    return is_of_parties or way.index[0][0] in ("number_words", "autotask_id", "total")
