"""Brings what Autotask said into the ledger, whatever state the invoice is in there.

New invoices go in by the hundred. Those that are known are changed only as far as their status
allows: a claimed one not at all, a finished one keeps its status and shows what changed.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pymongo import UpdateOne
from pymongo.errors import BulkWriteError

from core.domain.errors import IllegalTransitionError
from core.domain.invoice_changes import Change, changes, tell
from core.domain.status import Status
from core.store import touched_months
from core.store.documents import InvoiceDocument
from core.store.ingested_form import (
    MENDED_BY_THEMSELVES,
    Judged,
    Known,
    Reading,
    first_form,
)
from core.store.invoice_form import document_id
from core.store.invoices import Step, history_entry
from core.store.refresh_plans import WANT_AGAIN, Plan, changes_of, plan_hidden, plan_refresh
from core.store.unstorable import storable

__all__ = [
    "Judged",
    "Known",
    "Reading",
    "Refreshed",
    "insert",
    "known",
    "note_markers",
    "refresh_all",
    "stop_hidden",
    "unreadable_ids",
]

_DUPLICATE_KEY = 11000
_TO_KNOW = dict.fromkeys(
    (
        *("autotask_id", "status", "version", "content_hash", "ingested_at", "raw.invoice"),
        *("hold.code", "fault.code", "fault.vendor_text", "xero_id", "unskipped", "look_again"),
        "voided",
        "written_number",
        "completed_at",
        "not_shown_since",
        "xero_number",
        "issued_on",
    ),
    1,
)


@dataclass(slots=True)
class Refreshed:
    """Which known invoices have changed, and which a rule of ours kept from it."""

    changed: set[int] = field(default_factory=set)
    refused: dict[int, str] = field(default_factory=dict)


def known(connection_id: str, autotask_ids: Sequence[int]) -> dict[int, Known]:
    """What is stored already, by Autotask id."""
    ids = [document_id(connection_id, autotask_id) for autotask_id in autotask_ids]
    found = _invoices().find({"_id": {"$in": ids}}, _TO_KNOW)
    return {document["autotask_id"]: _to_known(document) for document in found}


def _to_known(document: dict[str, Any]) -> Known:
    fault = document.get("fault") or {}
    return Known(
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
        fault_code=fault.get("code"),
        fault_text=fault.get("vendor_text") or "",
        is_voided=bool(document.get("voided")),
        written_number=document.get("written_number"),
        was_in_xero=document.get("completed_at") is not None,
        not_shown_since=document.get("not_shown_since"),
        xero_number=document.get("xero_number"),
        issued_on=document.get("issued_on") or "",
    )


def unreadable_ids(connection_id: str, limit: int) -> list[int]:
    """Invoices that Autotask may have mended, those that were asked for longest ago first."""
    wanted = {
        "connection": connection_id,
        "status": Status.FAULT.value,
        # "string" opens the index of faults.
        "fault.code": {"$type": "string", "$in": MENDED_BY_THEMSELVES},
    }
    found = _invoices().find(wanted, {"autotask_id": 1}).sort("looked_at", 1).limit(limit)
    return [document["autotask_id"] for document in found]


def insert(connection_id: str, judged: Sequence[Judged], by: str, at: datetime, run_id: str) -> int:
    """Store invoices seen for the first time; one that another instance stored stays as it is.

    Raises UnstorableError when one of them will never go in; the others may be stored then.
    """
    if not judged:
        return 0
    reading = Reading(by, at, run_id)
    with storable():
        documents = [first_form(connection_id, each, reading) for each in judged]
        with touched_months.of_arrivals(connection_id, [each["issued_on"] for each in documents]):
            return _insert(documents)


def _insert(documents: Sequence[dict[str, Any]]) -> int:
    try:
        return len(_invoices().insert_many(documents, ordered=False).inserted_ids)
    except BulkWriteError as error:
        problems = error.details["writeErrors"]
        if any(problem["code"] != _DUPLICATE_KEY for problem in problems):
            raise
        return int(error.details["nInserted"])


def refresh_all(
    connection_id: str, pairs: Sequence[tuple[Judged, Known]], reading: Reading
) -> Refreshed:
    """Bring known invoices up to date in one go; those where another was faster stay as they are.

    Raises UnstorableError when one of them will never go in; the others may be up to date then.
    """
    done = Refreshed()
    older = _snapshots(
        connection_id,
        [
            before.autotask_id
            for judged, before in pairs
            if judged.ingested.content_hash != before.content_hash
        ],
    )
    with storable():
        plans = _plans(pairs, older, reading, done)
        with touched_months.of_refresh(connection_id, plans):
            done.changed = _carry_out(connection_id, plans, reading)
    return done


def _plans(
    pairs: Sequence[tuple[Judged, Known]],
    older: Mapping[int, dict[str, Any]],
    reading: Reading,
    done: Refreshed,
) -> list[Plan]:
    plans: list[Plan] = []
    for judged, before in pairs:
        found = _changes(older.get(before.autotask_id), judged)
        try:
            plan = plan_refresh(judged, before, found, reading)
        except IllegalTransitionError as error:
            # A bug of ours in one invoice; the others go on.
            done.refused[before.autotask_id] = str(error)
            continue
        if plan is not None:
            plans.append(plan)
    return plans


def stop_hidden(connection_id: str, found: Sequence[Known], reading: Reading) -> set[int]:
    """Make faults of invoices that wait and that Autotask does not show any more."""
    return _carry_out(connection_id, [plan_hidden(each, reading) for each in found], reading)


def _changes(older: dict[str, Any] | None, judged: Judged) -> tuple[Change, ...]:
    return () if older is None else changes_of(older, judged)


def _snapshots(connection_id: str, autotask_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    if not autotask_ids:
        return {}
    ids = [document_id(connection_id, autotask_id) for autotask_id in autotask_ids]
    found = _invoices().find({"_id": {"$in": ids}}, {"autotask_id": 1, "raw": 1})
    return {document["autotask_id"]: document.get("raw") or {} for document in found}


def _carry_out(connection_id: str, plans: Sequence[Plan], reading: Reading) -> set[int]:
    if not plans:
        return set()
    writes = [UpdateOne(_meant(connection_id, plan), plan.change) for plan in plans]
    result = _invoices().bulk_write(writes, ordered=False)
    news = {plan.before.autotask_id: plan.before.version for plan in plans if plan.is_news}
    if result.matched_count == len(writes) or not news:
        return set(news)
    done = _carried_out(connection_id, news, reading)
    _want_again(connection_id, news.keys() - done)
    return done


def _want_again(connection_id: str, autotask_ids: Collection[int]) -> None:
    """The next look asks for these by id: by then they may lie before its window."""
    ids = [document_id(connection_id, autotask_id) for autotask_id in autotask_ids]
    _invoices().update_many({"_id": {"$in": ids}}, WANT_AGAIN)


def _carried_out(connection_id: str, news: Mapping[int, int], reading: Reading) -> set[int]:
    """Some were overtaken: ask which of them carry our own step."""
    ids = [document_id(connection_id, autotask_id) for autotask_id in news]
    steps = {"$elemMatch": {"run_id": reading.run_id, "at": reading.at}}
    found = _invoices().find({"_id": {"$in": ids}, "history": steps}, {"autotask_id": 1})
    return {document["autotask_id"] for document in found}


def note_markers(
    connection_id: str, found: Sequence[tuple[Known, Mapping[str, Any]]], reading: Reading
) -> None:
    """Keep marks that were set in Autotask meanwhile; a date of payment is worth a line of history."""
    writes = []
    for before, markers in found:
        change: dict[str, Any] = {
            "$set": {f"raw.invoice.{name}": value for name, value in markers.items()}
        }
        if "paidDate" in markers:
            if before.status is not Status.PROCESSING:
                # There it tells since when the invoice may be on its way to Xero.
                change["$set"]["updated_at"] = reading.at
            change["$push"] = {"history": _paid_entry(before, markers, reading)}
        wanted = {
            "_id": document_id(connection_id, before.autotask_id),
            "status": before.status.value,
        }
        writes.append(UpdateOne(wanted, change))
    if writes:
        _invoices().bulk_write(writes, ordered=False)


def _paid_entry(before: Known, markers: Mapping[str, Any], reading: Reading) -> dict[str, Any]:
    stored = before.raw.get("invoice") or {}
    paid = {"paidDate": markers["paidDate"]}
    told = tell(changes({"invoice": stored}, {"invoice": paid}))
    step = Step(
        "PAID_IN_AUTOTASK",
        f"Autotask's date of payment. {told}.",
        reading.by,
        reading.at,
        reading.run_id,
    )
    return history_entry(before.status, before.status, step)


def _meant(connection_id: str, plan: Plan) -> dict[str, Any]:
    before = plan.before
    if plan.is_for_any_status:
        return {"_id": document_id(connection_id, before.autotask_id)}
    return {
        "_id": document_id(connection_id, before.autotask_id),
        "status": before.status.value,
        "version": before.version,
    }


def _invoices() -> Any:
    return InvoiceDocument._get_collection()
