"""What becomes of claimed invoices: complete, stopped, given back, or unknown for now."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pymongo import UpdateOne

from core.domain.faults import Fault
from core.domain.status import Status, check
from core.domain.xero_document import XeroDocument
from core.store.bson_money import to_bson
from core.store.invoice_form import document_id
from core.store.invoices.changes import Step, collection, fault_form, move
from core.store.invoices.queue import due_filter


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


ANY_TIME = Terms()


def complete(
    connection_id: str, batch_id: str, completions: Iterable[Completion], step: Step
) -> None:
    """Xero has these; their ids are stored in the update that says so.

    `completed_at` is when Xero first had it, so that a later Resync does not move it in the charts.
    """
    check(Status.PROCESSING, Status.COMPLETE)
    writes = []
    for completion in completions:
        change = move(
            Status.PROCESSING,
            Status.COMPLETE,
            Step(step.code, completion.message, step.by, step.at, step.run_id),
            **_counterpart(completion),
        )
        change["$min"] = {"completed_at": step.at}
        writes.append(UpdateOne(_claimed(connection_id, batch_id, completion.autotask_id), change))
    if writes:
        collection().bulk_write(writes, ordered=False)


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
    change = move(
        Status.PROCESSING,
        Status.FAULT,
        step,
        fault=fault_form(fault, step.at),
        **_FREE,
        **counterpart,
    )
    change["$inc"]["attempts"] = 1
    collection().update_one(_claimed(connection_id, batch_id, autotask_id), change)


# What a document loses when it leaves a batch.
_FREE: dict[str, Any] = {"batch_id": None, "checking_since": None}


def stop_pending(connection_id: str, company_id: int, fault: Fault, step: Step) -> list[int]:
    """What a company has due becomes a Fault before it is claimed; returns the Autotask ids."""
    check(Status.PENDING_SYNC, Status.FAULT)
    wanted = {**due_filter(connection_id, step.at), "company_id": company_id, "xero_id": None}
    ids = [document["autotask_id"] for document in collection().find(wanted, {"autotask_id": 1})]
    collection().update_many(
        wanted,
        move(Status.PENDING_SYNC, Status.FAULT, step, fault=fault_form(fault, step.at)),
    )
    return ids


def give_back(
    batch_id: str,
    step: Step,
    terms: Terms = ANY_TIME,
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
    result = collection().update_many(
        wanted, move(Status.PROCESSING, Status.PENDING_SYNC, step, **values)
    )
    return int(result.modified_count)


def mark_checking(batch_id: str, step: Step) -> None:
    """Nobody knows what became of these; only resolve may move them on."""
    check(Status.PROCESSING, Status.PROCESSING)
    collection().update_many(
        {"batch_id": batch_id, "status": Status.PROCESSING.value, "checking_since": None},
        move(Status.PROCESSING, Status.PROCESSING, step, checking_since=step.at),
    )


def _claimed(connection_id: str, batch_id: str, autotask_id: int) -> dict[str, Any]:
    return {
        "_id": document_id(connection_id, autotask_id),
        "status": Status.PROCESSING.value,
        "batch_id": batch_id,
    }
