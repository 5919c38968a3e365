"""Sums by month, kept beside the invoices because counting them anew takes longer the more there is.

A month is counted from the indexes `issued_on` and `completed_at`, which have all that a sum asks
for; it is replaced as a whole, so that counting it twice is harmless.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any, Literal

from core.domain.months import after, month_of, span_of
from core.store.documents import FigureMarksDocument, InvoiceDocument, MonthFiguresDocument

By = Literal["issued", "arrived"]

GRACE = timedelta(seconds=60)
"""A change carries an instant from shortly before it was made, by a clock that is not ours."""
MOST_TOUCHED = 50_000


@dataclass(frozen=True, slots=True)
class Marks:
    """Up to when a connection's figures are counted, and what has to be counted again.

    `dirty` has what a round is counting as well, until it has noted that.
    """

    counted_to: datetime | None
    full_at: datetime | None
    dirty: frozenset[str]
    zone: str
    is_filled: bool


def marks(connection_id: str) -> Marks:
    return _read(_marks().find_one({"_id": connection_id}) or {})


def begin(connection_id: str) -> Marks:
    """What a round is to count is laid aside: a month that is named from now on is the next one's."""
    empty: list[str] = []
    both = [{"$ifNull": ["$counting", empty]}, {"$ifNull": ["$dirty", empty]}]
    found = _marks().find_one_and_update(
        {"_id": connection_id},
        [{"$set": {"counting": {"$setUnion": both}, "dirty": empty}}],
        return_document=True,
    )
    return _read(found or {})


def _read(found: Mapping[str, Any]) -> Marks:
    return Marks(
        counted_to=found.get("counted_to"),
        full_at=found.get("full_at"),
        dirty=frozenset((*(found.get("dirty") or ()), *(found.get("counting") or ()))),
        zone=found.get("zone") or "",
        is_filled=bool(found.get("is_filled")),
    )


def mark_dirty(connection_id: str, months: Iterable[str]) -> None:
    """These are to be counted again, and the use in them, although no invoice may show why."""
    named = {"$each": sorted(months)}
    change = {"$addToSet": {"dirty": named, "use_dirty": named}}
    _marks().update_one({"_id": connection_id}, change, upsert=True)


def has_changed(connection_id: str, since: datetime) -> bool:
    wanted = {"connection": connection_id, "updated_at": {"$gt": since}}
    return _invoices().find_one(wanted, {"_id": 1}) is not None


def touched(
    connection_id: str, since: datetime, zone: tzinfo
) -> Mapping[By, frozenset[str]] | None:
    """Months of what changed; None where so much did that all are counted at once."""
    found = (
        _invoices()
        .find(
            {"connection": connection_id, "updated_at": {"$gt": since}},
            {"issued_on": 1, "completed_at": 1, "_id": 0},
        )
        .limit(MOST_TOUCHED + 1)
    )
    changed = list(found)
    if len(changed) > MOST_TOUCHED:
        return None
    arrived = {each["completed_at"] for each in changed if each.get("completed_at")}
    return {
        "issued": frozenset(each["issued_on"][:7] for each in changed),
        "arrived": frozenset(month_of(at, zone) for at in arrived),
    }


def months_with_any(connection_id: str, zone: tzinfo) -> Mapping[By, frozenset[str]]:
    """Every month in which anything lies; one key is read for each."""
    return {
        "issued": frozenset(_issued_months(connection_id)),
        "arrived": frozenset(_arrived_months(connection_id, zone)),
    }


def _issued_months(connection_id: str) -> Iterable[str]:
    behind = ""
    while found := _first(connection_id, "issued_on", behind):
        month = str(found["issued_on"])[:7]
        yield month
        behind = f"{after(month)}-01"


def _arrived_months(connection_id: str, zone: tzinfo) -> Iterable[str]:
    behind: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    while found := _first(connection_id, "completed_at", behind):
        month = month_of(found["completed_at"], zone)
        yield month
        behind = span_of(month, zone)[1]


def _first(connection_id: str, field: str, behind: Any) -> dict[str, Any] | None:
    found: dict[str, Any] | None = _invoices().find_one(
        {"connection": connection_id, field: {"$gte": behind}},
        {field: 1, "_id": 0},
        sort=[(field, 1)],
    )
    return found


def recount(connection_id: str, by: By, month: str, zone: tzinfo, now: datetime) -> bool:
    """Count a month again; False when it is as it was."""
    rows = count(connection_id, by, month, zone)
    key = f"{connection_id}/{by}/{month}"
    stored = _months().find_one({"_id": key}, {"rows": 1})
    if (stored or {"rows": []})["rows"] == rows:
        return False
    _months().replace_one(
        {"_id": key},
        {"connection": connection_id, "by": by, "month": month, "rows": rows, "counted_at": now},
        upsert=True,
    )
    return True


def _within(connection_id: str, by: By, month: str, zone: tzinfo) -> dict[str, Any]:
    if by == "issued":
        days = {"$gte": f"{month}-01", "$lt": f"{after(month)}-01"}
        return {"connection": connection_id, "issued_on": days}
    from_at, before_at = span_of(month, zone)
    return {"connection": connection_id, "completed_at": {"$gte": from_at, "$lt": before_at}}


def count(connection_id: str, by: By, month: str, zone: tzinfo) -> list[dict[str, Any]]:
    """How many of a month stand where, and for how much, by currency."""
    groups = _invoices().aggregate(
        [
            {"$match": _within(connection_id, by, month, zone)},
            {
                "$group": {
                    "_id": {"currency": "$currency", "status": "$status"},
                    "n": {"$sum": 1},
                    "credits": {"$sum": {"$cond": [{"$lt": ["$total", 0]}, 1, 0]}},
                    "net": {"$sum": "$subtotal"},
                    "total": {"$sum": "$total"},
                }
            },
            {"$sort": {"_id.currency": 1, "_id.status": 1}},
        ]
    )
    return [
        {
            "currency": group["_id"].get("currency"),
            "status": group["_id"].get("status"),
            **{name: group[name] for name in ("n", "credits", "net", "total")},
        }
        for group in groups
    ]


def forget_others(connection_id: str, months: Mapping[By, Collection[str]]) -> int:
    """After all months were counted: those in which nothing lies any more."""
    forgotten = 0
    for by, there in months.items():
        keys = [f"{connection_id}/{by}/{month}" for month in there]
        wanted = {"connection": connection_id, "by": by, "_id": {"$nin": keys}}
        forgotten += _months().delete_many(wanted).deleted_count
    return forgotten


def advance(connection_id: str, before: Marks, counted_to: datetime, **values: Any) -> None:
    """Everything up to then is counted; what was to be counted again no longer is.

    Comes last: what breaks off before it is counted again.
    """
    _marks().update_one(
        {"_id": connection_id},
        {
            "$set": {"counted_to": counted_to, "counts": _counts(connection_id), **values},
            "$pull": {"counting": {"$in": sorted(before.dirty)}},
        },
        upsert=True,
    )


def _counts(connection_id: str) -> dict[str, int]:
    """By status, over all months, without those that people took off the list."""
    groups = _months().aggregate(
        [
            {"$match": {"connection": connection_id, "by": "issued"}},
            {"$unwind": "$rows"},
            {"$group": {"_id": "$rows.status", "n": {"$sum": "$rows.n"}}},
        ]
    )
    removed = _invoices().aggregate(
        [
            {"$match": {"connection": connection_id, "removed_at": {"$type": "date"}}},
            {"$group": {"_id": "$status", "n": {"$sum": 1}}},
        ]
    )
    gone = {group["_id"]: group["n"] for group in removed}
    return {group["_id"]: group["n"] - gone.get(group["_id"], 0) for group in groups}


def _marks() -> Any:
    return FigureMarksDocument._get_collection()


def _months() -> Any:
    return MonthFiguresDocument._get_collection()


def _invoices() -> Any:
    return InvoiceDocument._get_collection()
