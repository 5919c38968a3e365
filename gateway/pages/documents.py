"""The Invoices and Purchase Orders tabs, and a record's panel and page."""

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from core.domain.status import Status
from core.store.views import documents, papers
from core.store.views import record as records
from core.store.views import trace as traces
from core.store.views.autotask import Sharer
from core.store.views.routed import routed_to
from core.store.views.search import DocumentFilter
from gateway.filters import document_filter, order_of
from gateway.messages import list as messages
from gateway.pages.frame import SHELVES, Frame, frame_of, is_fragment, render
from gateway.presenters.document_rows import row_view
from gateway.presenters.papers import AttachmentView, attachment_view
from gateway.presenters.record import record_view
from gateway.presenters.record.actions import ROUTED_ELSEWHERE
from gateway.presenters.record.raw import raw_text
from gateway.presenters.traces import trace_views
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


@blueprint.get(f"/c/<connection>/sync/{SHELF}/<int:autotask_id>")
@admit("viewer")
def record(connection: str, shelf: str, autotask_id: int) -> str:
    frame, found = _find(connection, shelf, autotask_id)
    values = {
        "tab": shelf,
        "shelf": shelf,
        "r": record_view(found, frame.lens),
        "same_cause": _same_cause(frame, found),
        "elsewhere": _elsewhere(frame, found),
        "trace": trace_views(traces.trace(SHELVES[shelf], connection, autotask_id), frame.lens),
        "attachment": _attachment(frame, shelf, autotask_id),
    }
    return render("record/panel.html" if is_fragment() else "record/page.html", frame, **values)


@blueprint.get(f"/c/<connection>/sync/{SHELF}/<int:autotask_id>/raw")
@admit("viewer")
def raw(connection: str, shelf: str, autotask_id: int) -> Response:
    """All of what Autotask sent, as JSON."""
    _, found = _find(connection, shelf, autotask_id)
    if not found.raw:
        abort(404, f"Nothing that Autotask sent is kept of {autotask_id}.")
    return Response(raw_text(found.raw), content_type="application/json")


def _attachment(frame: Frame, shelf: str, autotask_id: int) -> AttachmentView | None:
    if shelf != "invoices":
        return None
    row = papers.attachment(frame.lens.connection.id, autotask_id)
    return attachment_view(row, autotask_id, frame.lens)


def _find(connection: str, shelf: str, autotask_id: int) -> tuple[Frame, records.Record]:
    frame = frame_of(connection, SHELVES[shelf])
    found = records.record(SHELVES[shelf], connection, autotask_id)
    return frame, found or abort(404, f"There is no record {autotask_id} in this connection.")


def _same_cause(frame: Frame, found: records.Record) -> int:
    """How many invoices stand at the cause of this one."""
    code = found.row.fault.code if found.row.fault else ""
    return next((group.count for group in frame.causes if group.code == code), 0)


def _elsewhere(frame: Frame, found: records.Record) -> Sharer | None:
    """The connection in which an invoice goes on that is closed here."""
    skip = found.row.skip
    if skip is None or skip.code != ROUTED_ELSEWHERE:
        return None
    return routed_to(frame.lens.connection, found.row.autotask_id)


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
