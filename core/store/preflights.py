"""Simulations of a queue: what is asked, how far it is, its figures and a row for each record."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pymongo import ReplaceOne

from core.domain.records import InvoiceRecord
from core.domain.status import Status
from core.store.asked_filter import filter_of
from core.store.documents import InvoiceDocument, PreflightDocument, PreflightRowDocument
from core.store.invoice_form import to_record
from core.store.views.search import condition

KEPT = 5
_MOST_TRIES = 5
_READ_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Preflight:
    """A simulation on its way. Everything up to `position` is in `result`."""

    id: str
    connection_id: str
    wanted: dict[str, Any]
    position: int
    done: int
    result: dict[str, Any]


def create(
    preflight_id: str, connection_id: str, by: str, wanted: dict[str, Any], now: datetime
) -> None:
    """Ask for a simulation; of the earlier ones of a connection only the latest are kept."""
    _preflights().insert_one(
        {
            "_id": preflight_id,
            "connection": connection_id,
            "by": by,
            "wanted": wanted,
            "state": "waiting",
            "created_at": now,
            "total": InvoiceDocument._get_collection().count_documents(
                _condition(connection_id, wanted)
            ),
            "done": 0,
            "position": -1,
            "result": {},
            "tries": 0,
        }
    )
    _forget_old(connection_id)


def _forget_old(connection_id: str) -> None:
    found = _preflights().find({"connection": connection_id}, {"_id": 1})
    old = [each["_id"] for each in found.sort("created_at", -1).skip(KEPT)]
    if old:
        _rows().delete_many({"preflight": {"$in": old}})
        _preflights().delete_many({"_id": {"$in": old}})


def has_open(connection_id: str) -> bool:
    wanted = {"connection": connection_id, "state": {"$in": ["waiting", "running"]}}
    return _preflights().find_one(wanted, {"_id": 1}) is not None


def take_open(connection_id: str, now: datetime) -> Preflight | None:
    """The oldest simulation that is not finished, begun or taken up again.

    One that ended its process several times is given up, with a sentence.
    """
    found = _preflights().find_one_and_update(
        {"connection": connection_id, "state": {"$in": ["waiting", "running"]}},
        [
            {
                "$set": {
                    "state": "running",
                    "started_at": {"$ifNull": ["$started_at", now]},
                    "tries": {"$add": [{"$ifNull": ["$tries", 0]}, 1]},
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
    return Preflight(
        id=found["_id"],
        connection_id=connection_id,
        wanted=found.get("wanted") or {},
        position=int(found["position"]),
        done=int(found["done"]),
        result=found.get("result") or {},
    )


def portion(
    preflight: Preflight, position: int, limit: int, most_lines: int
) -> list[InvoiceRecord]:
    """The next records behind the position, lowest Autotask id first.

    As soon as they have so many lines together it ends, with one record at least.
    """
    wanted = _condition(preflight.connection_id, preflight.wanted)
    found = (
        InvoiceDocument._get_collection()
        .find(
            {"$and": [wanted, {"autotask_id": {"$gt": position}}]},
            {"raw": 0, "history": 0, "trace": 0},
        )
        .sort("autotask_id", 1)
        .limit(limit)
        .batch_size(_READ_AT_ONCE)
    )
    records: list[InvoiceRecord] = []
    lines = 0
    with found:
        for document in found:
            records.append(to_record(document))
            lines += len(records[-1].invoice.lines)
            if lines >= most_lines:
                break
    return records


def save_rows(preflight_id: str, rows: Sequence[dict[str, Any]]) -> None:
    """A row for each record; the same row twice is one."""
    writes = [
        ReplaceOne(
            {"_id": f"{preflight_id}/{row['autotask_id']}"},
            {"preflight": preflight_id, **row},
            upsert=True,
        )
        for row in rows
    ]
    if writes:
        _rows().bulk_write(writes, ordered=False)


def advance(
    preflight: Preflight, before: int, position: int, counted: int, result: dict[str, Any]
) -> bool:
    """Figures and position in one update; False when another process has gone on instead."""
    changed = _preflights().update_one(
        {"_id": preflight.id, "state": "running", "position": before},
        {
            "$set": {"position": position, "result": result, "tries": 0},
            "$inc": {"done": counted},
        },
    )
    return bool(changed.modified_count)


def finish(preflight_id: str, state: str, message: str, now: datetime) -> None:
    """`state` is done or failed."""
    _preflights().update_one(
        {"_id": preflight_id},
        {"$set": {"state": state, "message": message, "finished_at": now}},
    )


def _condition(connection_id: str, wanted: dict[str, Any]) -> dict[str, Any]:
    """Without statuses, what is pending."""
    asked = filter_of(wanted)
    statuses = asked.statuses or (Status.PENDING_SYNC,)
    return condition("invoices", connection_id, replace(asked, statuses=statuses))


def _preflights() -> Any:
    return PreflightDocument._get_collection()


def _rows() -> Any:
    return PreflightRowDocument._get_collection()
