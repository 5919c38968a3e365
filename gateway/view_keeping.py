"""Saved views as people and programs keep them: who may do what, and why not."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.runtime.clock import utc_now
from core.store import saved_views as store
from core.store.saved_views import MOST_OF_ONE, Place
from core.store.views import saved_views as views
from core.store.views.beside import Beside
from core.store.views.saved_views import SavedView
from gateway import audited
from gateway.filters import arguments_of, kept_query
from gateway.gate import principal
from gateway.messages import list as messages
from gateway.problems import CommandRefusedError

LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class NewView:
    """What somebody wants to keep; `query` is the list's query string."""

    name: str
    query: str
    is_shared: bool = False
    is_default: bool = False


def seen(connection: str, shelf: str) -> tuple[SavedView, ...]:
    return views.seen_by(connection, shelf, principal().name)


def question(connection: str, shelf: str) -> Beside[tuple[SavedView, ...]]:
    """The same, asked together with the frame of a page."""
    return views.question(connection, shelf, principal().name)


def keep(connection: str, shelf: str, wished: NewView) -> str:
    """The id of the new view; its filters are refused if they make no sense."""
    _refuse_sharing(is_shared=wished.is_shared)
    own = [view for view in seen(connection, shelf) if view.owner == principal().name]
    if len(own) >= MOST_OF_ONE:
        raise CommandRefusedError("conflict", messages.VIEW_MOST.format(most=MOST_OF_ONE))
    name = _free_name(wished.name, own)
    query = kept_query(arguments_of(wished.query))
    place = Place(connection, shelf, principal().name)
    view_id = store.add(place, name, query, is_shared=wished.is_shared, now=utc_now())
    if wished.is_default:
        store.choose_default(place, view_id)
    return view_id


def rename(connection: str, view_id: str, name: str) -> str:
    """The new name."""
    view = _mine(connection, view_id)
    others = [each for each in seen(connection, view.shelf) if each.owner == view.owner]
    name = _free_name(name, [each for each in others if each.id != view.id])
    store.rename(connection, view.id, name)
    return name


def delete(connection: str, view_id: str) -> SavedView:
    """Gone for everybody; that a shared one went is noted."""
    view = _mine(connection, view_id)
    store.delete(connection, view.id)
    if view.is_shared:
        audited.note("view_deleted", connection, f"{view.shelf}/views: {view.name}")
    return view


def open_with(connection: str, view_id: str, *, is_default: bool) -> SavedView:
    """The list opens with this view, or with everything again."""
    view = find(connection, view_id)
    if view.owner != principal().name:
        raise CommandRefusedError("conflict", messages.VIEW_NOT_OWN_DEFAULT)
    place = Place(connection, view.shelf, view.owner)
    store.choose_default(place, view.id if is_default else "")
    return view


def default_query(seen_views: Iterable[SavedView]) -> str:
    """The query string that a list without one opens with; "" for everything."""
    name = principal().name
    return next((each.query for each in seen_views if each.is_default and each.owner == name), "")


def find(connection: str, view_id: str) -> SavedView:
    """A view that the one who asks may see."""
    view = views.saved_view(connection, view_id)
    if view is None or not (view.is_shared or view.owner == principal().name):
        raise CommandRefusedError("not_found", messages.VIEW_NOT_THERE)
    return view


def _mine(connection: str, view_id: str) -> SavedView:
    """A view that the one who asks may change: their own, and for administrators shared ones."""
    view = find(connection, view_id)
    if view.owner != principal().name and not principal().may("admin"):
        raise CommandRefusedError("conflict", messages.VIEW_OF_ANOTHER.format(owner=view.owner))
    return view


def _free_name(name: str, own: list[SavedView]) -> str:
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise CommandRefusedError("invalid", messages.VIEW_NEEDS_NAME.format(most=LONGEST_NAME))
    if any(view.name.casefold() == name.casefold() for view in own):
        raise CommandRefusedError("conflict", messages.VIEW_EXISTS)
    return name


def _refuse_sharing(*, is_shared: bool) -> None:
    if is_shared and not principal().may("operator"):
        raise CommandRefusedError("conflict", messages.VIEW_SHARING)
