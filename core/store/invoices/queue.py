"""What waits: due, watched by ingestion, claimed into a batch."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any

from core.domain.records import Due, InvoiceRecord
from core.domain.status import Status, check
from core.store.documents import ConnectionDocument
from core.store.invoice_form import document_id, to_due, to_record
from core.store.invoices.changes import Step, collection, move

REFRESHING = "REFRESHING"
CONTACT_WANTED = "CONTACT_WANTED"
PERIOD_LOCKED = "PERIOD_LOCKED"
# Xero's own reasons: nothing about the invoice has to be read again.
XERO_LIMITED_DAY = "XERO_LIMITED_DAY"
XERO_MAINTENANCE = "XERO_MAINTENANCE"
# Holds that end by the clock alone; ingestion ends the others when it has looked again.
_NOT_WATCHED = (PERIOD_LOCKED, CONTACT_WANTED, XERO_LIMITED_DAY, XERO_MAINTENANCE)
TIMED = (REFRESHING, *_NOT_WATCHED)
_NEVER = datetime.min.replace(tzinfo=UTC)
# `to_record` asks for none of these, and each amount costs time to decode.
NOT_READ = dict.fromkeys(
    (
        "raw", "history", "decisions", "trace", "company_folded", "subtotal", "tax",
        "total", "xero_total", "amount_due", "lines.billing_code",
    ),
    0,
)  # fmt: skip
_TO_CHOOSE = dict.fromkeys(
    ("autotask_id", "company_id", "total", "xero_id", "solo", "ingested_at"), 1
)


def due(connection_id: str, now: datetime, limit: int) -> list[Due]:
    """Pending invoices that nothing holds back, lowest Autotask id first.

    One that waits for fresh data after a Resync goes with the stored data when its time is up.
    """
    found = (
        collection()
        .find(due_filter(connection_id, now), _TO_CHOOSE)
        .sort("autotask_id", 1)
        .limit(limit)
        .batch_size(limit)
    )
    return [to_due(document) for document in found]


def due_companies(connection_id: str, now: datetime, known: Collection[int] = ()) -> dict[int, str]:
    """Names by id of the companies that have something due: new, or to be compared with Xero.

    Those that are `known` are left out, and their invoices are not read: with hundreds of companies
    in the queue and one of them new, only the new one's are.
    """
    wanted = due_filter(connection_id, now)
    if known:
        wanted["company_id"] = {"$nin": sorted(known)}
    groups = collection().aggregate(
        [
            {"$match": wanted},
            {"$group": {"_id": "$company_id", "company": {"$first": "$company"}}},
        ]
    )
    return {group["_id"]: group["company"] for group in groups}


def due_filter(connection_id: str, now: datetime) -> dict[str, Any]:
    return {
        "connection": connection_id,
        "status": Status.PENDING_SYNC.value,
        # Whatever a person does with it, what has no route waits for ingestion to find one.
        "unrouted": {"$ne": True},
        "$and": [
            {
                "$or": [
                    {"hold": None},
                    {"hold.code": {"$in": TIMED}, "hold_until": {"$lte": now}},
                ]
            },
            {"$or": [{"not_before": None}, {"not_before": {"$lte": now}}]},
        ],
    }


def watched_in(connection_ids: Collection[str], limit: int = 400) -> list[int]:
    """Autotask ids that the next look wants again: held, or changed while on their way to Xero.

    Of all these connections, which share an Autotask; those that were asked for longest ago first.
    """
    concerned = {"connection": {"$in": list(connection_ids)}}
    held = {
        **concerned,
        "status": Status.PENDING_SYNC.value,
        # "string" opens the index of what is held: a backlog of thousands holds next to nothing.
        "hold.code": {"$type": "string", "$nin": _NOT_WATCHED},
    }
    changed = {**concerned, "look_again": True}
    found = [each for wanted in (held, changed) for each in _longest_unseen(wanted, limit)]
    # A record may be both.
    return list(dict.fromkeys(number for _, number in sorted(found)))[:limit]


def _longest_unseen(wanted: dict[str, Any], limit: int) -> list[tuple[datetime, int]]:
    """When they were asked for and their ids; the order and the limit are those of an index."""
    to_know = {"_id": 0, "autotask_id": 1, "looked_at": 1}
    found = collection().find(wanted, to_know).sort("looked_at", 1).limit(limit)
    return [(each.get("looked_at") or _NEVER, each["autotask_id"]) for each in found]


def note_looked(
    connection_ids: Collection[str],
    autotask_ids: Collection[int],
    at: datetime,
    missing: Collection[int] = (),
) -> None:
    """These were asked for by their ids; others come first the next time.

    Of those that are missing it stays noted since when, until one look shows them.
    """
    ids = [document_id(each, number) for each in connection_ids for number in autotask_ids]
    is_missing = {"$in": ["$autotask_id", sorted(missing)]}
    since = {"$cond": [is_missing, {"$ifNull": ["$not_shown_since", at]}, None]}
    noted = {"looked_at": at, "not_shown_since": since}
    collection().update_many({"_id": {"$in": ids}}, [{"$set": noted}])


def postpone_holds(connection_id: str, autotask_ids: Collection[int], until: datetime) -> None:
    """Tell when held invoices are looked at next; one whose hold ends by itself keeps its time."""
    collection().update_many(
        {
            "_id": {"$in": [document_id(connection_id, each) for each in autotask_ids]},
            "status": Status.PENDING_SYNC.value,
            "hold.code": {"$nin": [None, *TIMED]},
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
        .find({"batch_id": batch_id, "status": Status.PROCESSING.value}, NOT_READ)
        .sort("autotask_id", 1)
    )
    return [to_record(document) for document in found]


def has_claims(connection_id: str) -> bool:
    """Tell whether anything is claimed, by whomever."""
    wanted = {"connection": connection_id, "status": Status.PROCESSING.value}
    return collection().find_one(wanted, {"_id": 1}) is not None


def is_linked(connection_id: str, xero_id: str) -> bool:
    """Tell whether some invoice stands for this Xero document already.

    It may be one of another connection that sends to the same organisation.
    """
    wanted = {"connection": {"$in": _neighbors(connection_id)}, "xero_id": xero_id}
    return collection().find_one(wanted, {"_id": 1}) is not None


def _neighbors(connection_id: str) -> list[str]:
    """The connections of the same organisation, itself among them."""
    connections = ConnectionDocument._get_collection()
    own = connections.find_one({"_id": connection_id}, {"xero_tenant_id": 1}) or {}
    if not own.get("xero_tenant_id"):
        return [connection_id]
    rows = connections.find({"xero_tenant_id": own["xero_tenant_id"]}, {"_id": 1})
    return sorted({connection_id, *(row["_id"] for row in rows)})


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
