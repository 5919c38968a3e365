"""Purchase orders as Autotask last told them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pymongo import UpdateOne

from core.domain.company import fold_name
from core.domain.purchase_order import PurchaseOrder
from core.domain.search_words import number_words
from core.domain.status import Status
from core.store.bson_money import to_bson
from core.store.documents import PurchaseOrderDocument
from core.store.invoices import Step, history_entry


@dataclass(frozen=True, slots=True)
class ReadOrder:
    """A purchase order with what is stored beside it."""

    order: PurchaseOrder
    vendor: str
    currency: str
    content_hash: str


def store(connection_id: str, orders: Sequence[ReadOrder], at: datetime, run_id: str) -> int:
    """Insert new orders and bring changed ones up to date; returns how many were either."""
    collection = PurchaseOrderDocument._get_collection()
    ids = {f"{connection_id}/{each.order.autotask_id}": each for each in orders}
    hashes = {
        document["_id"]: document["content_hash"]
        for document in collection.find({"_id": {"$in": list(ids)}}, {"content_hash": 1})
    }
    writes = [
        _write(connection_id, document_id, each, at, run_id, is_new=document_id not in hashes)
        for document_id, each in ids.items()
        if hashes.get(document_id) != each.content_hash
    ]
    if writes:
        collection.bulk_write(writes, ordered=False)
    return len(writes)


def unfinished_ids(connection_id: str, finished: Sequence[str], limit: int = 400) -> list[int]:
    """Orders that Autotask may still change."""
    found = (
        PurchaseOrderDocument._get_collection()
        .find(
            {"connection": connection_id, "autotask_status": {"$nin": list(finished)}},
            {"autotask_id": 1},
        )
        .sort("autotask_id", -1)
        .limit(limit)
    )
    return [document["autotask_id"] for document in found]


def _write(
    connection_id: str,
    document_id: str,
    each: ReadOrder,
    at: datetime,
    run_id: str,
    *,
    is_new: bool,
) -> UpdateOne:
    pending = Status.PENDING_SYNC
    message = "Downloaded from Autotask." if is_new else "Changed in Autotask."
    step = Step(
        "INGESTED" if is_new else "CHANGED_IN_AUTOTASK", message, "purchase_order_sync", at, run_id
    )
    return UpdateOne(
        {"_id": document_id},
        {
            "$set": {**_content(each), "updated_at": at},
            "$setOnInsert": {
                "connection": connection_id,
                "autotask_id": each.order.autotask_id,
                "status": pending.value,
                "ingested_at": at,
            },
            "$inc": {"version": 1},
            "$push": {"history": history_entry(None if is_new else pending, pending, step)},
        },
        upsert=True,
    )


def _content(each: ReadOrder) -> dict[str, Any]:
    order = each.order
    return {
        "number": order.number,
        "number_words": number_words(order.number),
        "vendor_id": order.vendor_id,
        "vendor": each.vendor,
        "vendor_folded": fold_name(each.vendor),
        "ordered_on": order.ordered_on.isoformat() if order.ordered_on else None,
        "autotask_status": order.status,
        "currency": each.currency,
        "subtotal": to_bson(order.subtotal),
        "freight": to_bson(order.freight),
        "total": to_bson(order.total),
        "memo": order.memo,
        "lines": [
            {
                "autotask_id": line.autotask_id,
                "description": line.description,
                "quantity": to_bson(line.quantity),
                "rate": to_bson(line.rate),
                "net": to_bson(line.net),
            }
            for line in order.lines
        ],
        "content_hash": each.content_hash,
        "created_at": order.created_at,
    }
