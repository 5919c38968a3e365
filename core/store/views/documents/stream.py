"""Every match of a filter for exports, in the order of the list; any length takes little memory."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from bson.decimal128 import Decimal128

from core.domain.status import Status
from core.store.bson_money import as_text
from core.store.views.cursors import Cursor
from core.store.views.documents.finding import find
from core.store.views.documents.orders import order_of
from core.store.views.documents.sources import List, sources_of
from core.store.views.documents.walk import Walked
from core.store.views.kinds import Kind, of
from core.store.views.reading import read, read_patiently
from core.store.views.search import DocumentFilter, condition
from core.store.views.ways import Index

_BATCH = 2_000
_FIELDS = (
    "autotask_id", "number", "company", "vendor", "issued_on", "ordered_on", "due_on", "currency",
    "subtotal", "tax", "total", "status", "fault.code", "fault.title", "hold.code",
    "hold.message", "skip.code", "skip.message", "xero_kind", "xero_number", "xero_id",
    "updated_at",
)  # fmt: skip
# Which part says why a document stands in a status, and which of its fields in words.
_REASONS = {
    Status.FAULT.value: ("fault", "title"),
    Status.PENDING_SYNC.value: ("hold", "message"),
    Status.SKIPPED.value: ("skip", "message"),
}
# The database writes amounts faster than we read its numbers.
_AS_TEXTS = {"$set": {name: {"$toString": f"${name}"} for name in ("subtotal", "tax", "total")}}
_STATUSES = {status.value: status for status in Status}


class StreamRow(NamedTuple):
    """What an export says of a document. `cause` and `remark` are its fault's, hold's or skip's.

    Amounts are texts with all their decimals: of 100,000 rows nobody calculates with one.
    """

    autotask_id: int
    number: str | None
    party: str
    dated_on: str | None
    due_on: str | None
    currency: str
    subtotal: str | None
    tax: str | None
    total: str | None
    status: Status
    cause: str
    remark: str
    xero_kind: str | None
    xero_number: str | None
    xero_id: str | None
    updated_at: datetime


def stream(kind: Kind, connection: str, wanted: DocumentFilter, order: str) -> Iterator[StreamRow]:
    """Each portion has a deadline of its own."""
    asked = List(kind, connection, wanted, order_of(kind, order), dict.fromkeys(_FIELDS, 1))
    # Only a search has several sources.
    found = _piece_by_piece(asked) if wanted.text.strip() else _in_one_go(asked)
    for stored in found:
        yield _row(stored)


def _in_one_go(asked: List) -> Iterator[Mapping[str, Any]]:
    """In the order of an index, or sorted by the database, which may use its disk for that."""
    (source,) = sources_of(asked, ())
    query = condition(asked.kind, asked.connection, asked.wanted)
    steps: list[dict[str, Any]] = [{"$match": query}, {"$sort": dict(asked.order.keys)}]
    shown = {"$project": {**asked.projection, asked.order.field: 1}}
    # What is sorted in memory is cut down first.
    steps.insert(2 if source.index is None else 1, shown)
    steps.append(_AS_TEXTS)
    cursor = _begin(asked.kind, steps, source.index)
    while batch := _next(cursor):
        yield from batch


@read_patiently
def _begin(kind: Kind, steps: list[dict[str, Any]], index: Index | None) -> Any:
    hint: dict[str, Any] = {"hint": dict(index)} if index else {}
    return of(kind).aggregate(steps, batchSize=_BATCH, allowDiskUse=True, **hint)


@read_patiently
def _next(cursor: Any) -> list[dict[str, Any]]:
    batch: list[dict[str, Any]] = cursor.to_list(_BATCH)
    return batch


def _piece_by_piece(asked: List) -> Iterator[Mapping[str, Any]]:
    start: Cursor | None = None
    while True:
        looked = _look(asked, start)
        yield from looked.found
        if len(looked.found) == _BATCH:
            start = asked.order.place(looked.found[-1])
        elif looked.edge is None:
            return
        else:
            start = looked.edge


@read
def _look(asked: List, start: Cursor | None) -> Walked:
    return find(asked, start, _BATCH)


def _row(stored: Mapping[str, Any]) -> StreamRow:
    status = stored["status"]
    part, words = _REASONS.get(status, ("", ""))
    reason = stored.get(part) or {}
    return StreamRow(
        int(stored["autotask_id"]), stored.get("number"),
        stored.get("company") or stored.get("vendor") or "",
        stored.get("issued_on") or stored.get("ordered_on"), stored.get("due_on"),
        stored["currency"], _text(stored.get("subtotal")), _text(stored.get("tax")),
        _text(stored.get("total")), _STATUSES[status], reason.get("code") or "",
        reason.get(words) or "", stored.get("xero_kind"), stored.get("xero_number"),
        stored.get("xero_id"), stored["updated_at"],
    )  # fmt: skip


def _text(amount: Decimal128 | str | None) -> str | None:
    if isinstance(amount, Decimal128):
        return as_text(amount)
    # Very large and very small ones have an exponent in the database's words.
    return f"{Decimal(amount):f}" if amount and "E" in amount else amount
