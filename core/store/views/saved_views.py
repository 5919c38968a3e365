"""Saved views as a person sees them: their own, and those that others share."""

from dataclasses import dataclass
from typing import Any

from core.store.documents import SavedViewDocument
from core.store.views.reading import collection, read

_MOST_SHARED = 200


@dataclass(frozen=True, slots=True)
class SavedView:
    """A named filter; `query` is a query string of its list, without a question mark."""

    id: str
    shelf: str
    owner: str
    name: str
    query: str
    is_shared: bool
    is_default: bool


@read
def seen_by(connection: str, shelf: str, person: str) -> tuple[SavedView, ...]:
    """A person's own views, then those that others share; by name."""
    views = collection(SavedViewDocument)
    place = {"connection": connection, "shelf": shelf}
    own = list(views.find({**place, "owner": person}))
    shared = views.find({**place, "is_shared": True, "owner": {"$ne": person}})
    found = [*_by_name(own), *_by_name(shared.limit(_MOST_SHARED))]
    return tuple(_view(each) for each in found)


@read
def default_of(connection: str, shelf: str, person: str) -> SavedView | None:
    wanted = {"connection": connection, "shelf": shelf, "owner": person, "is_default": True}
    found = collection(SavedViewDocument).find_one(wanted)
    return _view(found) if found else None


@read
def saved_view(connection: str, view_id: str) -> SavedView | None:
    found = collection(SavedViewDocument).find_one({"_id": view_id, "connection": connection})
    return _view(found) if found else None


def _by_name(found: Any) -> list[dict[str, Any]]:
    return sorted(found, key=lambda each: (str(each["name"]).casefold(), str(each["_id"])))


def _view(stored: dict[str, Any]) -> SavedView:
    return SavedView(
        id=stored["_id"],
        shelf=stored["shelf"],
        owner=stored["owner"],
        name=stored["name"],
        query=stored.get("query") or "",
        is_shared=bool(stored.get("is_shared")),
        is_default=bool(stored.get("is_default")),
    )
