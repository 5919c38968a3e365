"""The documents before and behind one, in the order and under the filter of a list."""

from core.store.views.cursors import Cursor
from core.store.views.documents.finding import find
from core.store.views.documents.orders import order_of
from core.store.views.documents.sources import List
from core.store.views.kinds import Kind, of
from core.store.views.reading import read
from core.store.views.search import DocumentFilter

# Of the walk in either direction; two of them fit into the time that a page has.
_SECONDS = 0.5


@read
def neighbors(
    kind: Kind, connection: str, wanted: DocumentFilter, order: str, autotask_id: int
) -> tuple[int | None, int | None]:
    """Autotask ids of the previous and the next one; (None, None) for one that is not there."""
    by = order_of(kind, order)
    projection = dict.fromkeys(("autotask_id", by.field), 1)
    stored = of(kind).find_one({"_id": f"{connection}/{autotask_id}"}, projection)
    if stored is None:
        return None, None
    here = by.place(stored)
    before = List(kind, connection, wanted, by.reversed(), projection)
    behind = List(kind, connection, wanted, by, projection)
    return _first(before, here), _first(behind, here)


def _first(asked: List, here: Cursor) -> int | None:
    found = find(asked, here, 1, _SECONDS).found
    return int(found[0]["autotask_id"]) if found else None
