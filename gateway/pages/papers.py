"""Autotask's own printed forms of an invoice: the page in its frame, and the PDF to save."""

import logging

from flask import Blueprint, make_response, render_template
from werkzeug.wrappers import Response

from core.domain.errors import UnavailableError
from core.domain.papers import Form
from core.runtime.rpc_client import RemoteCallError
from gateway.messages import frame as messages
from gateway.pages.documents import SHELF
from gateway.pages.frame import Frame
from gateway.pages.shown_record import find
from gateway.papers import paper_of, pdf_file
from gateway.presenters.record import record_view
from gateway.presenters.times import moment
from gateway.problems import CommandRefusedError
from gateway.roles import admit
from gateway.security import shut_in

log = logging.getLogger(__name__)
blueprint = Blueprint("papers", __name__)


@blueprint.get(f"/c/<connection>/sync/{SHELF}/<int:autotask_id>/source")
@admit("viewer")
def source(connection: str, shelf: str, autotask_id: int) -> Response:
    """Autotask's HTML is foreign: cleaned, and shut in by its own policy and a sandboxed frame."""
    frame, found = find(connection, shelf, autotask_id)
    values = _page(frame, connection, autotask_id) if shelf == "invoices" else {}
    view = record_view(found, frame.lens)
    return shut_in(make_response(render_template("record/source.html", r=view, **values)))


def _page(frame: Frame, connection: str, autotask_id: int) -> dict[str, str]:
    try:
        shown = paper_of(connection, autotask_id, Form.HTML)
        html = shown.html
    except (UnavailableError, CommandRefusedError) as error:
        return {"trouble": str(error)}
    except RemoteCallError:
        log.exception("An actor failed")
        return {"trouble": messages.REMOTE_TROUBLE}
    if not shown.trouble:
        return {"html": html}
    fetched = moment(shown.fetched_at, frame.lens.now, frame.lens.zone)
    return {"html": html, "trouble": shown.trouble, "fetched": fetched.clock}


@blueprint.get("/c/<connection>/sync/invoices/<int:autotask_id>/autotask.pdf")
@admit("viewer")
def pdf(connection: str, autotask_id: int) -> Response:
    find(connection, "invoices", autotask_id)
    return pdf_file(paper_of(connection, autotask_id, Form.PDF), autotask_id)
