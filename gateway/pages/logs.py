"""Sync Logs: runs with their lines, searched by Autotask id, day, level and text."""

from flask import Blueprint, abort, request
from werkzeug.datastructures import MultiDict

from core.store.views import changes, log_text, posted, runs
from core.store.views import logs as store
from gateway.filters import log_filter
from gateway.pages.frame import Frame, frame_of, is_fragment, render
from gateway.pages.line_drawing import drawing
from gateway.pages.log_parts import button_of
from gateway.presenters.json_text import written
from gateway.presenters.log_runs import grouped
from gateway.presenters.logs import Touched, touched
from gateway.presenters.times import moment_or_none
from gateway.roles import admit

blueprint = Blueprint("logs", __name__)

_LINES = 200


@blueprint.get("/c/<connection>/sync/logs")
@admit("viewer")
def page(connection: str) -> str:
    frame = frame_of(
        connection,
        oldest=store.oldest_line_at(connection),
        log_version=changes.log_question(connection),
    )
    through, beside = frame.lens, frame.beside
    wanted = log_filter(_with_levels(request.args), through.zone)
    found = find(connection, wanted, limit=_LINES, cursor=request.args.get("cursor"))
    heads = runs.heads(connection, (row.run_id for row in found.rows if row.run_id))
    return render(
        "logs/page.html",
        frame,
        tab="logs",
        line=drawing(through),
        groups=grouped(found.rows, heads, through),
        next_cursor=found.next_cursor,
        searched_back_to=moment_or_none(found.searched_back_to, through.now, through.zone),
        is_first_page=not request.args.get("cursor"),
        is_filtered=bool(wanted),
        touched=None if found.rows else _touched(frame, wanted.autotask_id),
        oldest=moment_or_none(beside["oldest"], through.now, through.zone),
        log_version=beside["log_version"],
        sync=button_of(frame),
    )


@blueprint.get("/c/<connection>/sync/logs/requests/<batch>/<int:autotask_id>")
@admit("viewer")
def posted_request(connection: str, batch: str, autotask_id: int) -> str:
    """One document as it went to Xero, cut out of its frozen request."""
    frame = frame_of(connection)
    found = posted.part_of(connection, batch, autotask_id)
    if found is None:
        abort(404, "That request is not kept any more.")
    template = "logs/request.html" if is_fragment() else "logs/request_page.html"
    at = moment_or_none(found.at, frame.lens.now, frame.lens.zone)
    values = {
        "request_line": found.line,
        "text": written(found.document),
        "autotask_id": autotask_id,
    }
    return render(template, frame, tab="logs", batch=batch, at=at, **values)


def find(
    connection: str, wanted: store.LogFilter, *, limit: int, cursor: str | None
) -> store.LogPage:
    search = log_text.search if wanted.text else store.log_page
    return search(connection, wanted, limit=limit, cursor=cursor)


def _touched(frame: Frame, autotask_id: int | None) -> Touched | None:
    """When something was last said of an id of which the days that are shown say nothing."""
    if autotask_id is None:
        return None
    at = store.last_line_at(frame.lens.connection.id, autotask_id)
    return touched(at, frame.lens) if at else None


def _with_levels(arguments: MultiDict[str, str]) -> MultiDict[str, str]:
    """The select's "warnings and errors" is two levels."""
    changed = MultiDict(arguments)
    if changed.get("level") == "trouble":
        changed.setlist("level", ["warning", "error"])
    return changed
