"""The documents before and behind one, in the order and under the filter of a list."""

from typing import Any

from core.store.views import cursors
from core.store.views.documents.shelves import of, sort_field
from core.store.views.reading import read
from core.store.views.search import DocumentFilter, Kind, condition


@read
def neighbors(
    kind: Kind, connection: str, wanted: DocumentFilter, order: str, autotask_id: int
) -> tuple[int | None, int | None]:
    """Autotask ids of the previous and the next one; (None, None) for one that is not there."""
    field, descending = sort_field(kind, order)
    key = f"{connection}/{autotask_id}"
    stored = of(kind).find_one({"_id": key}, {field: 1, "autotask_id": 1})
    if stored is None:
        return None, None
    here = cursors.Cursor(order, stored.get(field), stored["autotask_id"])
    before = _first(kind, connection, wanted, here, field, descending=not descending)
    behind = _first(kind, connection, wanted, here, field, descending=descending)
    return before, behind


def _first(
    kind: Kind,
    connection: str,
    wanted: DocumentFilter,
    here: cursors.Cursor,
    field: str,
    *,
    descending: bool,
) -> int | None:
    beyond = cursors.after(here, field, "autotask_id", descending=descending)
    query: dict[str, Any] = {"$and": [condition(kind, connection, wanted), beyond]}
    keys = dict.fromkeys((field, "autotask_id"), -1 if descending else 1)
    found = of(kind).find_one(query, {"autotask_id": 1}, sort=list(keys.items()))
    return int(found["autotask_id"]) if found else None
