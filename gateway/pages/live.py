"""What changed since a page was drawn, as fragments that replace what has the same id.

A page asks every few seconds; as long as nothing changed the answer is a bare 304.
"""

from datetime import datetime, timedelta

from flask import Blueprint, Response, abort, current_app, request

from core.runtime.clock import utc_now
from core.store.views import changes, connections, documents
from core.store.views.search import DocumentFilter
from gateway.filters import choice, document_filter, is_id
from gateway.messages import frame as messages
from gateway.messages.frame import plural
from gateway.pages.frame import SHELVES, frame_of, render
from gateway.presenters.banners import is_late
from gateway.presenters.document_rows import row_view
from gateway.roles import admit, polled

blueprint = Blueprint("live", __name__)

_TABS = ("", *SHELVES, "logs", "analytics", "dashboard", "preflight", "autotask")
_MAX_IDS = 60
_OVERLAP = timedelta(seconds=30)
"""A change carries the instant at which its run began, which may be before our last look."""


@blueprint.get("/c/<connection>/sync/live")
@admit("viewer")
@polled("always")
def live(connection: str) -> Response:
    row = connections.connection(connection) or abort(404, messages.NO_SUCH_CONNECTION)
    tab = choice(request.args, "tab", _TABS)
    # Our own trouble changes no document, but a banner.
    hears = current_app.extensions["commands"].is_reachable()
    version = f"{changes.version(row)}{hears:d}{is_late(row, utc_now()):d}"
    if tab == "logs":
        version += changes.log_version(connection)
    if tab == "autotask":
        version += changes.autotask_version(row)
    if request.if_none_match.contains(version):
        return _with_version(Response(status=304), version)
    return _with_version(current_app.make_response(_fragments(connection, tab)), version)


def _fragments(connection: str, tab: str) -> str:
    kind = SHELVES.get(tab, "invoices")
    frame = frame_of(connection, kind)
    wanted = document_filter(request.args) if tab in SHELVES else DocumentFilter()
    since = _since(frame.lens.now)
    rows = documents.rows_by_id(kind, connection, _ids()) if tab in SHELVES else []
    rows += documents.changed_since(kind, connection, since - _OVERLAP) if tab in SHELVES else []
    by_id = {row.autotask_id: row for row in rows}
    is_behind = tab == "logs" and request.args.get("log") != changes.log_version(connection)
    newer = documents.newer_count(kind, connection, wanted, since) if tab in SHELVES else 0
    return render(
        "partials/live.html",
        frame,
        tab=tab,
        shelf=tab if tab in SHELVES else "invoices",
        rows=[row_view(row, frame.lens) for row in by_id.values()],
        counts=documents.status_counts(kind, connection, wanted) if tab in SHELVES else {},
        newer=newer or is_behind,
        newer_text=_newer_text(tab, newer),
    )


def _newer_text(tab: str, newer: int) -> str:
    if tab == "logs":
        return "There are newer lines"
    return plural(newer, "newer invoice" if tab == "invoices" else "newer purchase order")


def _since(now: datetime) -> datetime:
    given = (request.args.get("since") or "").replace(" ", "+")
    try:
        at = datetime.fromisoformat(given)
    except ValueError:
        return now
    return at if at.tzinfo else now


def _ids() -> list[int]:
    words = (request.args.get("ids") or "").split(",")
    return [int(word) for word in words[:_MAX_IDS] if is_id(word)]


def _with_version(response: Response, version: str) -> Response:
    response.set_etag(version)
    return response
