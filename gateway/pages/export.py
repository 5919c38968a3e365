"""CSV and Excel of a list: the same filters, all matches, any length."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from core.store.views import documents
from gateway import exports
from gateway.filters import document_filter, order_of
from gateway.pages.documents import SHELF
from gateway.pages.frame import SHELVES, frame_of
from gateway.roles import admit

blueprint = Blueprint("export", __name__)


@blueprint.get(f"/c/<connection>/sync/{SHELF}/export.<any('csv','xlsx'):form>")
@admit("viewer")
def export(connection: str, shelf: str, form: str) -> Response:
    kind = SHELVES[shelf]
    wanted = document_filter(request.args)
    frame = frame_of(connection, kind)
    rows = documents.each(kind, connection, wanted, order_of(request.args))
    return exports.attachment(
        form, rows, frame.lens, exports.file_name(shelf, wanted, frame.lens, form)
    )
