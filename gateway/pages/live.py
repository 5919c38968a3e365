"""What changed since a page was drawn, as fragments that replace what has the same id.

A page asks every few seconds; as long as nothing changed the answer is a bare 304. Each room draws
its own parts of a tab.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from flask import Blueprint, Response, abort, current_app, request

from core.runtime.clock import utc_now
from core.store.views import changes
from core.store.views.connection_rows import ConnectionRow
from core.store.views.record_steps import steps_of
from gateway.filters import is_id
from gateway.messages import frame as messages
from gateway.pages import document_parts, log_parts
from gateway.pages.frame import Frame, frame_of, render
from gateway.pages.parts import Part, instant_of
from gateway.presenters.banners import is_late
from gateway.roles import admit, polled
from gateway.shelves import SHELVES

blueprint = Blueprint("live", __name__)

PARTS: Mapping[str, Callable[[Frame, datetime], list[Part]]] = {
    "invoices": document_parts.of_invoices,
    "purchase-orders": document_parts.of_purchase_orders,
    "logs": log_parts.of_logs,
}
"""What a tab shows besides its frame."""

VERSIONS: Mapping[str, Callable[[ConnectionRow], str]] = {
    "logs": lambda row: changes.log_version(row.id),
    "autotask": changes.autotask_version,
}
"""What may change on a tab without any change of a document."""


@blueprint.get("/c/<connection>/sync/live")
@admit("viewer")
@polled("always")
def live(connection: str) -> Response:
    looked = changes.look(connection)
    if looked is None:
        abort(404, messages.NO_SUCH_CONNECTION)
    row, version = looked
    tab = request.args.get("tab") or ""
    # Our own trouble changes no document, but a banner.
    hears = current_app.extensions["commands"].is_reachable()
    version += f"{hears:d}{is_late(row, utc_now()):d}"
    if tab in VERSIONS:
        version += VERSIONS[tab](row)
    steps = _steps(connection, tab)
    version += f"-{steps}"
    if _is_known(version):
        return _with_version(Response(status=304), version)
    return _with_version(current_app.make_response(_fragments(connection, tab, steps)), version)


def _fragments(connection: str, tab: str, steps: int | None) -> str:
    frame = frame_of(connection, SHELVES.get(tab, "invoices"))
    parts = PARTS[tab](frame, _since(frame.lens.now)) if tab in PARTS else []
    return render("partials/live.html", frame, tab=tab, parts=parts, steps=steps)


def _steps(connection: str, tab: str) -> int | None:
    """How long the history of the record in the drawer is."""
    opened = request.args.get("open") or ""
    return (
        steps_of(SHELVES.get(tab, "invoices"), connection, int(opened)) if is_id(opened) else None
    )


def _is_known(version: str) -> bool:
    """Tell whether the page has this version; packing an answer puts ":br" behind its tag."""
    told = request.if_none_match.as_set(include_weak=True)
    return any(tag.partition(":")[0] == version for tag in told)


def _since(now: datetime) -> datetime:
    return instant_of(request.args.get("since") or "") or now


def _with_version(response: Response, version: str) -> Response:
    response.set_etag(version)
    return response
