"""Brings what Autotask said into the ledger, whatever state the invoice is in there.

New invoices go in by the hundred. One that is known is changed only as far as its status allows:
a claimed one not at all, a finished one keeps its status and shows what changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pymongo.errors import BulkWriteError

from core.domain.admission import Admitted, Held, Skipped, Stopped, Verdict
from core.domain.records import Ingested
from core.domain.status import Status, check
from core.store.documents import InvoiceDocument
from core.store.invoice_form import content_fields, document_id
from core.store.invoices import REFRESHING, Step, fault_form, history_entry

_DUPLICATE_KEY = 11000


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger already has of an invoice."""

    autotask_id: int
    status: Status
    version: int
    content_hash: str
    ingested_at: datetime
    raw: dict[str, Any]
    hold_code: str | None
    is_in_xero: bool
    is_unskipped: bool
    look_again: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """An invoice and the verdict of the admission rules."""

    ingested: Ingested
    verdict: Verdict


def known(connection_id: str, autotask_ids: Sequence[int]) -> dict[int, Known]:
    """What is stored already, by Autotask id."""
    ids = [document_id(connection_id, autotask_id) for autotask_id in autotask_ids]
    found = _invoices().find(
        {"_id": {"$in": ids}},
        {
            "autotask_id": 1,
            "status": 1,
            "version": 1,
            "content_hash": 1,
            "ingested_at": 1,
            "raw": 1,
            "hold.code": 1,
            "xero_id": 1,
            "unskipped": 1,
            "look_again": 1,
        },
    )
    return {
        document["autotask_id"]: Known(
            autotask_id=document["autotask_id"],
            status=Status(document["status"]),
            version=document["version"],
            content_hash=document["content_hash"],
            ingested_at=document["ingested_at"],
            raw=document.get("raw") or {},
            hold_code=(document.get("hold") or {}).get("code"),
            is_in_xero=bool(document.get("xero_id")),
            is_unskipped=bool(document.get("unskipped")),
            look_again=bool(document.get("look_again")),
        )
        for document in found
    }


def insert(connection_id: str, judged: Sequence[Judged], by: str, at: datetime, run_id: str) -> int:
    """Store invoices seen for the first time; one that another instance stored stays as it is."""
    documents = [_new_document(connection_id, each, by, at, run_id) for each in judged]
    if not documents:
        return 0
    try:
        return len(_invoices().insert_many(documents, ordered=False).inserted_ids)
    except BulkWriteError as error:
        problems = error.details["writeErrors"]
        if any(problem["code"] != _DUPLICATE_KEY for problem in problems):
            raise
        return int(error.details["nInserted"])


def _new_document(
    connection_id: str, judged: Judged, by: str, at: datetime, run_id: str
) -> dict[str, Any]:
    status, values, code, message = _consequence(judged.verdict, by, at)
    check(None, status)
    autotask_id = judged.ingested.invoice.autotask_id
    step = Step(code, message or "Downloaded from Autotask.", by, at, run_id)
    return {
        "_id": document_id(connection_id, autotask_id),
        "connection": connection_id,
        "autotask_id": autotask_id,
        **content_fields(judged.ingested),
        "status": status.value,
        "version": 1,
        "attempts": 0,
        "batch_id": None,
        "checking_since": None,
        "not_before": None,
        **values,
        "history": [history_entry(None, status, step)],
        "ingested_at": at,
        "updated_at": at,
    }


def refresh(
    connection_id: str, judged: Judged, before: Known, by: str, at: datetime, run_id: str
) -> bool:
    """Bring a known invoice up to date; False when nothing changed or another was faster."""
    if before.status is Status.PENDING_SYNC:
        return _refresh_pending(connection_id, judged, before, by, at, run_id)
    if before.content_hash == judged.ingested.content_hash:
        _looked_again(connection_id, before)
        return False
    if before.status is Status.PROCESSING:
        # What is being settled must not change under it; the next look wants it again.
        _invoices().update_one(
            {"_id": document_id(connection_id, before.autotask_id)}, {"$set": {"look_again": True}}
        )
        return False
    return _refresh_resting(connection_id, judged, before, by, at, run_id)


def _looked_again(connection_id: str, before: Known) -> None:
    if before.status is not Status.PROCESSING:
        _invoices().update_one(
            {"_id": document_id(connection_id, before.autotask_id), "look_again": True},
            {"$set": {"look_again": False}},
        )


def _refresh_pending(
    connection_id: str, judged: Judged, before: Known, by: str, at: datetime, run_id: str
) -> bool:
    status, values, code, message = _consequence(judged.verdict, by, at)
    hold = values.get("hold")
    is_same = (
        before.content_hash == judged.ingested.content_hash
        and status is Status.PENDING_SYNC
        and (hold or {}).get("code") == before.hold_code
    )
    # A hold that goes on keeps its beginning.
    going_on = {name: value for name, value in values.items() if name != "hold"}
    change: dict[str, Any] = {"$set": {**going_on, "look_again": False}, "$inc": {"version": 1}}
    if not is_same:
        step = Step(code, message or _what_changed(before), by, at, run_id)
        change["$set"] = {
            **content_fields(judged.ingested),
            "status": status.value,
            "updated_at": at,
            "look_again": False,
            **values,
        }
        change["$push"] = {"history": history_entry(Status.PENDING_SYNC, status, step)}
    if status is not Status.PENDING_SYNC:
        check(Status.PENDING_SYNC, status)
    result = _invoices().update_one(_unchanged(connection_id, before), change)
    return bool(result.modified_count) and not is_same


def _what_changed(before: Known) -> str:
    if before.hold_code == REFRESHING:
        return "Read again from Autotask; it goes to Xero with the next batch."
    if before.hold_code:
        return "Autotask has finished it; it goes to Xero with the next batch."
    return "Autotask changed it; the new data are used."


def _refresh_resting(
    connection_id: str, judged: Judged, before: Known, by: str, at: datetime, run_id: str
) -> bool:
    """A Complete, Fault, Skipped or traced invoice changed in Autotask."""
    invoice = judged.ingested.invoice
    target = before.status
    values: dict[str, Any] = {}
    code, message = "CHANGED_IN_AUTOTASK", "Autotask changed it after it came to rest here."
    if invoice.is_voided and before.status is Status.COMPLETE:
        code, message = "VOIDED_IN_AUTOTASK", "Voided in Autotask after it went to Xero."
    elif invoice.is_voided and before.status is Status.FAULT:
        target, values, code, message = _consequence(judged.verdict, by, at)
        if target is not before.status:
            check(before.status, target)
    if before.status is Status.COMPLETE:
        values["notice"] = {"code": code, "message": message}
    step = Step(code, message, by, at, run_id)
    result = _invoices().update_one(
        _unchanged(connection_id, before),
        {
            "$set": {
                **content_fields(judged.ingested),
                "status": target.value,
                "updated_at": at,
                "look_again": False,
                **values,
            },
            "$inc": {"version": 1},
            "$push": {"history": history_entry(before.status, target, step)},
        },
    )
    return bool(result.modified_count)


def _consequence(
    verdict: Verdict, by: str, at: datetime
) -> tuple[Status, dict[str, Any], str, str]:
    """Status, fields, history code and sentence that a verdict means."""
    clear: dict[str, Any] = {"hold": None, "hold_until": None, "fault": None, "skip": None}
    match verdict:
        case Admitted():
            return Status.PENDING_SYNC, clear, "INGESTED", ""
        case Held(code, message, until):
            hold = {"code": code, "message": message, "since_at": at}
            return Status.PENDING_SYNC, {**clear, "hold": hold, "hold_until": until}, code, message
        case Skipped(code, message):
            skip = {"code": code, "message": message, "by": by, "at": at}
            return Status.SKIPPED, {**clear, "skip": skip}, code, message
        case Stopped(fault):
            stored = {**clear, "fault": fault_form(fault, at)}
            return Status.FAULT, stored, fault.code, fault.message


def _unchanged(connection_id: str, before: Known) -> dict[str, Any]:
    return {
        "_id": document_id(connection_id, before.autotask_id),
        "status": before.status.value,
        "version": before.version,
    }


def _invoices() -> Any:
    return InvoiceDocument._get_collection()
