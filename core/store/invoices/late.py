"""Records at rest that may have been sent: what is found of them in Xero after all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.domain.doubt import Doubt
from core.domain.records import InvoiceRecord
from core.domain.status import Status
from core.domain.xero_document import XeroDocument
from core.store.invoice_form import document_id, to_record
from core.store.invoices.changes import Step, collection, move
from core.store.invoices.queue import NOT_READ
from core.store.invoices.settle import counterpart, found_by

# What waits or is on its way is proved before it is sent again; what is complete has its document.
_AT_REST = (Status.FAULT, Status.SKIPPED, Status.DIAGNOSTIC)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A document that came into Xero after its record had stopped, and the doubt that it ends."""

    autotask_id: int
    doubt: Doubt
    document: XeroDocument
    notice: Mapping[str, Any]


def doubtful(connection_id: str, sent_before: datetime, limit: int) -> list[InvoiceRecord]:
    """Records without a document that rest under a doubt whose last send was before that instant."""
    wanted = {
        "connection": connection_id,
        "doubt.until_at": {"$type": "date", "$lte": sent_before},
        "status": {"$in": [status.value for status in _AT_REST]},
        "xero_id": None,
    }
    found = collection().find(wanted, NOT_READ).sort("doubt.until_at", 1).limit(limit)
    return [to_record(document) for document in found]


def link_arrival(connection_id: str, arrival: Arrival, step: Step) -> Status | None:
    """Link it and leave it where it rests: a person has to see it. None when it has moved on.

    What Autotask has voided meanwhile goes on by itself, so that Xero voids it too.
    """
    for status in _AT_REST:
        for is_voided in (True, False):
            goes_on = is_voided and status is not Status.DIAGNOSTIC
            target = Status.PENDING_SYNC if goes_on else status
            wanted = {
                **_resting(connection_id, arrival.autotask_id, arrival.doubt),
                "status": status.value,
                "voided": is_voided,
            }
            change = move(status, target, step, **_linked(arrival), **(_GOES_ON if goes_on else {}))
            change |= found_by(arrival.document)
            if collection().update_one(wanted, change).modified_count:
                return target
    return None


def _linked(arrival: Arrival) -> dict[str, Any]:
    return {"doubt": None, "notice": arrival.notice, **counterpart(arrival.document)}


_GOES_ON: dict[str, Any] = {
    "fault": None,
    "skip": None,
    "hold": None,
    "hold_until": None,
    "not_before": None,
    "intent": "void",
}


def end_doubts(connection_id: str, doubts: Mapping[int, Doubt]) -> None:
    """Xero has nothing of these, and nothing of them can arrive any more."""
    for autotask_id, doubt in doubts.items():
        wanted = _resting(connection_id, autotask_id, doubt)
        collection().update_one(wanted, {"$set": {"doubt": None}})


def _resting(connection_id: str, autotask_id: int, doubt: Doubt) -> dict[str, Any]:
    """The record, unless it has got a document or been sent again since it was looked at."""
    return {
        "_id": document_id(connection_id, autotask_id),
        "status": {"$in": [status.value for status in _AT_REST]},
        "xero_id": None,
        "doubt.until_at": doubt.until_at,
    }
