"""One page of a list, by keyset: its cost does not grow with how far one has paged."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.store.views import cursors
from core.store.views.documents.shelves import DEFAULT_ORDER, of, projection, sort_field
from core.store.views.reading import read
from core.store.views.rows import DocumentRow, make_row
from core.store.views.search import DocumentFilter, Kind, condition

MAX_PAGE = 500


@dataclass(frozen=True, slots=True)
class Page:
    """Rows and where the next page begins; None means that this was the last one.

    `is_window`: nothing is filtered and there is more than the newest 500, which a screen shows.
    `searched_back_to`: a thorough search has come so far; the cursor goes on from there.
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
    field, descending = sort_field(kind, order)
    query: dict[str, Any] = condition(kind, connection, wanted)
    if cursor:
        behind = cursors.after(
            cursors.decode(cursor, order), field, "autotask_id", descending=descending
        )
        query = {"$and": [query, behind]}
    keys = dict.fromkeys((field, "autotask_id"), -1 if descending else 1)
    found = list(of(kind).find(query, projection()).sort(list(keys.items())).limit(limit + 1))
    rows = tuple(make_row(stored) for stored in found[:limit])
    if len(found) <= limit:
        return Page(rows, None)
    last = found[limit - 1]
    following = cursors.Cursor(order, last.get(field), last["autotask_id"]).encode()
    return Page(rows, following, is_window=not wanted and not wanted.is_deep)


def each(kind: Kind, connection: str, wanted: DocumentFilter, order: str) -> Iterator[DocumentRow]:
    """Every match, page by page, so that an export of any length keeps little in memory."""
    cursor: str | None = None
    while True:
        part = page(kind, connection, wanted, order=order, cursor=cursor)
        yield from part.rows
        cursor = part.next_cursor
        if cursor is None:
            return
