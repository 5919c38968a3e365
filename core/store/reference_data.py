"""The vendors' lists, kept so that a run asks for them only when it meets something unknown."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from pymongo import ReplaceOne

from core.store.documents import ReferenceDocument

# Under this kind stands, by the kind of a list, that it was read as a whole.
READ = "list_read"
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def load(connection_id: str, kind: str) -> dict[str, Any]:
    """Values by key; empty when the list was never fetched."""
    found = ReferenceDocument._get_collection().find({"connection": connection_id, "kind": kind})
    return {document["key"]: document["value"] for document in found}


def load_some(
    connection_id: str, kind: str, keys: Iterable[str], fetched_since: datetime | None = None
) -> dict[str, Any]:
    """Values of some keys; ones that were read longer ago than wanted count as missing."""
    wanted: dict[str, Any] = {"_id": {"$in": [_id(connection_id, kind, key) for key in keys]}}
    if fetched_since is not None:
        wanted["fetched_at"] = {"$gte": fetched_since}
    found = ReferenceDocument._get_collection().find(wanted)
    return {document["key"]: document["value"] for document in found}


def save(connection_id: str, kind: str, values: Mapping[str, Any], now: datetime) -> None:
    """Store or refresh entries; others of the list stay."""
    writes = [
        ReplaceOne(
            {"_id": _id(connection_id, kind, key)},
            {
                "connection": connection_id,
                "kind": kind,
                "key": key,
                "value": value,
                "fetched_at": now,
            },
            upsert=True,
        )
        for key, value in values.items()
    ]
    if writes:
        ReferenceDocument._get_collection().bulk_write(writes, ordered=False)


def replace(connection_id: str, kind: str, values: Mapping[str, Any], now: datetime) -> None:
    """Store a whole list as it is now; an entry that is gone is dropped.

    Nobody who reads meanwhile finds the list empty. That it was read is kept apart (`read_at`),
    because a list may well have no entry.
    """
    save(connection_id, kind, values, now)
    ReferenceDocument._get_collection().delete_many(
        {"connection": connection_id, "kind": kind, "key": {"$nin": list(values)}}
    )
    save(connection_id, READ, {kind: len(values)}, now)


def count_as_read(connection_id: str, kind: str, now: datetime) -> None:
    """The list was asked for and refused: what is stored of it goes on counting."""
    save(connection_id, READ, {kind: len(load(connection_id, kind))}, now)


def forget_reading(connection_id: str, kind: str) -> None:
    """Count a list as never read, so that it objects to nothing; its entries stay."""
    ReferenceDocument._get_collection().delete_one({"_id": _id(connection_id, READ, kind)})


def read_at(connection_id: str, kinds: Iterable[str]) -> dict[str, datetime]:
    """When each of these lists was read as a whole; one that never was is missing."""
    wanted = {"_id": {"$in": [_id(connection_id, READ, kind) for kind in kinds]}}
    found = ReferenceDocument._get_collection().find(wanted, {"key": 1, "fetched_at": 1})
    return {document["key"]: document["fetched_at"] for document in found}


def age(connection_id: str, kind: str) -> None:
    """Count every entry of a list as read long ago, so that whoever needs one asks for it again."""
    ReferenceDocument._get_collection().update_many(
        {"connection": connection_id, "kind": kind}, {"$set": {"fetched_at": _LONG_AGO}}
    )


def doubt(connection_id: str, kinds: Iterable[str]) -> None:
    """Count these lists as read long ago: the vendor contradicts what they say."""
    ReferenceDocument._get_collection().update_many(
        {"_id": {"$in": [_id(connection_id, READ, kind) for kind in kinds]}},
        {"$set": {"fetched_at": _LONG_AGO}},
    )


def _id(connection_id: str, kind: str, key: str) -> str:
    return f"{connection_id}/{kind}/{key}"
