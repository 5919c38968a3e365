"""The Invoices and Purchase Orders tabs."""

from collections import Counter
from dataclasses import replace
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
from gateway.pages.log_parts import button_of
from gateway.pages.row_drawing import drawn
from gateway.pages.viewing import viewing
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
    if is_fragment():
        return _fragment(connection, shelf, request.headers.get("HX-Target") or "")
    frame = frame_of(
        connection,
        SHELVES[shelf],
        views=view_keeping.question(connection, shelf),
        files=exports.question(connection, principal().name),
    )
    default = view_keeping.default_query(frame.beside["views"])
    if default and not request.args:
        return redirect(f"{request.path}?{default}", 303)
    wanted = document_filter(request.args)
    page = _page(connection, shelf, wanted, _rows_asked(""))
    counts = _counts(frame, shelf, wanted, page)
    values = _values(frame, shelf, wanted, page, counts)
    more = _views(frame, shelf)
    return render("list/page.html", frame, **values, **more, has_default=bool(default))


def _fragment(connection: str, shelf: str, target: str) -> str:
    """The list alone, or the rows that follow the first ones, which count nothing."""
    wanted = document_filter(request.args)
    frame = frame_of(connection, SHELVES[shelf])
    is_rest = target == "rest"
    page = _page(connection, shelf, wanted, _rows_asked(target))
    none = dict.fromkeys(Status, Counted(0))
    counts = none if is_rest else _counts(frame, shelf, wanted, page)
    values = _values(frame, shelf, wanted, page, counts)
    # Only a list without rows leads to everything.
    views = () if page.rows else view_keeping.seen(connection, shelf)
    template = "list/rest.html" if is_rest else "list/rows.html"
    default = view_keeping.default_query(views)
    return render(template, frame, **values, has_default=bool(default))


def _rows_asked(target: str) -> int:
    """A list that is drawn again keeps the length that its reader has before him."""
    whole = viewing().page_size
    if target == "rest":
        return whole - FIRST_ROWS
    asked = request.headers.get("X-Rows") if target == "list" else request.args.get("rows")
    is_long = (asked or "").isdecimal() and int(asked or 0) > FIRST_ROWS
    return whole if is_long else min(FIRST_ROWS, whole)


def _page(connection: str, shelf: str, wanted: DocumentFilter, limit: int) -> Page:
    return documents.page(
        SHELVES[shelf],
        connection,
        wanted,
        order=order_of(request.args),
        limit=limit,
        cursor=request.args.get("cursor"),
    )


def _values(
    frame: Frame,
    shelf: str,
    wanted: DocumentFilter,
    page: Page,
    counts: dict[Status, Counted],
) -> dict[str, Any]:
    whole, query = viewing().page_size, kept_query(request.args)
    is_first_page = not request.args.get("cursor") or "X-First-Page" in request.headers
    return {
        "tab": shelf,
        "shelf": shelf,
        "wanted": wanted,
        "order": order_of(request.args),
        "query": query,
        "rows": page.rows,
        "drawn": drawn(page.rows, frame.lens, shelf, query),
        "next_cursor": page.next_cursor,
        "is_first_page": is_first_page,
        "rest": whole if page.next_cursor and len(page.rows) == FIRST_ROWS < whole else 0,
        "page_size": whole,
        "counts": counts,
        "l": heading(page, wanted, counts, frame.causes, frame.lens, is_first=is_first_page),
        "is_filtered": bool(wanted),
        "is_all_well": wanted == DocumentFilter(statuses=(Status.FAULT,)),
        **_instead_of_rows(frame, shelf, page),
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


def _counts(frame: Frame, shelf: str, wanted: DocumentFilter, page: Page) -> dict[Status, Counted]:
    """Asked of the database only where neither the frame nor the page itself knows them."""
    # They do not follow the filter of statuses, of which a cause is a part.
    others = replace(wanted, statuses=(), cause="", is_deep=False)
    if shelf == "invoices" and not others:
        return frame.counts
    is_all = page.next_cursor is None and not request.args.get("cursor")
    if is_all and not (wanted.statuses or wanted.cause or wanted.is_deep):
        return _counted(page)
    return documents.counts(SHELVES[shelf], frame.lens.connection.id, wanted)


def _counted(page: Page) -> dict[Status, Counted]:
    """Of a page on which everything stands that matches."""
    found = Counter(row.status for row in page.rows)
    return {status: Counted(found[status]) for status in Status}


def _views(frame: Frame, shelf: str) -> dict[str, Any]:
    connection, query = frame.lens.connection.id, kept_query(request.args)
    is_invoices = shelf == "invoices"
    of_all = (
        frame.counts
        if is_invoices
        else documents.counts(SHELVES[shelf], connection, DocumentFilter())
    )
    files = (each for each in frame.beside["files"] if each.shelf == shelf)
    newest = next((each for each in files if each.is_wanted), None)
    return {
        "sync": button_of(frame),
        "file": export_card(newest, frame.lens) if newest else None,
        "built_in": built_in(request.path, query, of_all, frame.lens),
        "views": saved(request.path, query, frame.beside["views"], principal().name),
    }
