"""One page of a list, by keyset: its cost does not grow with how far one has paged."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from core.store.views.documents.finding import find
from core.store.views.documents.orders import DEFAULT_ORDER, order_of
from core.store.views.documents.sources import List
from core.store.views.kinds import Kind
from core.store.views.raw_documents import decoded
from core.store.views.reading import read
from core.store.views.rows import LIST_FIELDS, DocumentRow, make_row
from core.store.views.search import DocumentFilter

MAX_PAGE = 500
_KEPT = 2_048
"""Four full pages, some 5 MB, in each worker."""
_ROW = "row"


@dataclass(frozen=True, slots=True)
class Page:
    """Rows and where the next page begins; None means that this was the last one.

    `is_window`: nothing is filtered and there is more; a screen shows the newest 500 then.
    `searched_back_to`: there was no time to look further back; the cursor goes on from there.
    """

    rows: tuple[DocumentRow, ...]
    next_cursor: str | None
    is_window: bool = False
    searched_back_to: datetime | None = None


@read
def page(
    kind: Kind,
    connection: str,
    wanted: DocumentFilter,
    *,
    order: str = DEFAULT_ORDER,
    limit: int = MAX_PAGE,
    cursor: str | None = None,
) -> Page:
    by = order_of(kind, order)
    asked = List(kind, connection, wanted, by, dict.fromkeys(LIST_FIELDS, 1), _decoded)
    start = by.begins_at(cursor) if cursor else None
    looked = find(asked, start, limit + 1)
    rows = tuple(stored[_ROW] for stored in looked.found[:limit])
    if len(looked.found) > limit:
        following = by.place(looked.found[limit - 1]).encode()
        return Page(rows, following, is_window=not wanted and not wanted.is_deep)
    if looked.edge is None:
        return Page(rows, None)
    back_to = looked.edge.value if by.is_by_change else None
    return Page(rows, looked.edge.encode(), searched_back_to=back_to)


@lru_cache(maxsize=_KEPT)
def _decoded(document: bytes) -> Mapping[str, Any]:
    """With its row. The same bytes are the same row, and most were here a moment ago."""
    stored = decoded(document)
    return {**stored, _ROW: make_row(stored)}
