"""Saved views of a list: kept, renamed, shared, chosen as the one that the list opens with."""

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from gateway import view_keeping
from gateway.filters import document_filter, kept_query, order_of
from gateway.gate import principal
from gateway.messages import list as messages
from gateway.pages.frame import frame_of, render
from gateway.presenters.listing import cause_title
from gateway.presenters.views import EVERYTHING, in_words, saved
from gateway.roles import admit
from gateway.shelves import SHELF, SHELVES
from gateway.view_keeping import LONGEST_NAME, NewView

blueprint = Blueprint("views", __name__)


@blueprint.get(f"/c/<connection>/sync/{SHELF}/views")
@admit("viewer")
def page(connection: str, shelf: str) -> str:
    """The form to keep what the query string shows, and the views that there are."""
    frame = frame_of(connection, SHELVES[shelf])
    wanted, query = document_filter(request.args), kept_query(request.args)
    base = url_for("documents.listing", connection=connection, shelf=shelf)
    return render(
        "list/views.html",
        frame,
        tab=shelf,
        shelf=shelf,
        query=query,
        words=in_words(wanted, order_of(request.args), cause_title(wanted, frame.causes)),
        views=saved(base, query, view_keeping.seen(connection, shelf), principal().name),
        longest_name=LONGEST_NAME,
    )


@blueprint.post(f"/c/<connection>/sync/{SHELF}/views")
@admit("viewer")
def keep(connection: str, shelf: str) -> Response:
    frame_of(connection)
    form = request.form
    wished = NewView(
        form.get("name") or "",
        form.get("query") or "",
        is_shared=bool(form.get("shared")),
        is_default=bool(form.get("default")),
    )
    view = view_keeping.find(connection, view_keeping.keep(connection, shelf, wished))
    flash(messages.VIEW_SAVED.format(name=view.name))
    base = url_for("documents.listing", connection=connection, shelf=shelf)
    return redirect(f"{base}?{view.query or EVERYTHING}", 303)


@blueprint.post(
    "/c/<connection>/sync/views/<view_id>/<any('rename','delete','open','close'):command>"
)
@admit("viewer")
def change(connection: str, view_id: str, command: str) -> Response:
    """`open` and `close`: whether the list opens with it."""
    frame_of(connection)
    shelf = view_keeping.find(connection, view_id).shelf
    flash(_carried_out(connection, view_id, command))
    return redirect(url_for("views.page", connection=connection, shelf=shelf), 303)


def _carried_out(connection: str, view_id: str, command: str) -> str:
    if command == "rename":
        name = view_keeping.rename(connection, view_id, request.form.get("name") or "")
        return messages.VIEW_RENAMED.format(name=name)
    if command == "delete":
        gone = view_keeping.delete(connection, view_id)
        return messages.VIEW_DELETED.format(name=gone.name)
    view = view_keeping.open_with(connection, view_id, is_default=command == "open")
    return (
        messages.VIEW_OPENS.format(name=view.name) if command == "open" else messages.VIEW_OPENS_NOT
    )
