"""Batches: frozen requests and their state, prepared -> sent -> closed (design.md section 6)."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from core.domain.batch import Batch, BatchKind, BatchState, Element, body_hash
from core.domain.errors import LeaseLostError
from core.store.bson_money import from_bson, to_bson
from core.store.documents import BatchDocument

_ELEMENT_FIELDS = tuple(each.name for each in fields(Element))


def freeze(batch: Batch, fence: int, now: datetime) -> None:
    """Store a prepared batch with its exact bytes, before anything leaves.

    Raises `LeaseLostError` when a later holder of the lease has buried it: its records are free.
    """
    form = {
        "_id": batch.id,
        "connection": batch.connection_id,
        "tenant_id": batch.tenant_id,
        "kind": batch.kind.value,
        "method": batch.method,
        "path": batch.path,
        "body": batch.body,
        "body_hash": body_hash(batch.body),
        "key": batch.key,
        "generation": batch.generation,
        "state": BatchState.PREPARED.value,
        "fence": fence,
        "elements": [_element_form(element) for element in batch.elements],
        "sends": 0,
        "created_at": now,
    }
    try:
        _batches().insert_one(form)
    except DuplicateKeyError as error:
        raise LeaseLostError(f"Batch {batch.id} was given up elsewhere.") from error


def bury(batch_id: str, connection_id: str, now: datetime) -> bool:
    """Make sure that nobody can freeze or send a batch that nobody has frozen so far.

    Only then its records are free. False when it was frozen meanwhile and is open.
    """
    tombstone = {
        "_id": batch_id,
        "connection": connection_id,
        "state": BatchState.CLOSED.value,
        "outcome": "never frozen",
        "created_at": now,
        "closed_at": now,
    }
    try:
        _batches().insert_one(tombstone)
    except DuplicateKeyError:
        found = _batches().find_one({"_id": batch_id}, {"state": 1})
        return found is not None and found["state"] == BatchState.CLOSED.value
    return True


def mark_sent(batch: Batch, fence: int, now: datetime) -> Batch:
    """Commit that the request is about to leave; nothing may be sent without this.

    Returns the batch as it is now, with this send counted.

    Raises `LeaseLostError` when a later holder of the lease has touched the batch.
    """
    changed = _batches().find_one_and_update(
        {
            "_id": batch.id,
            "state": {"$ne": BatchState.CLOSED.value},
            "fence": {"$lte": fence},
        },
        [
            {
                "$set": {
                    "state": BatchState.SENT.value,
                    "fence": fence,
                    "sends": {"$add": ["$sends", 1]},
                    "first_sent_at": {"$ifNull": ["$first_sent_at", now]},
                    "last_sent_at": now,
                }
            }
        ],
        {"sends": 1, "first_sent_at": 1, "last_sent_at": 1},
        return_document=ReturnDocument.AFTER,
    )
    if changed is None:
        raise LeaseLostError(f"Batch {batch.id} is in other hands.")
    return replace(
        batch,
        state=BatchState.SENT,
        sends=changed["sends"],
        first_sent_at=changed["first_sent_at"],
        last_sent_at=changed["last_sent_at"],
    )


def mark_unsent(batch_id: str, fence: int) -> None:
    """The request provably never left, or was refused before it was read: as if not sent.

    Only the first send may be taken back, and only by who made it: raises `LeaseLostError` when a
    later holder of the lease has sent the batch meanwhile.
    """
    result = _batches().update_one(
        {"_id": batch_id, "sends": 1, "fence": fence, "state": BatchState.SENT.value},
        {
            "$set": {
                "state": BatchState.PREPARED.value,
                "sends": 0,
                "first_sent_at": None,
                "last_sent_at": None,
            }
        },
    )
    if not result.matched_count:
        raise LeaseLostError(f"Batch {batch_id} is in other hands.")


def withdraw(batch_id: str, fence: int, now: datetime) -> bool:
    """Close a batch that was never sent, so that nobody can send it any more.

    False when its owner was faster and has sent it.
    """
    result = _batches().update_one(
        {"_id": batch_id, "state": BatchState.PREPARED.value, "fence": {"$lte": fence}},
        {
            "$set": {
                "state": BatchState.CLOSED.value,
                "outcome": "not sent",
                "closed_at": now,
            }
        },
    )
    return bool(result.modified_count)


def mark_unknown(batch_id: str, now: datetime) -> None:
    """Note since when nobody knows what became of it."""
    _batches().update_one(
        {"_id": batch_id, "unknown_since": None}, {"$set": {"unknown_since": now}}
    )


def mark_looked_up(batch_id: str, now: datetime) -> None:
    """Note when Xero was last asked about a batch that stays open."""
    _batches().update_one({"_id": batch_id}, {"$set": {"looked_up_at": now}})


def close(batch_id: str, outcome: str, now: datetime) -> None:
    """Everything in it is settled; the bytes are kept for the record panel."""
    _batches().update_one(
        {"_id": batch_id},
        {"$set": {"state": BatchState.CLOSED.value, "outcome": outcome, "closed_at": now}},
    )


def open_batches(connection_id: str) -> list[Batch]:
    """Batches that are prepared or sent, oldest first."""
    found = (
        _batches()
        .find({"connection": connection_id, "state": {"$ne": BatchState.CLOSED.value}})
        .sort("created_at", 1)
    )
    return [_to_domain(document) for document in found]


def get(batch_id: str) -> Batch | None:
    found = _batches().find_one({"_id": batch_id})
    return _to_domain(found) if found else None


def _element_form(element: Element) -> dict[str, Any]:
    form = {name: getattr(element, name) for name in _ELEMENT_FIELDS}
    return {**form, "total": to_bson(element.total)}


def _to_element(form: dict[str, Any]) -> Element:
    total: Decimal = from_bson(form.get("total"))
    return Element(**{**form, "total": total})


def _to_domain(document: dict[str, Any]) -> Batch:
    elements: Sequence[dict[str, Any]] = document["elements"]
    return Batch(
        id=document["_id"],
        connection_id=document["connection"],
        tenant_id=document["tenant_id"],
        kind=BatchKind(document["kind"]),
        method=document["method"],
        path=document["path"],
        body=bytes(document["body"]),
        key=document["key"],
        generation=document["generation"],
        state=BatchState(document["state"]),
        elements=tuple(_to_element(form) for form in elements),
        sends=document.get("sends", 0),
        first_sent_at=document.get("first_sent_at"),
        last_sent_at=document.get("last_sent_at"),
        looked_up_at=document.get("looked_up_at"),
    )


def _batches() -> Any:
    return BatchDocument._get_collection()
