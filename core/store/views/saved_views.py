"""Saved views as a person sees them: their own, and those that others share."""

from dataclasses import dataclass
from typing import Any

from core.store.documents import SavedViewDocument
from core.store.views.beside import Beside
from core.store.views.reading import collection, read

_MOST = 300


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
    asked = question(connection, shelf, person)
    return asked.read(list(collection(SavedViewDocument).aggregate([*asked.steps])))


def question(connection: str, shelf: str, person: str) -> Beside[tuple[SavedView, ...]]:
    """The same for whoever has more to ask at once."""
    place = {"connection": connection, "shelf": shelf}
    either = {"$or": [{**place, "owner": person}, {**place, "is_shared": True}]}
    return Beside(
        SavedViewDocument,
        [{"$match": either}, {"$limit": _MOST}],
        lambda found: tuple(map(_view, sorted(found, key=lambda each: _place(each, person)))),
    )


@read
def saved_view(connection: str, view_id: str) -> SavedView | None:
    found = collection(SavedViewDocument).find_one({"_id": view_id, "connection": connection})
    return _view(found) if found else None


def _place(stored: dict[str, Any], person: str) -> tuple[bool, str, str]:
    return stored["owner"] != person, str(stored["name"]).casefold(), str(stored["_id"])


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
