"""The buttons: each is one command to an actor, noted in the audit trail with who pressed it.

A plain form is answered with a redirect and a message on the next page; a script that accepts JSON
gets the message itself.
"""

from flask import Blueprint, Response, flash, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from gateway import audited
from gateway.answers import Done
from gateway.filters import choice
from gateway.gate import wants_json
from gateway.pages.frame import frame_of
from gateway.pages.pressed import version_seen
from gateway.pages.shown_record import conflicted
from gateway.problems import CommandRefusedError
from gateway.roles import admit
from gateway.shelves import SHELF, SHELVES
from gateway.sign_in import local_path

blueprint = Blueprint("actions", __name__)


@blueprint.post(
    f"/c/<connection>/sync/{SHELF}/<int:autotask_id>"
    "/<any('resync','skip','unskip','trace','release'):command>"
)
@admit("operator")
def change(connection: str, shelf: str, autotask_id: int, command: str) -> AnyResponse:
    frame_of(connection)
    try:
        done = audited.change_document(
            SHELVES[shelf], command, connection, autotask_id, _reason(), version_seen()
        )
    except CommandRefusedError as refusal:
        return conflicted(connection, shelf, autotask_id, refusal)
    page = url_for("record.record", connection=connection, shelf=shelf, autotask_id=autotask_id)
    return _answer(done, page)


@blueprint.post("/c/<connection>/sync-now")
@admit("operator")
def sync_now(connection: str) -> AnyResponse:
    frame_of(connection)
    shelf = choice(request.form, "shelf", tuple(SHELVES))
    done = audited.sync_now(SHELVES[shelf], connection)
    return _answer(done, url_for("logs.page", connection=connection))


def _reason() -> str:
    return request.form.get("reason") or ""


def _answer(done: Done, page: str) -> AnyResponse:
    if wants_json():
        answer: Response = jsonify(message=done.message, status=done.status)
        return answer
    flash(done.message)
    return redirect(local_path(request.form.get("next")) if request.form.get("next") else page, 303)
