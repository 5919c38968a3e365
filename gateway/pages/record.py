"""A record: its panel and page, what Autotask sent of it, and the last lines of its log."""

from flask import Blueprint, abort
from werkzeug.wrappers import Response

from core.store.views import logs
from gateway.pages.documents import SHELF
from gateway.pages.frame import render
from gateway.pages.shown_record import find, show
from gateway.presenters.logs import log_line
from gateway.presenters.record.raw import raw_text
from gateway.roles import admit

blueprint = Blueprint("record", __name__)

_RECORD = f"/c/<connection>/sync/{SHELF}/<int:autotask_id>"
_LOG_LINES = 20


@blueprint.get(_RECORD)
@admit("viewer")
def record(connection: str, shelf: str, autotask_id: int) -> str:
    frame, found = find(connection, shelf, autotask_id)
    return show(frame, shelf, found)


@blueprint.get(f"{_RECORD}/raw")
@admit("viewer")
def raw(connection: str, shelf: str, autotask_id: int) -> Response:
    """All of what Autotask sent, as JSON."""
    _, found = find(connection, shelf, autotask_id)
    if not found.raw:
        abort(404, f"Nothing that Autotask sent is kept of {autotask_id}.")
    return Response(raw_text(found.raw), content_type="application/json")


@blueprint.get(f"{_RECORD}/log")
@admit("viewer")
def log(connection: str, shelf: str, autotask_id: int) -> str:
    """The last lines about it, for the panel; Sync Logs has all of them."""
    frame, _ = find(connection, shelf, autotask_id)
    wanted = logs.LogFilter(autotask_id=autotask_id)
    page = logs.log_page(connection, wanted, limit=_LOG_LINES)
    return render(
        "record/log.html",
        frame,
        shelf=shelf,
        record_id=autotask_id,
        lines=[log_line(row, frame.lens) for row in page.rows],
        has_more=page.next_cursor is not None,
    )
