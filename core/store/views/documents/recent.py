"""What changed on a list since somebody looked at it."""

from datetime import datetime

from core.store.views.documents.shelves import of, projection
from core.store.views.reading import read
from core.store.views.rows import DocumentRow, make_row
from core.store.views.search import DocumentFilter, Kind, condition

_MAX_CHANGES = 100


@read
def rows_by_id(kind: Kind, connection: str, autotask_ids: list[int]) -> list[DocumentRow]:
    keys = [f"{connection}/{autotask_id}" for autotask_id in autotask_ids]
    found = of(kind).find({"_id": {"$in": keys}}, projection())
    return [make_row(stored) for stored in found]


@read
def changed_since(kind: Kind, connection: str, since: datetime) -> list[DocumentRow]:
    """The latest changes; at most as many as one look can draw."""
    query = {"connection": connection, "updated_at": {"$gt": since}}
    found = of(kind).find(query, projection()).sort("updated_at", -1).limit(_MAX_CHANGES)
    return [make_row(stored) for stored in found]


@read
def newer_count(kind: Kind, connection: str, wanted: DocumentFilter, since: datetime) -> int:
    """Matches that did not exist at that instant."""
    later = {"updated_at": {"$gt": since}, "ingested_at": {"$gt": since}}
    return of(kind).count_documents({"$and": [condition(kind, connection, wanted), later]})
