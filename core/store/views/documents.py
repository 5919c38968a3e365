"""Lists of invoices and purchase orders: a page, its counts, its causes, and all of it for export."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from pymongo.collection import Collection

from core.domain.status import Status
from core.store.documents import InvoiceDocument, PurchaseOrderDocument
from core.store.views import cursors
from core.store.views.reading import collection, read
from core.store.views.rows import LIST_FIELDS, DocumentRow, make_row, money
from core.store.views.search import DATED, DocumentFilter, Kind, condition

DEFAULT_ORDER = "-updated"
MAX_PAGE = 500
_MAX_CHANGES = 100

_DOCUMENTS = {"invoices": InvoiceDocument, "purchase_orders": PurchaseOrderDocument}
_PARTY = {"invoices": "company", "purchase_orders": "vendor"}
ORDERS = frozenset(
    sign + name
    for sign in ("", "-")
    for name in ("updated", "id", "party", "date", "total", "status")
)


@dataclass(frozen=True, slots=True)
class Page:
    """Rows and where the next page begins; None means that this was the last one."""

    rows: tuple[DocumentRow, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class CauseGroup:
    """Faults of one cause. `title` is that of the latest, because titles carry values."""

    code: str
    title: str
    count: int


@dataclass(frozen=True, slots=True)
class CurrencySum:
    """Documents in one currency, never added up across them."""

    currency: str
    count: int
    total: Decimal


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
    """One page, by keyset: its cost does not grow with how far one has paged."""
    field, descending = _sort_field(kind, order)
    query: dict[str, Any] = condition(kind, connection, wanted)
    if cursor:
        behind = cursors.after(
            cursors.decode(cursor, order), field, "autotask_id", descending=descending
        )
        query = {"$and": [query, behind]}
    found = list(_sorted(of(kind), query, field, descending=descending).limit(limit + 1))
    rows = tuple(make_row(stored) for stored in found[:limit])
    if len(found) <= limit:
        return Page(rows, None)
    last = found[limit - 1]
    return Page(rows, cursors.Cursor(order, last.get(field), last["autotask_id"]).encode())


def each(kind: Kind, connection: str, wanted: DocumentFilter, order: str) -> Iterator[DocumentRow]:
    """Every match, page by page, so that an export of any length keeps little in memory."""
    cursor: str | None = None
    while True:
        part = page(kind, connection, wanted, order=order, cursor=cursor)
        yield from part.rows
        cursor = part.next_cursor
        if cursor is None:
            return


@read
def rows_by_id(kind: Kind, connection: str, autotask_ids: list[int]) -> list[DocumentRow]:
    keys = [f"{connection}/{autotask_id}" for autotask_id in autotask_ids]
    found = of(kind).find({"_id": {"$in": keys}}, _projection())
    return [make_row(stored) for stored in found]


@read
def changed_since(kind: Kind, connection: str, since: datetime) -> list[DocumentRow]:
    """The latest changes; at most as many as one look can draw."""
    query = {"connection": connection, "updated_at": {"$gt": since}}
    found = of(kind).find(query, _projection()).sort("updated_at", -1).limit(_MAX_CHANGES)
    return [make_row(stored) for stored in found]


@read
def newer_count(kind: Kind, connection: str, wanted: DocumentFilter, since: datetime) -> int:
    """Matches that did not exist at that instant."""
    later = {"updated_at": {"$gt": since}, "ingested_at": {"$gt": since}}
    return of(kind).count_documents({"$and": [condition(kind, connection, wanted), later]})


@read
def status_counts(kind: Kind, connection: str, wanted: DocumentFilter) -> dict[Status, int]:
    """How many each status filter would show; they follow the search, not each other."""
    match = condition(kind, connection, wanted, any_status=True)
    groups = of(kind).aggregate(
        [{"$match": match}, {"$group": {"_id": "$status", "n": {"$sum": 1}}}]
    )
    counts = {group["_id"]: group["n"] for group in groups}
    return {status: counts.get(status.value, 0) for status in Status}


@read
def cause_groups(kind: Kind, connection: str) -> tuple[CauseGroup, ...]:
    """The causes of all present faults, the most frequent first."""
    match = {"connection": connection, "status": Status.FAULT.value}
    groups = of(kind).aggregate(
        [
            {"$match": match},
            # In the order of the index, so that nothing is sorted in memory.
            {"$sort": {"fault.code": 1, "updated_at": -1}},
            {
                "$group": {
                    "_id": "$fault.code",
                    "title": {"$first": "$fault.title"},
                    "n": {"$sum": 1},
                }
            },
            {"$sort": {"n": -1, "_id": 1}},
        ]
    )
    return tuple(
        CauseGroup(group["_id"] or "", group["title"] or "Fault", group["n"]) for group in groups
    )


@read
def sums(kind: Kind, connection: str, wanted: DocumentFilter) -> tuple[CurrencySum, ...]:
    """How many match and their value, by currency; the most frequent first."""
    groups = of(kind).aggregate(
        [
            {"$match": condition(kind, connection, wanted)},
            {"$group": {"_id": "$currency", "n": {"$sum": 1}, "total": {"$sum": "$total"}}},
            {"$sort": {"n": -1, "_id": 1}},
        ]
    )
    return tuple(
        CurrencySum(group["_id"], group["n"], money(group["total"]) or Decimal(0))
        for group in groups
    )


def of(kind: Kind) -> Collection[dict[str, Any]]:
    return collection(_DOCUMENTS[kind])


def _projection() -> dict[str, int]:
    return dict.fromkeys(LIST_FIELDS, 1)


def _sorted(
    documents: Collection[dict[str, Any]], query: dict[str, Any], field: str, *, descending: bool
) -> Any:
    direction = -1 if descending else 1
    keys = dict.fromkeys((field, "autotask_id"), direction)
    return documents.find(query, _projection()).sort(list(keys.items()))


def _sort_field(kind: Kind, order: str) -> tuple[str, bool]:
    fields = {
        "updated": "updated_at",
        "id": "autotask_id",
        "party": _PARTY[kind],
        "date": DATED[kind],
        "total": "total",
        "status": "status",
    }
    return fields[order.removeprefix("-")], order.startswith("-")
