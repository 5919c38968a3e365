"""Preflight of a queue and preview of a record: what would be sent, before anything is."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from core.domain.status import Status
from core.store.views import preflights as store
from core.store.views import record as records
from gateway import audited, exports
from gateway.filters import document_filter
from gateway.pages.frame import context, frame_of, is_fragment, render
from gateway.preflight_files import preflight_file
from gateway.presenters.preflight import preflight_card
from gateway.presenters.preview import preview_card
from gateway.previews import read_preview
from gateway.roles import admit, polled

blueprint = Blueprint("preflight", __name__)

# Of the fragment in a record's panel; the page of the preview has all decisions.
_LINES = 40
_CHOICES = (Status.PENDING_SYNC, Status.FAULT, Status.DIAGNOSTIC, Status.SKIPPED)


@blueprint.get("/c/<connection>/sync/preflight")
@admit("viewer")
@polled("fragment")
def page(connection: str) -> str:
    """The latest simulation, or the one that is named, and the form for another."""
    frame = frame_of(connection)
    latest = store.latest(connection)
    named = request.args.get("id")
    chosen = next((each for each in latest if each.id == named), None) if named else None
    if named and chosen is None:
        abort(404, "There is no such preflight (any more).")
    shown = chosen or next(iter(latest), None)
    card = preflight_card(shown, frame.lens) if shown else None
    if is_fragment():
        return render_template("record/preflight_card.html", p=card, **context(frame))
    return render(
        "record/preflight.html",
        frame,
        tab="preflight",
        p=card,
        others=[preflight_card(each, frame.lens) for each in latest if each is not shown],
        wanted=document_filter(request.args),
        choices=_CHOICES,
    )


@blueprint.post("/c/<connection>/sync/preflight")
@admit("operator")
def start(connection: str) -> Response:
    frame_of(connection)
    started, message = audited.start_preflight(connection, document_filter(request.form))
    flash(message)
    return redirect(url_for("preflight.page", connection=connection, id=started), 303)


@blueprint.get("/c/<connection>/sync/preflight/<preflight>.csv")
@admit("viewer")
def as_file(connection: str, preflight: str) -> Response:
    frame = frame_of(connection)
    found = store.preflight(connection, preflight) or abort(404)
    return exports.file(preflight_file(found), f"preflight_{frame.lens.connection.id}.csv")


@blueprint.get("/c/<connection>/sync/invoices/<int:autotask_id>/preview")
@admit("viewer")
def preview(connection: str, autotask_id: int) -> str:
    """The exact payload of one invoice, with every decision."""
    frame = frame_of(connection)
    found = records.record("invoices", connection, autotask_id)
    if found is None:
        abort(404, f"There is no record {autotask_id} in this connection.")
    told = read_preview(audited.commands().preview(connection, autotask_id))
    card = preview_card(told, found, frame.lens)
    if is_fragment():
        return render(
            "record/would_be_sent.html", frame, p=card, shelf="invoices", line_limit=_LINES
        )
    return render("record/preview.html", frame, tab="invoices", p=card)
