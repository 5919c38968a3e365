"""Sync Logs: search by Autotask id, day, level and text; lines lead to their record and their run."""

from flask import Blueprint, request
from werkzeug.datastructures import MultiDict

from core.store.views import changes
from core.store.views import logs as log_store
from gateway.filters import log_filter
from gateway.pages.frame import frame_of, render
from gateway.presenters.logs import log_line
from gateway.presenters.times import moment_or_none
from gateway.roles import admit

blueprint = Blueprint("logs", __name__)

_LINES = 200


@blueprint.get("/c/<connection>/sync/logs")
@admit("viewer")
def page(connection: str) -> str:
    frame = frame_of(connection)
    through = frame.lens
    wanted = log_filter(_with_levels(request.args), through.zone)
    found = log_store.log_page(connection, wanted, limit=_LINES, cursor=request.args.get("cursor"))
    oldest = log_store.oldest_line_at(connection)
    return render(
        "logs/page.html",
        frame,
        tab="logs",
        lines=[log_line(row, through) for row in found.rows],
        next_cursor=found.next_cursor,
        is_first_page=not request.args.get("cursor"),
        is_filtered=bool(wanted),
        oldest=moment_or_none(oldest, through.now, through.zone),
        log_version=changes.log_version(connection),
    )


def _with_levels(arguments: MultiDict[str, str]) -> MultiDict[str, str]:
    """The select's "warnings and errors" is two levels."""
    changed = MultiDict(arguments)
    if changed.get("level") == "trouble":
        changed.setlist("level", ["warning", "error"])
    return changed
