"""Invoices of the ledger: claimed, settled and moved by people, always by compare-and-set.

Every change names the status it starts from; when another worker was faster nothing matches and
nothing happens. History grows in the same update.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from pymongo import UpdateOne

from core.domain.faults import Fault
from core.domain.records import InvoiceRecord
from core.domain.status import Status, check
from core.domain.xero_document import XeroDocument
from core.store.bson_money import to_bson
from core.store.documents import InvoiceDocument
from core.store.invoice_form import document_id, to_record

REFRESHING = "REFRESHING"


@dataclass(frozen=True, slots=True)
class Step:
    """Why a status changes, as it will stand in the record's history."""

    code: str
    message: str
    by: str
    at: datetime
    run_id: str | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms claimed invoices go back to the queue.

    Not before a time; each alone, because its batch was refused; held until ingestion has looked
    again; or without the counterpart that was deleted in Xero, so that it is created anew.
    """

    not_before: datetime | None = None
    is_solo: bool = False
    hold_until: datetime | None = None
    forgets_counterpart: bool = False


@dataclass(frozen=True, slots=True)
class Completion:
    """An invoice that Xero has, with the hash of what was posted."""

    autotask_id: int
    document: XeroDocument
    posted_hash: str
    message: str
    notice: dict[str, str] | None = None


_AT_ONCE = Terms()


def get(connection_id: str, autotask_id: int) -> InvoiceRecord | None:
    found = _invoices().find_one({"_id": document_id(connection_id, autotask_id)})
    return to_record(found) if found else None


def due(connection_id: str, now: datetime, limit: int) -> list[InvoiceRecord]:
    """Pending invoices that nothing holds back, lowest Autotask id first.

    One that waits for fresh data after a Resync goes with the stored data when its time is up.
    """
    found = (
        _invoices()
        .find(_due(connection_id, now), {"raw": 0, "history": 0})
        .sort("autotask_id", 1)
        .limit(limit)
    )
    return [to_record(document) for document in found]


def due_companies(connection_id: str, now: datetime) -> dict[int, str]:
    """Names by id of the companies that have something due and not yet in Xero."""
    groups = _invoices().aggregate(
        [
            {"$match": {**_due(connection_id, now), "xero_id": None}},
            {"$group": {"_id": "$company_id", "company": {"$first": "$company"}}},
        ]
    )
    return {group["_id"]: group["company"] for group in groups}


def _due(connection_id: str, now: datetime) -> dict[str, Any]:
    return {
        "connection": connection_id,
        "status": Status.PENDING_SYNC.value,
        "$and": [
            {"$or": [{"hold": None}, {"hold.code": REFRESHING, "hold_until": {"$lte": now}}]},
            {"$or": [{"not_before": None}, {"not_before": {"$lte": now}}]},
        ],
    }


def watched_ids(connection_id: str, limit: int = 400) -> list[int]:
    """Autotask ids that the next look wants again: held, or changed while on their way to Xero.

    Those whose last look is longest ago come first.
    """
    held = {
        "connection": connection_id,
        "status": Status.PENDING_SYNC.value,
        "hold": {"$ne": None},
    }
    changed = {"connection": connection_id, "look_again": True}
    found = (
        _invoices()
        .find({"$or": [held, changed]}, {"autotask_id": 1})
        .sort("hold_until", 1)
        .limit(limit)
    )
    return [document["autotask_id"] for document in found]


def postpone_holds(connection_id: str, autotask_ids: Collection[int], until: datetime) -> None:
    """Tell when held invoices are looked at next; one that waits for fresh data keeps its time."""
    _invoices().update_many(
        {
            "_id": {"$in": [document_id(connection_id, each) for each in autotask_ids]},
            "status": Status.PENDING_SYNC.value,
            "hold.code": {"$nin": [None, REFRESHING]},
        },
        {"$set": {"hold_until": until}},
    )


def claim(
    connection_id: str, autotask_ids: Sequence[int], batch_id: str, step: Step
) -> list[InvoiceRecord]:
    """Take pending invoices into a batch; returns those that were still due.

    One that ingestion has put on hold since it was chosen stays where it is.
    """
    check(Status.PENDING_SYNC, Status.PROCESSING)
    ids = [document_id(connection_id, autotask_id) for autotask_id in autotask_ids]
    _invoices().update_many(
        {"_id": {"$in": ids}, **_due(connection_id, step.at)},
        _move(
            Status.PENDING_SYNC,
            Status.PROCESSING,
            step,
            batch_id=batch_id,
            hold=None,
            hold_until=None,
            not_before=None,
        ),
    )
    return in_batch(batch_id)


def in_batch(batch_id: str) -> list[InvoiceRecord]:
    """What a batch holds just now."""
    found = (
        _invoices()
        .find({"batch_id": batch_id, "status": Status.PROCESSING.value}, {"raw": 0, "history": 0})
        .sort("autotask_id", 1)
    )
    return [to_record(document) for document in found]


def complete(
    connection_id: str, batch_id: str, completions: Iterable[Completion], step: Step
) -> None:
    """Xero has these; their ids are stored in the update that says so.

    `completed_at` is when Xero first had it, so that a later Resync does not move it in the charts.
    """
    check(Status.PROCESSING, Status.COMPLETE)
    writes = []
    for completion in completions:
        change = _move(
            Status.PROCESSING,
            Status.COMPLETE,
            Step(step.code, completion.message, step.by, step.at, step.run_id),
            **_counterpart(completion),
        )
        change["$min"] = {"completed_at": step.at}
        writes.append(UpdateOne(_claimed(connection_id, batch_id, completion.autotask_id), change))
    if writes:
        _invoices().bulk_write(writes, ordered=False)


def _counterpart(completion: Completion) -> dict[str, Any]:
    document = completion.document
    return {
        **_FREE,
        "fault": None,
        "notice": completion.notice,
        "attempts": 0,
        "solo": False,
        "posted_hash": completion.posted_hash,
        "xero_kind": document.kind.value,
        "xero_id": document.xero_id,
        "xero_number": document.number,
        "xero_status": document.status,
        "xero_total": to_bson(document.total),
        "amount_due": to_bson(document.amount_due),
    }


def stop(
    connection_id: str,
    batch_id: str,
    autotask_id: int,
    fault: Fault,
    step: Step,
    document: XeroDocument | None = None,
) -> None:
    """A claimed invoice becomes a Fault; `document` when it exists in Xero all the same."""
    check(Status.PROCESSING, Status.FAULT)
    counterpart = (
        {
            "xero_kind": document.kind.value,
            "xero_id": document.xero_id,
            "xero_number": document.number,
            "xero_status": document.status,
            "xero_total": to_bson(document.total),
        }
        if document
        else {}
    )
    change = _move(
        Status.PROCESSING,
        Status.FAULT,
        step,
        fault=fault_form(fault, step.at),
        **_FREE,
        **counterpart,
    )
    change["$inc"]["attempts"] = 1
    _invoices().update_one(_claimed(connection_id, batch_id, autotask_id), change)


def stop_pending(connection_id: str, company_id: int, fault: Fault, step: Step) -> list[int]:
    """What a company has due becomes a Fault before it is claimed; returns the Autotask ids."""
    check(Status.PENDING_SYNC, Status.FAULT)
    wanted = {**_due(connection_id, step.at), "company_id": company_id, "xero_id": None}
    ids = [document["autotask_id"] for document in _invoices().find(wanted, {"autotask_id": 1})]
    _invoices().update_many(
        wanted,
        _move(Status.PENDING_SYNC, Status.FAULT, step, fault=fault_form(fault, step.at)),
    )
    return ids


def give_back(
    batch_id: str,
    step: Step,
    terms: Terms = _AT_ONCE,
    *,
    autotask_ids: Collection[int] | None = None,
) -> int:
    """Claimed invoices go back to Pending Sync: nothing was carried out at Xero.

    Returns how many went back.
    """
    check(Status.PROCESSING, Status.PENDING_SYNC)
    wanted: dict[str, Any] = {"batch_id": batch_id, "status": Status.PROCESSING.value}
    if autotask_ids is not None:
        wanted["autotask_id"] = {"$in": list(autotask_ids)}
    values = {**_FREE, "not_before": terms.not_before}
    if terms.is_solo:
        values["solo"] = True
    if terms.hold_until:
        values["hold"] = {"code": step.code, "message": step.message, "since_at": step.at}
        values["hold_until"] = terms.hold_until
    if terms.forgets_counterpart:
        values |= {"xero_id": None, "xero_number": None, "xero_status": None, "xero_kind": None}
    result = _invoices().update_many(
        wanted, _move(Status.PROCESSING, Status.PENDING_SYNC, step, **values)
    )
    return int(result.modified_count)


def mark_checking(batch_id: str, step: Step) -> None:
    """Nobody knows what became of these; only resolve may move them on."""
    check(Status.PROCESSING, Status.PROCESSING)
    _invoices().update_many(
        {"batch_id": batch_id, "status": Status.PROCESSING.value, "checking_since": None},
        _move(Status.PROCESSING, Status.PROCESSING, step, checking_since=step.at),
    )


def has_claims(connection_id: str) -> bool:
    """Tell whether anything is claimed, by whomever."""
    wanted = {"connection": connection_id, "status": Status.PROCESSING.value}
    return _invoices().find_one(wanted, {"_id": 1}) is not None


def claims_without_batch(connection_id: str, open_batch_ids: Collection[str]) -> list[str]:
    """Batch ids that invoices are claimed for although no such batch is open."""
    claimed = _invoices().distinct(
        "batch_id", {"connection": connection_id, "status": Status.PROCESSING.value}
    )
    return [batch_id for batch_id in claimed if batch_id not in open_batch_ids]


def record_decisions(connection_id: str, decisions: dict[int, tuple[dict[str, str], ...]]) -> None:
    """Keep, line by line, which account and tax type were chosen and why."""
    writes = [
        UpdateOne(
            {"_id": document_id(connection_id, autotask_id)},
            {
                "$set": {
                    f"lines.{index}.{name}": value
                    for index, decision in enumerate(lines)
                    for name, value in decision.items()
                }
            },
        )
        for autotask_id, lines in decisions.items()
        if lines
    ]
    if writes:
        _invoices().bulk_write(writes, ordered=False)


def move_by_hand(
    connection_id: str,
    autotask_id: int,
    sources: Sequence[Status],
    target: Status,
    step: Step,
    **values: Any,
) -> bool:
    """A person's change; False when the document stands elsewhere by now."""
    for source in sources:
        check(source, target)
        result = _invoices().update_one(
            {"_id": document_id(connection_id, autotask_id), "status": source.value},
            _move(source, target, step, **values),
        )
        if result.modified_count:
            return True
    return False


def status_of(connection_id: str, autotask_id: int) -> Status | None:
    found = _invoices().find_one({"_id": document_id(connection_id, autotask_id)}, {"status": 1})
    return Status(found["status"]) if found else None


def note(connection_id: str, autotask_id: int, code: str, message: str) -> None:
    """Put something to know on a record without moving it."""
    _invoices().update_one(
        {"_id": document_id(connection_id, autotask_id)},
        {"$set": {"notice": {"code": code, "message": message}}},
    )


def unwritten_back(connection_id: str, limit: int) -> list[int]:
    """Complete invoices of which Autotask was not told yet."""
    found = (
        _invoices()
        .find(
            {
                "connection": connection_id,
                "status": Status.COMPLETE.value,
                "written_back_at": None,
            },
            {"autotask_id": 1},
        )
        .limit(limit)
    )
    return [document["autotask_id"] for document in found]


def mark_written_back(connection_id: str, autotask_id: int, at: datetime) -> None:
    _invoices().update_one(
        {"_id": document_id(connection_id, autotask_id)}, {"$set": {"written_back_at": at}}
    )


def fault_form(fault: Fault, at: datetime) -> dict[str, Any]:
    """A fault as it is stored."""
    return {**asdict(fault), "side": fault.side.value, "at": at}


# What a document loses when it leaves a batch.
_FREE: dict[str, Any] = {"batch_id": None, "checking_since": None}


def _move(source: Status, target: Status, step: Step, **values: Any) -> dict[str, Any]:
    return {
        "$set": {"status": target.value, "updated_at": step.at, **values},
        "$inc": {"version": 1},
        "$push": {"history": history_entry(source, target, step)},
    }


def history_entry(source: Status | None, target: Status, step: Step) -> dict[str, Any]:
    """One line of a document's life."""
    return {
        "at": step.at,
        "from": source.value if source else None,
        "to": target.value,
        "code": step.code,
        "message": step.message,
        "by": step.by,
        "run_id": step.run_id,
    }


def _claimed(connection_id: str, batch_id: str, autotask_id: int) -> dict[str, Any]:
    return {
        "_id": document_id(connection_id, autotask_id),
        "status": Status.PROCESSING.value,
        "batch_id": batch_id,
    }


def _invoices() -> Any:
    return InvoiceDocument._get_collection()
