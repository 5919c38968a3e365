"""The sync log: search by Autotask id, time, level, run and text, newest first."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.store.documents import LogEntryDocument
from core.store.views import cursors
from core.store.views.reading import collection, read

LEVELS = ("info", "warning", "error")
_ORDER = "-at"


@dataclass(frozen=True, slots=True)
class LogFilter:
    """`from_at` is included, `before_at` is not. An empty field does not filter."""

    autotask_id: int | None = None
    from_at: datetime | None = None
    before_at: datetime | None = None
    levels: tuple[str, ...] = ()
    text: str = ""
    run_id: str = ""

    def __bool__(self) -> bool:
        return self != LogFilter()


@dataclass(frozen=True, slots=True)
class LogRow:
    """A line of the log."""

    id: str
    at: datetime
    level: str
    service: str
    code: str
    message: str
    autotask_id: int | None
    xero_id: str | None
    run_id: str | None
    detail: dict[str, Any]


@dataclass(frozen=True, slots=True)
class LogPage:
    """Lines and where the next page begins."""

    rows: tuple[LogRow, ...]
    next_cursor: str | None


@read
def log_page(
    connection: str, wanted: LogFilter, *, limit: int = 200, cursor: str | None = None
) -> LogPage:
    query: dict[str, Any] = _condition(connection, wanted)
    if cursor:
        behind = cursors.after(cursors.decode(cursor, _ORDER), "at", "_id", descending=True)
        query = {"$and": [query, behind]}
    found = list(
        collection(LogEntryDocument).find(query).sort([("at", -1), ("_id", -1)]).limit(limit + 1)
    )
    rows = tuple(_row(stored) for stored in found[:limit])
    if len(found) <= limit:
        return LogPage(rows, None)
    return LogPage(rows, cursors.Cursor(_ORDER, rows[-1].at, rows[-1].id).encode())


@read
def oldest_line_at(connection: str) -> datetime | None:
    """How far back the log reaches."""
    stored = collection(LogEntryDocument).find_one(
        {"connection": connection}, {"at": 1}, sort=[("at", 1)]
    )
    return stored["at"] if stored else None


def _condition(connection: str, wanted: LogFilter) -> dict[str, Any]:
    clauses: dict[str, Any] = {"connection": connection}
    if wanted.autotask_id is not None:
        clauses["autotask_id"] = wanted.autotask_id
    if wanted.levels:
        clauses["level"] = {"$in": list(wanted.levels)}
    if wanted.run_id:
        clauses["run_id"] = wanted.run_id
    if wanted.text:
        clauses["message"] = {"$regex": re.escape(wanted.text), "$options": "i"}
    bounds = {"$gte": wanted.from_at, "$lt": wanted.before_at}
    if any(bounds.values()):
        clauses["at"] = {operator: at for operator, at in bounds.items() if at}
    return clauses


def _row(stored: dict[str, Any]) -> LogRow:
    number = stored.get("autotask_id")
    return LogRow(
        id=stored["_id"],
        at=stored["at"],
        level=stored["level"],
        service=stored["service"],
        code=stored["code"],
        message=stored["message"],
        autotask_id=None if number is None else int(number),
        xero_id=stored.get("xero_id"),
        run_id=stored.get("run_id"),
        detail=stored.get("detail") or {},
    )
