"""Lines that contain a text: no index knows it, so the log is read backwards for a bounded time.

One slice is a number of lines, not a span of time, so that a busy day costs no more than a quiet one.
"""

import re
import time
from collections.abc import Callable
from typing import Any

from core.store.documents import LogEntryDocument
from core.store.views.logs import (
    LogFilter,
    LogPage,
    LogRow,
    behind,
    condition,
    cursor_at,
    make_row,
    newest_first,
    page_of,
)
from core.store.views.reading import collection, read

SECONDS = 1.0
SLICE = 20_000


@read
def search(
    connection: str,
    wanted: LogFilter,
    *,
    limit: int = 200,
    cursor: str | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> LogPage:
    """A page of matches, and how far it was searched when the time was over before the log."""
    base = condition(connection, wanted)
    text = {"message": {"$regex": re.escape(wanted.text), "$options": "i"}}
    found: list[LogRow] = []
    began = clock()
    while True:
        part = behind(base, cursor)
        edge = _edge(part)
        found += _matches(part, text, edge, limit + 1 - len(found))
        if edge is None or len(found) > limit:
            return page_of(found, limit)
        cursor = cursor_at(edge["at"], edge["_id"])
        if clock() - began >= SECONDS:
            return LogPage(tuple(found), cursor, searched_back_to=edge["at"])


def _edge(part: dict[str, Any]) -> dict[str, Any] | None:
    """The last line of the slice, by the index alone; None when the log ends before."""
    ends = [("at", -1), ("_id", -1)]
    where = collection(LogEntryDocument).find(part, {"at": 1}).sort(ends).skip(SLICE - 1).limit(1)
    return next(iter(where), None)


def _matches(
    part: dict[str, Any], text: dict[str, Any], edge: dict[str, Any] | None, most: int
) -> list[LogRow]:
    """Lines that came in late, behind the edge, are left to the next slice."""
    bound = [{"at": {"$gte": edge["at"]}}] if edge else []
    found = newest_first({"$and": [part, text, *bound]}).limit(most)
    rows = [make_row(stored) for stored in found]
    return [row for row in rows if edge is None or (row.at, row.id) >= (edge["at"], edge["_id"])]
