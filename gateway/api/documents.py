"""Invoices and purchase orders: lists, records, commands, and whole lists as files."""

from flask import Blueprint, abort, request
from spectree import Response
from werkzeug.wrappers import Response as AnyResponse

from core.store.views import documents as store
from core.store.views import record as records
from core.store.views import trace as traces
from gateway import audited, exports
from gateway.api import document_schemas as shapes
from gateway.api import schemas, translate
from gateway.api.lenses import lens_of
from gateway.api.spec import spec
from gateway.commands import INVOICE_COMMANDS
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


@admit("viewer")
@spec.validate(resp=Response(HTTP_200=shapes.DocumentDetail), tags=("Documents",))
def detail(connection: str, shelf: str, autotask_id: int) -> shapes.DocumentDetail:
    """One document with its lines, decisions and history."""
    through = lens_of(connection, SHELVES[shelf])
    found = _find(connection, shelf, autotask_id)
    return translate.detail(found, traces.trace(SHELVES[shelf], connection, autotask_id), through)


@admit("operator")
@spec.validate(resp=Response(HTTP_200=schemas.CommandOut), tags=("Commands",))
def change(
    connection: str, shelf: str, autotask_id: int, command: str, json: schemas.CommandBody
) -> schemas.CommandOut:
    """Ask the actor; 409 when the document's status does not allow it."""
    lens_of(connection)
    _find(connection, shelf, autotask_id)
    done = audited.change_document(
        SHELVES[shelf], command, connection, autotask_id, json.reason or ""
    )
    return schemas.CommandOut(status=done.status, message=done.message)


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


def _find(connection: str, shelf: str, autotask_id: int) -> records.Record:
    found = records.record(SHELVES[shelf], connection, autotask_id)
    return found or abort(404, f"There is no record {autotask_id} in this connection.")


def _add(shelf: str) -> None:
    base = f"/connections/<connection>/{shelf}"
    one = {"shelf": shelf}
    blueprint.add_url_rule(base, view_func=listing, defaults=one)
    blueprint.add_url_rule(f"{base}/<int:autotask_id>", view_func=detail, defaults=one)
    for ending in ("csv", "xlsx"):
        which = {**one, "ending": ending}
        blueprint.add_url_rule(f"{base}.{ending}", view_func=export, defaults=which)
    for command in INVOICE_COMMANDS if shelf == "invoices" else ("resync",):
        blueprint.add_url_rule(
            f"{base}/<int:autotask_id>/{command}",
            view_func=change,
            methods=["POST"],
            defaults={**one, "command": command},
        )


for _shelf in SHELVES:
    _add(_shelf)
