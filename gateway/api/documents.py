"""Invoices and purchase orders: lists, and whole lists as files."""

from flask import Blueprint, request
from spectree import Response
from werkzeug.wrappers import Response as AnyResponse

from core.store.views import documents as store
from gateway import audited, exports
from gateway.api import document_schemas as shapes
from gateway.api import schemas, translate
from gateway.api.lenses import lens_of
from gateway.api.spec import spec
from gateway.filters import document_filter, order_of
from gateway.pages.frame import SHELVES
from gateway.roles import admit

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


@admit("viewer")
@spec.validate(resp=Response("HTTP_200"), tags=("Documents",))
def export(connection: str, shelf: str, ending: str) -> AnyResponse:
    """All matches of the same filters as the list's, as CSV or Excel."""
    kind = SHELVES[shelf]
    wanted = document_filter(request.args)
    through = lens_of(connection, kind)
    rows = store.each(kind, connection, wanted, order_of(request.args))
    name = exports.file_name(shelf, wanted, through, ending)
    return exports.attachment(ending, rows, through, name)


def _add(shelf: str) -> None:
    base = f"/connections/<connection>/{shelf}"
    one = {"shelf": shelf}
    blueprint.add_url_rule(base, view_func=listing, defaults=one)
    for ending in ("csv", "xlsx"):
        which = {**one, "ending": ending}
        blueprint.add_url_rule(f"{base}.{ending}", view_func=export, defaults=which)


for _shelf in SHELVES:
    _add(_shelf)
