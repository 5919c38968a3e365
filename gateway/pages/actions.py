"""The buttons: each is one command to an actor, noted in the audit trail with who pressed it.

A plain form is answered with a redirect and a message on the next page; a script that accepts JSON
gets the message itself.
"""

from flask import Blueprint, Response, abort, flash, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from core.store.views import documents
from core.store.views.search import DocumentFilter
from gateway import audited
from gateway.answers import Done
from gateway.filters import choice, is_id, refuse
from gateway.gate import wants_json
from gateway.pages.documents import SHELF
from gateway.pages.frame import SHELVES, frame_of, render
from gateway.presenters.causes import cause_card
from gateway.problems import CommandRefusedError
from gateway.roles import admit
from gateway.sign_in import local_path

blueprint = Blueprint("actions", __name__)

MAX_AT_ONCE = 100


@blueprint.post(
    f"/c/<connection>/sync/{SHELF}/<int:autotask_id>"
    "/<any('resync','skip','unskip','trace','release'):command>"
)
@admit("operator")
def change(connection: str, shelf: str, autotask_id: int, command: str) -> AnyResponse:
    frame_of(connection)
    done = audited.change_document(SHELVES[shelf], command, connection, autotask_id, _reason())
    page = url_for("record.record", connection=connection, shelf=shelf, autotask_id=autotask_id)
    return _answer(done, page)


@blueprint.post(f"/c/<connection>/sync/{SHELF}/bulk")
@admit("operator")
def bulk(connection: str, shelf: str) -> AnyResponse:
    """The ticked rows. Each gets its own command; those refused are counted, not hidden."""
    frame_of(connection)
    command = choice(request.form, "command", ("resync", "skip", "unskip"))
    ids = [int(given) for given in request.form.getlist("sel") if is_id(given)]
    if not 0 < len(ids) <= MAX_AT_ONCE:
        raise refuse("sel", str(len(ids)), f"1 to {MAX_AT_ONCE} records")
    refusals = [
        problem for autotask_id in ids if (problem := _try(connection, shelf, autotask_id, command))
    ]
    text = f"{len(ids) - len(refusals)} of {len(ids)} taken up."
    if refusals:
        text += f" Refused, for example: {refusals[0]}"
    page = url_for("documents.listing", connection=connection, shelf=shelf)
    return _answer(Done(text), page)


@blueprint.get("/c/<connection>/sync/invoices/resync-cause")
@admit("operator")
def ask_resync_cause(connection: str) -> str:
    """Say in numbers what would be sent again, and let a person decide."""
    frame = frame_of(connection)
    cause = request.args.get("cause") or ""
    group = next((each for each in frame.causes if each.code == cause), None)
    if group is None:
        abort(404, "No invoice stands at a fault with this cause now.")
    sums = documents.sums("invoices", connection, DocumentFilter(cause=cause))
    return render(
        "list/resync_cause.html", frame, tab="invoices", group=group, card=cause_card(group, sums)
    )


@blueprint.post("/c/<connection>/sync/invoices/resync-cause")
@admit("operator")
def resync_cause(connection: str) -> AnyResponse:
    frame_of(connection)
    cause = request.form.get("cause") or ""
    if not cause:
        raise refuse("cause", "", "the code of a fault")
    done = audited.resync_cause(connection, cause, _reason())
    page = url_for("documents.listing", connection=connection, shelf="invoices")
    return _answer(Done(done.message), page)


@blueprint.post("/c/<connection>/state")
@admit("admin")
def state(connection: str) -> AnyResponse:
    """The wanted state, so that pressing twice is not a way back."""
    frame_of(connection)
    wanted = choice(request.form, "state", ("", "active", "paused"))
    if not wanted:
        raise refuse("state", "", "active or paused")
    done = audited.set_state(connection, wanted)
    return _answer(done, url_for("dashboard.dashboard", connection=connection))


@blueprint.post("/c/<connection>/sync-now")
@admit("operator")
def sync_now(connection: str) -> AnyResponse:
    frame_of(connection)
    shelf = choice(request.form, "shelf", tuple(SHELVES))
    done = audited.sync_now(SHELVES[shelf], connection)
    return _answer(done, url_for("logs.page", connection=connection))


def _try(connection: str, shelf: str, autotask_id: int, command: str) -> str:
    """The reason of a refusal; an actor that does not answer ends the whole press."""
    try:
        audited.change_document(SHELVES[shelf], command, connection, autotask_id, _reason())
    except CommandRefusedError as refusal:
        return f"{autotask_id}: {refusal.message}"
    return ""


def _reason() -> str:
    return request.form.get("reason") or ""


def _answer(done: Done, page: str) -> AnyResponse:
    if wants_json():
        answer: Response = jsonify(message=done.message, status=done.status)
        return answer
    flash(done.message)
    return redirect(local_path(request.form.get("next")) if request.form.get("next") else page, 303)
