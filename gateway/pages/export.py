"""A list as a file: CSV at once as a stream, Excel written aside while its page shows how far it is."""

from flask import Blueprint, Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from core.store import exports as store
from core.store.views import documents
from core.store.views.search import DocumentFilter
from gateway import exports
from gateway.chosen import ticked
from gateway.exports.asked import begin_excel, excel_file, look
from gateway.exports.cells import stream_row
from gateway.filters import document_filter, order_of
from gateway.messages import list as messages
from gateway.pages.frame import frame_of, is_fragment, render
from gateway.presenters.exports import export_card
from gateway.roles import admit, polled
from gateway.shelves import SHELF, SHELVES

blueprint = Blueprint("export", __name__)


@blueprint.get(f"/c/<connection>/sync/{SHELF}/export.csv")
@admit("viewer")
def as_csv(connection: str, shelf: str) -> Response:
    wanted, order = document_filter(request.args), order_of(request.args)
    through = frame_of(connection, SHELVES[shelf]).lens
    rows = documents.stream(SHELVES[shelf], connection, wanted, order)
    return exports.attachment(rows, through, exports.file_name(shelf, wanted, through, "csv"))


@blueprint.post(f"/c/<connection>/sync/{SHELF}/selected.csv")
@admit("viewer")
def ticked_as_csv(connection: str, shelf: str) -> Response:
    """What is ticked on a list."""
    kind = SHELVES[shelf]
    through = frame_of(connection, kind).lens
    rows = documents.rows_by_id(kind, connection, ticked(request.form.getlist("sel")))
    name = exports.file_name(shelf, DocumentFilter(), through, "csv")
    return exports.attachment(map(stream_row, rows), through, name)


@blueprint.post(f"/c/<connection>/sync/{SHELF}/exports")
@admit("viewer")
def begin(connection: str, shelf: str) -> AnyResponse:
    """An Excel file of the list whose query string the form carries."""
    through = frame_of(connection, SHELVES[shelf]).lens
    return _page_of(connection, begin_excel(shelf, through, request.form.get("query") or ""))


@blueprint.get("/c/<connection>/sync/exports/<export_id>")
@admit("viewer")
@polled("fragment")
def page(connection: str, export_id: str) -> str:
    frame = frame_of(connection)
    found = look(connection, export_id)
    template = "list/export_progress.html" if is_fragment() else "list/export.html"
    card = export_card(found, frame.lens)
    return render(template, frame, tab=found.shelf, shelf=found.shelf, e=card)


@blueprint.post("/c/<connection>/sync/exports/<export_id>/stop")
@admit("viewer")
def stop(connection: str, export_id: str) -> AnyResponse:
    frame_of(connection)
    if not store.stop(connection, look(connection, export_id).id):
        flash(messages.EXPORT_OVER)
    return _page_of(connection, export_id)


@blueprint.get("/c/<connection>/sync/exports/<export_id>/file")
@admit("viewer")
def file(connection: str, export_id: str) -> AnyResponse:
    frame_of(connection)
    found = look(connection, export_id)
    return excel_file(found) if found.state == "done" else _page_of(connection, export_id)


def _page_of(connection: str, export_id: str) -> AnyResponse:
    return redirect(url_for("export.page", connection=connection, export_id=export_id), 303)
