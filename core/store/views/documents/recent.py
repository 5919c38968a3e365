"""What changed on a list since somebody looked at it."""

from datetime import datetime
from typing import Any

from core.store.views.ids import keys_in
from core.store.views.kinds import Kind, of
from core.store.views.reading import read
from core.store.views.rows import LIST_FIELDS, DocumentRow, make_row
from core.store.views.search import DocumentFilter, condition

MOST_CHANGES = 100
_MOST_NEWER = 1_000


@read
def rows_by_id(kind: Kind, connection: str, autotask_ids: list[int]) -> list[DocumentRow]:
    found = of(kind).find(keys_in(connection, autotask_ids), dict.fromkeys(LIST_FIELDS, 1))
    return [make_row(stored) for stored in found]


@read
def changed_since(kind: Kind, connection: str, since: datetime) -> list[DocumentRow]:
    """The latest changes; at most as many as one look can draw."""
    query = {"connection": connection, "updated_at": {"$gt": since}}
    found = of(kind).find(query, dict.fromkeys(LIST_FIELDS, 1))
    return [make_row(stored) for stored in found.sort("updated_at", -1).limit(MOST_CHANGES)]


@read
def newer_count(kind: Kind, connection: str, wanted: DocumentFilter, since: datetime) -> int:
    """Matches that did not exist at that instant; of the latest thousand, whatever is searched."""
    later: dict[str, Any] = {
        "connection": connection,
        "updated_at": {"$gt": since},
        "ingested_at": {"$gt": since},
    }
    found = of(kind).find(later, {"autotask_id": 1}).sort("updated_at", -1).limit(_MOST_NEWER)
    newer = keys_in(connection, [int(stored["autotask_id"]) for stored in found])
    if not newer["_id"]["$in"] or not wanted:
        return len(newer["_id"]["$in"])
    asked = {"$and": [newer, condition(kind, connection, wanted)]}
    return of(kind).count_documents(asked, hint=[("_id", 1)])
