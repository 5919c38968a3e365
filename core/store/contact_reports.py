"""Reports on which Xero contact each company would be billed under: how far, figures, and rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pymongo import ReplaceOne

from core.store.documents import (
    ContactReportDocument,
    ContactReportRowDocument,
    InvoiceDocument,
)

KEPT = 5
_MOST_TRIES = 5
MOST_WAITS = 60
_OPEN = {"$in": ["waiting", "running"]}


@dataclass(frozen=True, slots=True)
class ContactReport:
    """A report on its way. Companies up to `position` are in `result`."""

    id: str
    connection_id: str
    position: int
    result: Mapping[str, int]


def create(report_id: str, connection_id: str, by: str, now: datetime) -> int:
    """Ask for a report on the companies that were billed; returns how many those are.

    Of the earlier ones of a connection that have ended only the latest are kept.
    """
    total = len(_companies(connection_id))
    _reports().insert_one(
        {
            "_id": report_id,
            "connection": connection_id,
            "by": by,
            "state": "waiting",
            "created_at": now,
            "total": total,
            "done": 0,
            "position": -1,
            "result": {},
            "tries": 0,
        }
    )
    _forget_old(connection_id)
    return total


def _forget_old(connection_id: str) -> None:
    ended = {"connection": connection_id, "state": {"$nin": _OPEN["$in"]}}
    found = _reports().find(ended, {"_id": 1})
    old = [each["_id"] for each in found.sort("created_at", -1).skip(KEPT)]
    if old:
        _rows().delete_many({"report": {"$in": old}})
        _reports().delete_many({"_id": {"$in": old}})


def has_open(connection_id: str) -> bool:
    """Tell whether one has not ended."""
    wanted = {"connection": connection_id, "state": _OPEN}
    return _reports().find_one(wanted, {"_id": 1}) is not None


def has_due(connection_id: str, now: datetime) -> bool:
    """Tell whether one is open and does not wait for calls."""
    return _reports().find_one(_due(connection_id, now), {"_id": 1}) is not None


def take_open(connection_id: str, now: datetime) -> ContactReport | None:
    """The oldest report that is not finished; one that was broken off several times is given up."""
    found = _reports().find_one_and_update(
        _due(connection_id, now),
        [
            {
                "$set": {
                    "state": "running",
                    "started_at": {"$ifNull": ["$started_at", now]},
                    "tries": {"$add": ["$tries", 1]},
                }
            }
        ],
        sort=[("created_at", 1)],
        return_document=True,
    )
    if found is None:
        return None
    if found["tries"] > _MOST_TRIES:
        finish(found["_id"], "failed", "It was broken off several times; start it again.", now)
        return None
    return ContactReport(
        id=found["_id"],
        connection_id=connection_id,
        position=int(found["position"]),
        result=found.get("result") or {},
    )


def _due(connection_id: str, now: datetime) -> dict[str, Any]:
    rested = {"$or": [{"not_before": None}, {"not_before": {"$lte": now}}]}
    return {"connection": connection_id, "state": _OPEN, **rested}


def wait(report_id: str, until: datetime, message: str, now: datetime) -> None:
    """No call is left for it just now; it goes on by itself, and that is no failed try.

    One that has waited often without getting any further is given up: it costs calls each time.
    """
    found = _reports().find_one_and_update(
        {"_id": report_id, "state": _OPEN},
        {
            "$set": {"not_before": until, "message": message, "tries": 0},
            "$inc": {"waits": 1},
        },
        {"waits": 1},
        return_document=True,
    )
    if found is not None and found["waits"] >= MOST_WAITS:
        given_up = f"It got no further in {MOST_WAITS} tries; start it when Xero is less busy."
        finish(report_id, "failed", f"{given_up} The last time: {message}", now)


def companies(connection_id: str, after: int) -> list[int]:
    """Companies that were billed by this connection, behind a position, by their ids."""
    return [each for each in _companies(connection_id) if each > after]


def names_of(connection_id: str, company_ids: Sequence[int]) -> dict[int, str]:
    """As they stand on their latest invoices.

    One short question each: a single one would read every invoice of all of them.
    """
    latest = [("updated_at", -1), ("autotask_id", -1)]
    invoices = InvoiceDocument._get_collection()
    names: dict[int, str] = {}
    for company_id in company_ids:
        wanted = {"connection": connection_id, "company_id": company_id}
        found = invoices.find_one(wanted, {"company": 1}, sort=latest)
        if found is not None:
            names[company_id] = str(found["company"])
    return names


def save_rows(report_id: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """A row for each company; the same row twice is one."""
    writes = [
        ReplaceOne(
            {"_id": f"{report_id}/{row['company_id']}"},
            {"report": report_id, **row},
            upsert=True,
        )
        for row in rows
    ]
    if writes:
        _rows().bulk_write(writes, ordered=False)


def advance(report: ContactReport, position: int, counted: int, result: Mapping[str, int]) -> bool:
    """Figures and position in one update; False when another process has gone on instead."""
    changed = _reports().update_one(
        {"_id": report.id, "state": "running", "position": report.position},
        {
            "$set": {
                "position": position,
                "result": dict(result),
                "tries": 0,
                "waits": 0,
                "message": "",
            },
            "$inc": {"done": counted},
        },
    )
    return bool(changed.modified_count)


def finish(report_id: str, state: str, message: str, now: datetime) -> None:
    """`state` is done or failed. One that somebody has stopped stays stopped."""
    _reports().update_one({"_id": report_id, "state": _OPEN}, _ended(state, message, now))


def stop(connection_id: str, report_id: str, by: str, now: datetime) -> bool:
    """It ends with what it has; False when it has ended or was never there."""
    wanted = {"_id": report_id, "connection": connection_id, "state": _OPEN}
    return bool(
        _reports().update_one(wanted, _ended("stopped", f"Stopped by {by}.", now)).modified_count
    )


def is_wanted(report_id: str) -> bool:
    """Tell whether nobody has stopped it, or begun it elsewhere and ended it."""
    return _reports().find_one({"_id": report_id, "state": _OPEN}, {"_id": 1}) is not None


def give_up_open(connection_id: str, message: str, now: datetime) -> None:
    """Of a connection for which none can be made any more."""
    wanted = {"connection": connection_id, "state": _OPEN}
    _reports().update_many(wanted, _ended("failed", message, now))


def _ended(state: str, message: str, now: datetime) -> dict[str, Any]:
    return {"$set": {"state": state, "message": message, "finished_at": now}}


def _companies(connection_id: str) -> list[int]:
    found = InvoiceDocument._get_collection().distinct("company_id", {"connection": connection_id})
    return sorted(int(each) for each in found)


def _reports() -> Any:
    return ContactReportDocument._get_collection()


def _rows() -> Any:
    return ContactReportRowDocument._get_collection()
