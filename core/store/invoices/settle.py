"""What becomes of claimed invoices: complete, stopped, given back, or unknown for now."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from pymongo import UpdateMany, UpdateOne

from core.domain.doubt import Doubt
from core.domain.faults import Fault
from core.domain.search_words import number_words
from core.domain.status import Status, check
from core.domain.xero_document import XeroDocument
from core.store import attachments
from core.store.bson_money import to_bson
from core.store.invoice_form import document_id, doubt_form
from core.store.invoices import written_back
from core.store.invoices.changes import Step, collection, fault_form, move
from core.store.invoices.queue import due_filter


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms claimed invoices go back to the queue.

    Not before a time; each alone, because its batch was refused; held until ingestion has looked
    again or Xero's limit is over; without the counterpart that was deleted in Xero, so that it is
    created anew; with a counterpart that was found; or with the doubt that they may arrive yet.
    """

    not_before: datetime | None = None
    is_solo: bool = False
    hold_until: datetime | None = None
    forgets_counterpart: bool = False
    counterparts: Mapping[int, XeroDocument] = field(default_factory=dict)
    doubts: Mapping[int, Doubt] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Completion:
    """An invoice that Xero has, with the hash of what was posted.

    `wants_pdf`: Autotask's print is to be attached to the document, or must not be because it would
    say something else; None says nothing of it. `doubt` is of a lost send that may still arrive.
    `tells_autotask`: it is to be told that Xero has it, or which number it has there. `is_sent`: the
    batch was sent, and is what went to Xero of it last.
    """

    autotask_id: int
    document: XeroDocument
    posted_hash: str
    message: str
    notice: Mapping[str, Any] | None = None
    decisions: Sequence[Mapping[str, Any]] | None = None
    wants_pdf: bool | None = None
    doubt: Doubt | None = None
    tells_autotask: bool = False
    is_sent: bool = False


@dataclass(frozen=True, slots=True)
class Stop:
    """An invoice that becomes a Fault; `document` when it exists in Xero all the same.

    `is_sent`: Xero said so of the batch, which is what went to it last.
    """

    autotask_id: int
    fault: Fault
    document: XeroDocument | None = None
    doubt: Doubt | None = None
    decisions: Sequence[Mapping[str, Any]] | None = None
    is_sent: bool = False


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
            replace(step, message=completion.message),
            **FREE,
            **SETTLED | {"doubt": doubt_form(completion.doubt) if completion.doubt else None},
            notice=completion.notice,
            posted_hash=completion.posted_hash,
            amount_due=to_bson(completion.document.amount_due),
            **counterpart(completion.document),
            **_decided(completion.decisions),
            **written_back.asked(completion.tells_autotask, step.at),
            **attachments.asked(completion.wants_pdf, step.at),
            **_sent(batch_id, is_sent=completion.is_sent),
        )
        change["$min"] = {"completed_at": step.at}
        change |= found_by(completion.document)
        writes.append(UpdateOne(claimed(connection_id, batch_id, completion.autotask_id), change))
    if writes:
        collection().bulk_write(writes, ordered=False)


def stop(connection_id: str, batch_id: str, stops: Iterable[Stop], step: Step) -> None:
    """Claimed invoices become Faults. Of `step`, who, when and in which run counts."""
    check(Status.PROCESSING, Status.FAULT)
    writes = []
    for each in stops:
        change = move(
            Status.PROCESSING,
            Status.FAULT,
            replace(step, code=each.fault.code, message=each.fault.message),
            fault=fault_form(each.fault, step.at),
            intent=None,
            **FREE,
            **(counterpart(each.document) if each.document else {}),
            **({"doubt": doubt_form(each.doubt)} if each.doubt else {}),
            **_decided(each.decisions),
            **_sent(batch_id, is_sent=each.is_sent),
        )
        change["$inc"]["attempts"] = 1
        change |= found_by(each.document)
        writes.append(UpdateOne(claimed(connection_id, batch_id, each.autotask_id), change))
    if writes:
        collection().bulk_write(writes, ordered=False)


def _sent(batch_id: str, *, is_sent: bool) -> dict[str, Any]:
    """In which batch its latest document stands, for whoever wants to see it."""
    return {"sent_batch_id": batch_id} if is_sent else {}


def _decided(decisions: Sequence[Mapping[str, Any]] | None) -> dict[str, Any]:
    """Why it was mapped as it was, in the update that moves it; None leaves what is there."""
    return {} if decisions is None else {"decisions": [dict(each) for each in decisions]}


def counterpart(document: XeroDocument) -> dict[str, Any]:
    return {
        "xero_kind": document.kind.value,
        "xero_id": document.xero_id,
        "xero_number": document.number,
        "xero_status": document.status,
        "xero_total": to_bson(document.total),
    }


def found_by(document: XeroDocument | None) -> dict[str, Any]:
    """Xero's number beside Autotask's, for whoever searches (core/domain/search_words.py)."""
    words = number_words(document.number) if document else []
    return {"$addToSet": {"number_words": {"$each": words}}} if words else {}


# What a document loses when it leaves a batch, and what else when nothing of it is left to do.
FREE: dict[str, Any] = {"batch_id": None, "checking_since": None}
SETTLED: dict[str, Any] = {
    "fault": None,
    "attempts": 0,
    "solo": False,
    "doubt": None,
    "intent": None,
}


def stop_pending(connection_id: str, company_id: int, fault: Fault, step: Step) -> list[int]:
    """What a company has due becomes a Fault before it is claimed; returns the Autotask ids."""
    check(Status.PENDING_SYNC, Status.FAULT)
    wanted = {**due_filter(connection_id, step.at), "company_id": company_id, "xero_id": None}
    ids = [document["autotask_id"] for document in collection().find(wanted, {"autotask_id": 1})]
    collection().update_many(
        wanted,
        move(
            Status.PENDING_SYNC,
            Status.FAULT,
            step,
            fault=fault_form(fault, step.at),
            hold=None,
            hold_until=None,
        ),
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
    values = {**FREE, "not_before": terms.not_before}
    if terms.is_solo:
        values["solo"] = True
    if terms.hold_until:
        values["hold"] = {"code": step.code, "message": step.message, "since_at": step.at}
        values["hold_until"] = terms.hold_until
    if terms.forgets_counterpart:
        values |= dict.fromkeys(("xero_id", "xero_number", "xero_status", "xero_kind"))
    special = terms.counterparts.keys() | terms.doubts.keys()
    writes: list[UpdateOne | UpdateMany] = [
        UpdateOne(
            {**wanted, "autotask_id": autotask_id},
            move(
                Status.PROCESSING,
                Status.PENDING_SYNC,
                step,
                **values,
                **_finding(terms, autotask_id),
            )
            | found_by(terms.counterparts.get(autotask_id)),
        )
        for autotask_id in special
        if autotask_ids is None or autotask_id in autotask_ids
    ]
    others: dict[str, Any] = {"$nin": list(special)}
    if autotask_ids is not None:
        others = {"$in": [each for each in autotask_ids if each not in special]}
    change = move(Status.PROCESSING, Status.PENDING_SYNC, step, **values)
    writes.append(UpdateMany({**wanted, "autotask_id": others}, change))
    return int(collection().bulk_write(writes, ordered=False).modified_count)


def _finding(terms: Terms, autotask_id: int) -> dict[str, Any]:
    """What was found out about one invoice while its batch was looked up."""
    if (document := terms.counterparts.get(autotask_id)) is not None:
        return {**counterpart(document), "doubt": None}
    return {"doubt": doubt_form(terms.doubts[autotask_id])}


def clear_doubt(batch_id: str, autotask_ids: Collection[int]) -> None:
    """A look-up has proved that Xero does not have these and cannot get them any more."""
    collection().update_many(
        {
            "batch_id": batch_id,
            "status": Status.PROCESSING.value,
            "autotask_id": {"$in": list(autotask_ids)},
        },
        {"$set": {"doubt": None}},
    )


def mark_checking(batch_id: str, step: Step) -> None:
    """Nobody knows what became of these; only resolve may move them on."""
    check(Status.PROCESSING, Status.PROCESSING)
    collection().update_many(
        {"batch_id": batch_id, "status": Status.PROCESSING.value, "checking_since": None},
        move(Status.PROCESSING, Status.PROCESSING, step, checking_since=step.at),
    )


def claimed(connection_id: str, batch_id: str, autotask_id: int) -> dict[str, Any]:
    return {
        "_id": document_id(connection_id, autotask_id),
        "status": Status.PROCESSING.value,
        "batch_id": batch_id,
    }
