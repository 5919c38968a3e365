"""Saved views: filters that people named, for themselves or for everybody of a connection."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from core.store.documents import SavedViewDocument
from core.store.views.reading import collection, read

MOST_OF_ONE = 50
"""More of one person's in one list would be a menu that nobody reads."""


@dataclass(frozen=True, slots=True)
class Place:
    """Whose views of which list."""

    connection_id: str
    shelf: str
    owner: str


@read
def add(place: Place, name: str, query: str, *, is_shared: bool, now: datetime) -> str:
    """The id of the new view."""
    view_id = uuid4().hex
    _views().insert_one(
        {
            "_id": view_id,
            "connection": place.connection_id,
            "shelf": place.shelf,
            "owner": place.owner,
            "name": name,
            "query": query,
            "is_shared": is_shared,
            "is_default": False,
            "created_at": now,
        }
    )
    return view_id


@read
def rename(connection_id: str, view_id: str, name: str) -> bool:
    changed = _views().update_one(
        {"_id": view_id, "connection": connection_id}, {"$set": {"name": name}}
    )
    return bool(changed.matched_count)


@read
def delete(connection_id: str, view_id: str) -> bool:
    return bool(_views().delete_one({"_id": view_id, "connection": connection_id}).deleted_count)


@read
def choose_default(place: Place, view_id: str) -> None:
    """At most one of one's own views is the one that the list opens with; "" takes it back.

    Taken from the others first: a break in between leaves none, which shows everything.
    """
    own = {"connection": place.connection_id, "shelf": place.shelf, "owner": place.owner}
    _views().update_many(
        {**own, "is_default": True, "_id": {"$ne": view_id}}, {"$set": {"is_default": False}}
    )
    if view_id:
        _views().update_one({**own, "_id": view_id}, {"$set": {"is_default": True}})


def _views() -> Any:
    return collection(SavedViewDocument)
