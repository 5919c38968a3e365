"""What waits: due, watched by ingestion, claimed into a batch."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from core.domain.records import InvoiceRecord
from core.domain.status import Status, check
from core.store.invoice_form import document_id, to_record
from core.store.invoices.changes import Step, collection, move

REFRESHING = "REFRESHING"


def due(connection_id: str, now: datetime, limit: int) -> list[InvoiceRecord]:
    """Pending invoices that nothing holds back, lowest Autotask id first.

    One that waits for fresh data after a Resync goes with the stored data when its time is up.
    """
    found = (
        collection()
        .find(due_filter(connection_id, now), {"raw": 0, "history": 0})
        .sort("autotask_id", 1)
        .limit(limit)
    )
    return [to_record(document) for document in found]


def due_companies(connection_id: str, now: datetime) -> dict[int, str]:
    """Names by id of the companies that have something due and not yet in Xero."""
    groups = collection().aggregate(
        [
            {"$match": {**due_filter(connection_id, now), "xero_id": None}},
            {"$group": {"_id": "$company_id", "company": {"$first": "$company"}}},
        ]
    )
    return {group["_id"]: group["company"] for group in groups}


def due_filter(connection_id: str, now: datetime) -> dict[str, Any]:
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
        collection()
        .find({"$or": [held, changed]}, {"autotask_id": 1})
        .sort("hold_until", 1)
        .limit(limit)
    )
    return [document["autotask_id"] for document in found]


def postpone_holds(connection_id: str, autotask_ids: Collection[int], until: datetime) -> None:
    """Tell when held invoices are looked at next; one that waits for fresh data keeps its time."""
    collection().update_many(
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
    collection().update_many(
        {"_id": {"$in": ids}, **due_filter(connection_id, step.at)},
        move(
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
        collection()
        .find({"batch_id": batch_id, "status": Status.PROCESSING.value}, {"raw": 0, "history": 0})
        .sort("autotask_id", 1)
    )
    return [to_record(document) for document in found]


def has_claims(connection_id: str) -> bool:
    """Tell whether anything is claimed, by whomever."""
    wanted = {"connection": connection_id, "status": Status.PROCESSING.value}
    return collection().find_one(wanted, {"_id": 1}) is not None


def claims_without_batch(connection_id: str, open_batch_ids: Collection[str]) -> list[str]:
    """Batch ids that invoices are claimed for although no such batch is open."""
    claimed = collection().distinct(
        "batch_id", {"connection": connection_id, "status": Status.PROCESSING.value}
    )
    return [batch_id for batch_id in claimed if batch_id not in open_batch_ids]


def has_waiting(connection_id: str) -> bool:
    """Tell whether an invoice waits that nothing holds back, or one is on its way."""
    found = collection().find_one(
        {
            "connection": connection_id,
            "$or": [
                {"status": Status.PROCESSING.value},
                {"status": Status.PENDING_SYNC.value, "hold": None, "not_before": None},
            ],
        },
        {"_id": 1},
    )
    return found is not None
