"""The sync log: search by Autotask id, time, level, run and text, newest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pymongo.cursor import Cursor

from core.store.documents import LogEntryDocument
from core.store.views import cursors
from core.store.views.beside import Beside
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
    # It counts where two lines are compared, but cannot be hashed.
    detail: dict[str, Any] = field(hash=False)


@dataclass(frozen=True, slots=True)
class LogPage:
    """Lines and where the next page begins.

    `searched_back_to` says how far a search for a text came that did not reach the end of the log.
    """

    rows: tuple[LogRow, ...]
    next_cursor: str | None
    searched_back_to: datetime | None = None


@read
def log_page(
    connection: str, wanted: LogFilter, *, limit: int = 200, cursor: str | None = None
) -> LogPage:
    """Lines behind the cursor; a text is looked for by `log_text.search`."""
    query = behind(condition(connection, wanted), cursor)
    found = [make_row(stored) for stored in newest_first(query).limit(limit + 1)]
    return page_of(found, limit)


def page_of(found: Sequence[LogRow], limit: int) -> LogPage:
    """A page of rows of which there is one too many when there are more."""
    rows = tuple(found[:limit])
    return LogPage(rows, cursor_at(rows[-1].at, rows[-1].id) if len(found) > limit else None)


def newest_first(query: Mapping[str, Any]) -> Cursor[dict[str, Any]]:
    return collection(LogEntryDocument).find(query).sort([("at", -1), ("_id", -1)])


def cursor_at(at: datetime, line_id: str) -> str:
    return cursors.Cursor(_ORDER, at, line_id).encode()


def behind(query: dict[str, Any], cursor: str | None) -> dict[str, Any]:
    """The bound stands outside the `$or` too: with it an index is read from there on."""
    if not cursor:
        return query
    last = cursors.decode(cursor, _ORDER, datetime, str)
    after = cursors.after(last, "at", "_id", descending=True)
    return {"$and": [query, {"at": {"$lte": last.value}}, after]}


@read
def last_line_at(connection: str, autotask_id: int) -> datetime | None:
    """When anything was last said of an invoice or order."""
    wanted = {"connection": connection, "autotask_id": autotask_id}
    stored = collection(LogEntryDocument).find_one(wanted, {"at": 1}, sort=[("at", -1)])
    return stored["at"] if stored else None


def oldest_line_at(connection: str) -> Beside[datetime | None]:
    """How far back the log reaches, asked together with other questions."""
    steps: list[dict[str, Any]] = [
        {"$match": {"connection": connection}},
        {"$sort": {"at": 1}},
        {"$limit": 1},
        {"$project": {"at": 1}},
    ]
    return Beside(LogEntryDocument, steps, lambda found: found[0]["at"] if found else None)


def condition(connection: str, wanted: LogFilter) -> dict[str, Any]:
    """Everything that is wanted but the text."""
    clauses: dict[str, Any] = {"connection": connection}
    if wanted.autotask_id is not None:
        clauses["autotask_id"] = wanted.autotask_id
    if wanted.levels:
        clauses["level"] = {"$in": list(wanted.levels)}
    if wanted.run_id:
        clauses["run_id"] = wanted.run_id
    bounds = {"$gte": wanted.from_at, "$lt": wanted.before_at}
    if any(bounds.values()):
        clauses["at"] = {operator: at for operator, at in bounds.items() if at}
    return clauses


def make_row(stored: dict[str, Any]) -> LogRow:
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
