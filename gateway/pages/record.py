"""A record: its panel and page, what Autotask sent of it, its log, and its place on the list."""

from flask import Blueprint, abort, url_for
from werkzeug.wrappers import Response

from core.store.views import logs
from gateway import audited
from gateway.pages.documents import SHELF
from gateway.pages.frame import frame_of, render
from gateway.pages.pressed import answer, reason, version_seen
from gateway.pages.shown_record import conflicted, find, show
from gateway.presenters.logs import log_line
from gateway.presenters.record.raw import raw_text
from gateway.presenters.times import moment
from gateway.problems import CommandRefusedError
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
        lines=[log_line(row, moment(row.at, frame.lens.now, frame.lens.zone)) for row in page.rows],
        has_more=page.next_cursor is not None,
    )


@blueprint.post(
    "/c/<connection>/sync/invoices/<int:autotask_id>/<any('remove','bring-back'):command>"
)
@admit("admin")
def put_away(connection: str, autotask_id: int, command: str) -> Response:
    """Off the list, or back on it; nothing else changes."""
    frame_of(connection)
    press = audited.remove if command == "remove" else audited.bring_back
    try:
        done = press(connection, autotask_id, reason(), version_seen())
    except CommandRefusedError as refusal:
        return conflicted(connection, "invoices", autotask_id, refusal)
    page = url_for(
        "record.record", connection=connection, shelf="invoices", autotask_id=autotask_id
    )
    return answer(done.message, page)
