"""Who did what, when and why: a page of the trail, the newest first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bson import ObjectId
from bson.errors import InvalidId

from core.store.documents import AuditEventDocument
from core.store.views import cursors
from core.store.views.cursors import BadCursorError
from core.store.views.reading import collection, read

_ORDER = "-at"


@dataclass(frozen=True, slots=True)
class TrailFilter:
    """`from_at` is included, `before_at` is not. An empty field does not filter."""

    who: str = ""
    action: str = ""
    from_at: datetime | None = None
    before_at: datetime | None = None

    def __bool__(self) -> bool:
        return self != TrailFilter()


@dataclass(frozen=True, slots=True)
class TrailRow:
    """One deed. `connection` is empty for what concerns none, as signing in does."""

    at: datetime
    who: str
    action: str
    connection: str
    subject: str
    reason: str
    detail: dict[str, Any]

    @property
    def is_unknown(self) -> bool:
        """Nobody has told whether it was done."""
        return self.detail.get("outcome") == "unknown"


@dataclass(frozen=True, slots=True)
class TrailPage:
    """Deeds and where the next page begins."""

    rows: tuple[TrailRow, ...]
    next_cursor: str | None


@read
def trail(
    connection: str, wanted: TrailFilter, *, limit: int = 200, cursor: str | None = None
) -> TrailPage:
    """Of this connection, and of none: who signs in may act on all of them."""
    query = _condition(connection, wanted)
    if cursor:
        query = {"$and": [query, *_behind(cursor)]}
    ends = [("at", -1), ("_id", -1)]
    found = list(collection(AuditEventDocument).find(query).sort(ends).limit(limit + 1))
    rows = tuple(_row(stored) for stored in found[:limit])
    if len(found) <= limit:
        return TrailPage(rows, None)
    last = found[limit - 1]
    return TrailPage(rows, cursors.Cursor(_ORDER, last["at"], str(last["_id"])).encode())


def _behind(cursor: str) -> list[dict[str, Any]]:
    last = cursors.decode(cursor, _ORDER, datetime, str)
    try:
        tie = ObjectId(last.tie)
    except InvalidId as error:
        raise BadCursorError from error
    after = cursors.after(cursors.Cursor(_ORDER, last.value, tie), "at", "_id", descending=True)
    return [{"at": {"$lte": last.value}}, after]


def _condition(connection: str, wanted: TrailFilter) -> dict[str, Any]:
    clauses: dict[str, Any] = {"connection": {"$in": [connection, None]}}
    if wanted.who:
        clauses["who"] = wanted.who
    if wanted.action:
        clauses["action"] = wanted.action
    bounds = {"$gte": wanted.from_at, "$lt": wanted.before_at}
    if any(bounds.values()):
        clauses["at"] = {operator: at for operator, at in bounds.items() if at}
    return clauses


def _row(stored: dict[str, Any]) -> TrailRow:
    return TrailRow(
        at=stored["at"],
        who=stored["who"],
        action=stored["action"],
        connection=stored.get("connection") or "",
        subject=stored.get("subject") or "",
        reason=stored.get("reason") or "",
        detail=stored.get("detail") or {},
    )
