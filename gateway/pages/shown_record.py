"""One record put together for its panel and its page, whoever shows it and why."""

from dataclasses import replace
from typing import Any

from flask import abort, make_response, request
from werkzeug.wrappers import Response

from core.store.views import documents, papers, sent
from core.store.views import record as records
from core.store.views import trace as traces
from core.store.views.autotask import Sharer
from core.store.views.documents import Counted
from core.store.views.documents.alike import Alike, alike
from core.store.views.routed import routed_to
from gateway.chosen import MOST_TICKED
from gateway.filters import document_filter, order_of
from gateway.gate import wants_json
from gateway.pages.fixing import fixing_of
from gateway.pages.frame import SHELVES, Frame, frame_of, is_fragment, query_string, render
from gateway.presenters.papers import AttachmentView, attachment_view
from gateway.presenters.record import record_view
from gateway.presenters.record.actions import ROUTED_ELSEWHERE
from gateway.presenters.record.alike import read_named
from gateway.presenters.record.sent import SentView, sent_view
from gateway.presenters.traces import trace_views
from gateway.problems import CommandRefusedError

# A panel stays quick to open and to read; a link shows all of them.
_LINES = 40
_ALL = 100_000


def find(connection: str, shelf: str, autotask_id: int) -> tuple[Frame, records.Record]:
    """404 with a sentence for what is not there."""
    frame = frame_of(connection, SHELVES[shelf])
    found = records.record(SHELVES[shelf], connection, autotask_id)
    return frame, found or abort(404, f"There is no record {autotask_id} in this connection.")


def show(frame: Frame, shelf: str, found: records.Record, **more: Any) -> str:
    """The panel for a script that asks for a fragment, else the whole page."""
    return render(
        "record/panel.html" if is_fragment() else "record/page.html",
        frame,
        **{**_values(frame, shelf, found), **more},
    )


# Refusals below which the record is shown as it is now: it changed, or what was chosen is no good.
_BESIDE_THE_RECORD = frozenset({"conflict", "invalid"})


def conflicted(
    connection: str, shelf: str, autotask_id: int, refusal: CommandRefusedError, **more: Any
) -> Response:
    """The record as it is, below the sentence of a refusal.

    A program and any other refusal get the plain answer.
    """
    if refusal.code not in _BESIDE_THE_RECORD or wants_json():
        raise refusal
    frame, found = find(connection, shelf, autotask_id)
    page = show(frame, shelf, found, conflict=refusal.message, **more)
    return make_response(page, refusal.http_status)


def _values(frame: Frame, shelf: str, found: records.Record) -> dict[str, Any]:
    kind, autotask_id = SHELVES[shelf], found.row.autotask_id
    trace = traces.trace(kind, frame.lens.connection.id, autotask_id)
    fixing = fixing_of(found, frame.lens)
    return {
        "tab": shelf,
        "shelf": shelf,
        "r": record_view(found, frame.lens),
        "same_cause": _same_cause(frame, found),
        "elsewhere": _elsewhere(frame, found),
        "trace": trace_views(trace, frame.lens),
        "attachment": _attachment(frame, shelf, autotask_id),
        "fixes": fixing.cards,
        "based_on": fixing.based_on,
        "fixed": _fixed(frame, found),
        "sent": _sent(frame, shelf, autotask_id),
        "line_limit": _ALL if request.args.get("lines") == "all" else _LINES,
        **_neighbors(frame, shelf, autotask_id),
    }


def _neighbors(frame: Frame, shelf: str, autotask_id: int) -> dict[str, str]:
    """Addresses of the records beside it, by the filter and order in this one's own address."""
    wanted, order = document_filter(request.args), order_of(request.args)
    connection = frame.lens.connection.id
    before, behind = documents.neighbors(
        SHELVES[shelf], connection, replace(wanted, is_deep=False), order, autotask_id
    )
    base, query = f"/c/{connection}/sync/{shelf}", query_string(fixed=None, named=None, lines=None)
    return {
        "previous_url": "" if before is None else f"{base}/{before}{query}",
        "next_url": "" if behind is None else f"{base}/{behind}{query}",
        "list_url": base + query,
    }


def _same_cause(frame: Frame, found: records.Record) -> Counted:
    """How many invoices stand at the cause of this one."""
    code = found.row.fault.code if found.row.fault else ""
    groups = (group for group in frame.causes if group.code == code)
    return next((Counted(group.count, group.is_more) for group in groups), Counted(0))


def _fixed(frame: Frame, found: records.Record) -> Alike | None:
    """The others that the row concerns that was mended here a moment ago, as the address says."""
    code, named = request.args.get("fixed") or "", read_named(request.args.getlist("named"))
    is_still_there = found.row.fault is not None and found.row.fault.code == code
    if not code or is_still_there:
        return None
    return alike(frame.lens.connection.id, code, named, MOST_TICKED)


def _elsewhere(frame: Frame, found: records.Record) -> Sharer | None:
    """The connection in which an invoice goes on that is closed here."""
    skip = found.row.skip
    if skip is None or skip.code != ROUTED_ELSEWHERE:
        return None
    return routed_to(frame.lens.connection, found.row.autotask_id)


def _sent(frame: Frame, shelf: str, autotask_id: int) -> SentView | None:
    if shelf != "invoices":
        return None
    return sent_view(sent.sent(frame.lens.connection.id, autotask_id), frame.lens)


def _attachment(frame: Frame, shelf: str, autotask_id: int) -> AttachmentView | None:
    if shelf != "invoices":
        return None
    row = papers.attachment(frame.lens.connection.id, autotask_id)
    return attachment_view(row, autotask_id, frame.lens)
