"""What a poll brings to a list of documents: changed rows, counts, how many are newer."""

from datetime import datetime, timedelta

from flask import request

from core.store.views import documents
from core.store.views.rows import DocumentRow
from core.store.views.search import DocumentFilter
from gateway.filters import document_filter, is_id, kept_query
from gateway.messages.frame import plural
from gateway.pages.frame import Frame, context
from gateway.pages.log_parts import button_of
from gateway.pages.parts import Part, instant_of, part
from gateway.pages.row_drawing import drawn
from gateway.shelves import SHELVES

_MAX_IDS = 100
_OVERLAP = timedelta(seconds=30)
"""A change carries the instant at which its run began, which may be before our last look."""


def of_invoices(frame: Frame, since: datetime) -> list[Part]:
    return _parts("invoices", frame, since)


def of_purchase_orders(frame: Frame, since: datetime) -> list[Part]:
    button = part("sync-orders", "list/sync_now.html", sync=button_of(frame))
    return [*_parts("purchase-orders", frame, since), button]


def _parts(shelf: str, frame: Frame, since: datetime) -> list[Part]:
    kind, connection = SHELVES[shelf], frame.lens.connection.id
    wanted = document_filter(request.args)
    rows = documents.rows_by_id(kind, connection, _ids())
    changed = documents.changed_since(kind, connection, since - _OVERLAP)
    by_id = {row.autotask_id: row for row in (*rows, *changed)}
    fragment = part(
        "list",
        "list/parts.html",
        **context(frame),
        shelf=shelf,
        drawn=drawn(by_id.values(), frame.lens, shelf, kept_query(request.args)),
        counts=documents.counts(kind, connection, wanted),
        newer_text=_newer_text(shelf, connection, wanted, since),
        is_behind=_is_behind(changed, since),
    )
    return [fragment]


def _is_behind(changed: list[DocumentRow], since: datetime) -> bool:
    """Tell whether more has changed since the page looked last than one look brings.

    The page then asks for all of its rows. `since` is when it was drawn.
    """
    looked_at = instant_of(request.headers.get("X-Looked") or "") or since
    is_full = len(changed) >= documents.MOST_CHANGES
    return is_full and changed[-1].updated_at > looked_at - _OVERLAP


def _newer_text(shelf: str, connection: str, wanted: DocumentFilter, since: datetime) -> str:
    newer = documents.newer_count(SHELVES[shelf], connection, wanted, since)
    noun = "newer invoice" if shelf == "invoices" else "newer purchase order"
    return plural(newer, noun) if newer else ""


def _ids() -> list[int]:
    words = (request.args.get("ids") or "").split(",")
    return [int(word) for word in words[:_MAX_IDS] if is_id(word)]
