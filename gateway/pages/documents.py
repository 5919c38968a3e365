"""The Invoices and Purchase Orders tabs."""

from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from core.domain.status import Status
from core.store.views import documents, exports
from core.store.views.documents import Counted, Page
from core.store.views.list_ends import last_fault_at, orders_fetched_at
from core.store.views.search import DocumentFilter
from gateway import view_keeping
from gateway.filters import document_filter, kept_query, order_of
from gateway.gate import principal
from gateway.pages.frame import Frame, frame_of, is_fragment, render
from gateway.pages.viewing import viewing
from gateway.presenters.document_rows import row_view
from gateway.presenters.exports import export_card
from gateway.presenters.listing import listing as heading
from gateway.presenters.times import Moment, moment_or_none
from gateway.presenters.views import built_in, saved
from gateway.roles import admit
from gateway.shelves import SHELF as SHELF
from gateway.shelves import SHELVES

blueprint = Blueprint("documents", __name__)

FIRST_ROWS = 100
"""So many are there at once; a script appends the rest of a page while nothing else is to do."""


@blueprint.get("/c/<connection>/sync")
@admit("viewer")
def sync(connection: str) -> Response:
    return redirect(url_for("documents.listing", connection=connection, shelf="invoices"))


@blueprint.get(f"/c/<connection>/sync/{SHELF}")
@admit("viewer")
def listing(connection: str, shelf: str) -> str | Response:
    if not is_fragment() and (query := view_keeping.default_query(connection, shelf, request.args)):
        return redirect(f"{request.path}?{query}", 303)
    wanted = document_filter(request.args)
    frame = frame_of(connection, SHELVES[shelf])
    target = request.headers.get("HX-Target") if is_fragment() else ""
    page = _page(connection, shelf, wanted, _rows_asked(target))
    values = _values(frame, shelf, wanted, page)
    if target == "rest":
        return render("list/rest.html", frame, **values)
    if target == "list":
        return render("list/rows.html", frame, **values)
    return render("list/page.html", frame, **values, **_views(frame, shelf, wanted, values))


def _rows_asked(target: str | None) -> int:
    """A list that is drawn again keeps the length that its reader has before him."""
    whole = viewing().page_size
    if target == "rest":
        return whole - FIRST_ROWS
    asked = request.headers.get("X-Rows") if target == "list" else request.args.get("rows")
    return whole if asked == str(whole) else min(FIRST_ROWS, whole)


def _page(connection: str, shelf: str, wanted: DocumentFilter, limit: int) -> Page:
    return documents.page(
        SHELVES[shelf],
        connection,
        wanted,
        order=order_of(request.args),
        limit=limit,
        cursor=request.args.get("cursor"),
    )


def _values(frame: Frame, shelf: str, wanted: DocumentFilter, page: Page) -> dict[str, Any]:
    counts = _counts(frame, shelf, wanted)
    whole = viewing().page_size
    is_first_page = not request.args.get("cursor") or "X-First-Page" in request.headers
    return {
        "tab": shelf,
        "shelf": shelf,
        "wanted": wanted,
        "order": order_of(request.args),
        "query": kept_query(request.args),
        "rows": [row_view(row, frame.lens) for row in page.rows],
        "next_cursor": page.next_cursor,
        "is_first_page": is_first_page,
        "rest": whole if page.next_cursor and len(page.rows) == FIRST_ROWS < whole else 0,
        "page_size": whole,
        "counts": counts,
        "l": heading(page, wanted, counts, frame.causes, frame.lens, is_first=is_first_page),
        "is_filtered": bool(wanted),
        "is_all_well": wanted == DocumentFilter(statuses=(Status.FAULT,)),
        **_instead_of_rows(frame, shelf, page),
        "has_default": view_keeping.has_default(frame.lens.connection.id, shelf),
    }


def _instead_of_rows(frame: Frame, shelf: str, page: Page) -> dict[str, Moment | None]:
    """What an empty list says; a full one asks nothing."""
    if page.rows:
        return {}
    connection, through = frame.lens.connection.id, frame.lens
    is_invoices = shelf == "invoices"
    at = last_fault_at(connection) if is_invoices else orders_fetched_at(connection)
    name = "last_fault" if is_invoices else "fetched"
    return {name: moment_or_none(at, through.now, through.zone)}


def _counts(frame: Frame, shelf: str, wanted: DocumentFilter) -> dict[Status, Counted]:
    if shelf == "invoices" and not wanted:
        return frame.counts
    return documents.counts(SHELVES[shelf], frame.lens.connection.id, wanted)


def _views(
    frame: Frame, shelf: str, wanted: DocumentFilter, values: dict[str, Any]
) -> dict[str, Any]:
    connection, query = frame.lens.connection.id, values["query"]
    of_all = frame.counts if shelf == "invoices" else _counts(frame, shelf, DocumentFilter())
    views = view_keeping.seen(connection, shelf)
    files = exports.of_person(connection, principal().name)
    newest = next((each for each in files if each.shelf == shelf and each.is_wanted), None)
    return {
        "file": export_card(newest, frame.lens) if newest else None,
        "built_in": built_in(request.path, query, of_all, frame.lens),
        "views": saved(request.path, query, views, principal().name),
    }
