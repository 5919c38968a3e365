"""Whole lists as files: CSV as a stream, Excel at once where it is short and written aside always."""

import threading
import time

from flask import Blueprint, request
from spectree import Response
from werkzeug.wrappers import Response as AnyResponse

from core.store import exports as store
from core.store.views import documents
from core.store.views.exports import ExportView
from gateway import exports
from gateway.api.export_schemas import ExportBody, ExportOut
from gateway.api.lenses import lens_of
from gateway.api.spec import spec
from gateway.exports.asked import begin_excel, excel_file, look
from gateway.filters import document_filter, kept_query, order_of
from gateway.messages import list as messages
from gateway.problems import CommandRefusedError
from gateway.roles import admit
from gateway.shelves import SHELVES

blueprint = Blueprint("exports", __name__)

MOST_WAITED_FOR = 50_000
"""Rows of an Excel file that is answered at once; more take too long for one request."""
_WAIT_SECONDS = 45
_LOOK_SECONDS = 0.3
_places = threading.BoundedSemaphore(2)
"""Of one process: whoever waits for a file holds one of its few threads."""


@admit("viewer")
@spec.validate(resp=Response("HTTP_200"), tags=("Documents",))
def as_csv(connection: str, shelf: str) -> AnyResponse:
    """All matches of the same filters as the list's, as CSV."""
    wanted, order = document_filter(request.args), order_of(request.args)
    through = lens_of(connection, SHELVES[shelf])
    rows = documents.stream(SHELVES[shelf], connection, wanted, order)
    return exports.attachment(rows, through, exports.file_name(shelf, wanted, through, "csv"))


@admit("viewer")
@spec.validate(resp=Response("HTTP_200"), tags=("Documents",))
def as_excel(connection: str, shelf: str) -> AnyResponse:
    """All matches as Excel, up to 50,000 rows; a longer file is started with POST …/exports."""
    through = lens_of(connection, SHELVES[shelf])
    _refuse_long(connection, shelf)
    if not _places.acquire(blocking=False):
        text = messages.EXPORT_TOO_MANY_WAIT.format(path=_path(connection, shelf))
        raise CommandRefusedError("too_many_requests", text)
    try:
        export_id = begin_excel(shelf, through, kept_query(request.args))
        return excel_file(_wait_for(connection, export_id, shelf))
    finally:
        _places.release()


@admit("viewer")
@spec.validate(resp=Response(HTTP_200=ExportOut), tags=("Documents",))
def begin(connection: str, shelf: str, json: ExportBody) -> ExportOut:
    """Start an Excel file; the same one is not started twice while it is being written."""
    through = lens_of(connection, SHELVES[shelf])
    return _told(connection, look(connection, begin_excel(shelf, through, json.query)))


@blueprint.get("/connections/<connection>/exports/<export_id>")
@admit("viewer")
@spec.validate(resp=Response(HTTP_200=ExportOut), tags=("Documents",))
def one(connection: str, export_id: str) -> ExportOut:
    """How far a file is."""
    lens_of(connection)
    return _told(connection, look(connection, export_id))


@blueprint.post("/connections/<connection>/exports/<export_id>/stop")
@admit("viewer")
@spec.validate(resp=Response(HTTP_200=ExportOut), tags=("Documents",))
def stop(connection: str, export_id: str) -> ExportOut:
    """Stop writing a file; 409 when it was over already."""
    lens_of(connection)
    if not store.stop(connection, look(connection, export_id).id):
        raise CommandRefusedError("conflict", messages.EXPORT_OVER)
    return _told(connection, look(connection, export_id))


@blueprint.get("/connections/<connection>/exports/<export_id>/file.xlsx")
@admit("viewer")
@spec.validate(resp=Response("HTTP_200"), tags=("Documents",))
def file(connection: str, export_id: str) -> AnyResponse:
    """The file, once it is done."""
    lens_of(connection)
    found = look(connection, export_id)
    if found.state != "done":
        raise CommandRefusedError("conflict", messages.EXPORT_NOT_READY)
    return excel_file(found)


def _refuse_long(connection: str, shelf: str) -> None:
    wanted = document_filter(request.args)
    counts = documents.counts(SHELVES[shelf], connection, wanted)
    rows = sum(counts[status].n for status in wanted.statuses or counts)
    if rows > MOST_WAITED_FOR:
        raise CommandRefusedError("invalid", _too_long(connection, shelf, f"{rows:,}"))


def _wait_for(connection: str, export_id: str, shelf: str) -> ExportView:
    pause = threading.Event()
    until = time.monotonic() + _WAIT_SECONDS
    while (found := look(connection, export_id)).is_open:
        if time.monotonic() > until:
            raise CommandRefusedError(
                "invalid", _too_long(connection, shelf, f"{found.done:,} so far")
            )
        pause.wait(_LOOK_SECONDS)
    if found.state != "done":
        raise CommandRefusedError("unavailable", found.message or messages.EXPORT_FAILED)
    return found


def _too_long(connection: str, shelf: str, rows: str) -> str:
    return messages.EXPORT_TOO_LONG.format(rows=rows, path=_path(connection, shelf))


def _path(connection: str, shelf: str) -> str:
    return f"/api/v1/connections/{connection}/{shelf}/exports"


def _told(connection: str, found: ExportView) -> ExportOut:
    url = f"/api/v1/connections/{connection}/exports/{found.id}/file.xlsx"
    return ExportOut(
        id=found.id,
        state=found.state,
        name=found.name,
        done=found.done,
        total=found.total,
        size=found.size,
        message=found.message,
        created_at=found.created_at,
        file_url=url if found.state == "done" else None,
    )


def _add(shelf: str) -> None:
    base, which = f"/connections/<connection>/{shelf}", {"shelf": shelf}
    blueprint.add_url_rule(f"{base}.csv", view_func=as_csv, defaults=which)
    blueprint.add_url_rule(f"{base}.xlsx", view_func=as_excel, defaults=which)
    blueprint.add_url_rule(f"{base}/exports", view_func=begin, methods=["POST"], defaults=which)


for _shelf in SHELVES:
    _add(_shelf)
