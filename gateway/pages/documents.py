"""The Invoices and Purchase Orders tabs."""

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from core.domain.status import Status
from core.store.views import documents
from core.store.views.search import DocumentFilter
from gateway.filters import document_filter, order_of
from gateway.messages import list as messages
from gateway.pages.frame import SHELVES, Frame, frame_of, is_fragment, render
from gateway.presenters.document_rows import row_view
from gateway.roles import admit

blueprint = Blueprint("documents", __name__)

SHELF = "<any('invoices','purchase-orders'):shelf>"
_FIRST_ROWS = 500


@blueprint.get("/c/<connection>/sync")
@admit("viewer")
def sync(connection: str) -> Response:
    return redirect(url_for("documents.listing", connection=connection, shelf="invoices"))


@blueprint.get(f"/c/<connection>/sync/{SHELF}")
@admit("viewer")
def listing(connection: str, shelf: str) -> str:
    kind = SHELVES[shelf]
    wanted, order = document_filter(request.args), order_of(request.args)
    frame = frame_of(connection, kind)
    page = documents.page(
        kind, connection, wanted, order=order, limit=_FIRST_ROWS, cursor=request.args.get("cursor")
    )
    values = {
        "tab": shelf,
        "shelf": shelf,
        "wanted": wanted,
        "order": order,
        "rows": [row_view(row, frame.lens) for row in page.rows],
        "next_cursor": page.next_cursor,
        "is_first_page": not request.args.get("cursor"),
        "counts": documents.status_counts(kind, connection, wanted),
        "cause_title": _cause_title(frame, wanted),
        "cause_count": _fault_count(frame, wanted),
        "is_filtered": bool(wanted),
    }
    wants_list = is_fragment() and request.headers.get("HX-Target") == "list"
    return render("list/rows.html" if wants_list else "list/page.html", frame, **values)


def _cause_title(frame: Frame, wanted: DocumentFilter) -> str:
    if wanted.statuses == (Status.SKIPPED,):
        return messages.SKIP_REASONS.get(wanted.cause, wanted.cause)
    if wanted.statuses == (Status.COMPLETE,) and wanted.cause in messages.COMPLETE_REASONS:
        return messages.COMPLETE_REASONS[wanted.cause]
    titles = {group.code: group.title for group in frame.causes}
    return titles.get(wanted.cause, wanted.cause)


def _fault_count(frame: Frame, wanted: DocumentFilter) -> int:
    """How many faults a retry of all with this cause would move; a list of others has none."""
    if wanted.statuses not in ((), (Status.FAULT,)):
        return 0
    return next((group.count for group in frame.causes if group.code == wanted.cause), 0)
