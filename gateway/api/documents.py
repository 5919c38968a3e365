"""Invoices and purchase orders as lists."""

from flask import Blueprint, request
from spectree import Response

from core.store.views import documents as store
from gateway import audited
from gateway.api import document_schemas as shapes
from gateway.api import schemas, translate
from gateway.api.lenses import lens_of
from gateway.api.spec import spec
from gateway.filters import document_filter, order_of
from gateway.roles import admit
from gateway.shelves import SHELVES

blueprint = Blueprint("documents", __name__)


@admit("viewer")
@spec.validate(resp=Response(HTTP_200=shapes.DocumentList), tags=("Documents",))
def listing(connection: str, shelf: str, query: shapes.DocumentQuery) -> shapes.DocumentList:
    """A page of documents, by default the latest changes first."""
    kind = SHELVES[shelf]
    through = lens_of(connection, kind)
    page = store.page(
        kind,
        connection,
        document_filter(request.args),
        order=order_of(request.args),
        limit=query.limit,
        cursor=query.cursor,
    )
    items = [translate.document(row, through) for row in page.rows]
    return shapes.DocumentList(items=items, next_cursor=page.next_cursor)


@blueprint.post("/connections/<connection>/invoices/resync-cause")
@admit("operator")
@spec.validate(resp=Response(HTTP_200=schemas.ResyncManyOut), tags=("Commands",))
def resync_cause(connection: str, json: schemas.ResyncCauseBody) -> schemas.ResyncManyOut:
    """Send all faults of one cause again, with fresh data from Autotask."""
    lens_of(connection)
    done = audited.resync_cause(connection, json.cause, json.reason or "")
    return schemas.ResyncManyOut(moved=done.moved, refused=done.refused, message=done.message)


for _shelf in SHELVES:
    blueprint.add_url_rule(
        f"/connections/<connection>/{_shelf}", view_func=listing, defaults={"shelf": _shelf}
    )
