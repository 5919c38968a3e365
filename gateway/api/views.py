"""Saved views of lists."""

from dataclasses import asdict

from flask import Blueprint
from spectree import Response

from core.store.views.saved_views import SavedView
from gateway import view_keeping
from gateway.api.lenses import lens_of
from gateway.api.spec import spec
from gateway.api.view_schemas import ViewBody, ViewList, ViewOut, ViewQuery
from gateway.roles import admit
from gateway.view_keeping import NewView

blueprint = Blueprint("views", __name__)


@blueprint.get("/connections/<connection>/views")
@admit("viewer")
@spec.validate(resp=Response(HTTP_200=ViewList), tags=("Views",))
def listing(connection: str, query: ViewQuery) -> ViewList:
    """One's own views of a list, then those that others share."""
    lens_of(connection)
    return ViewList(items=[_told(each) for each in view_keeping.seen(connection, query.shelf)])


@blueprint.post("/connections/<connection>/views")
@admit("viewer")
@spec.validate(resp=Response(HTTP_200=ViewOut), tags=("Views",))
def keep(connection: str, json: ViewBody) -> ViewOut:
    """Keep a filter under a name."""
    lens_of(connection)
    wished = NewView(json.name, json.query, is_shared=json.is_shared, is_default=json.is_default)
    view_id = view_keeping.keep(connection, json.shelf, wished)
    return _told(view_keeping.find(connection, view_id))


@blueprint.delete("/connections/<connection>/views/<view_id>")
@admit("viewer")
@spec.validate(resp=Response(HTTP_200=ViewOut), tags=("Views",))
def delete(connection: str, view_id: str) -> ViewOut:
    """Delete a view of one's own; administrators also what others share."""
    lens_of(connection)
    return _told(view_keeping.delete(connection, view_id))


def _told(view: SavedView) -> ViewOut:
    return ViewOut(**asdict(view))
