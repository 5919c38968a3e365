"""The switch of the sync engine, its first question, and the proofs of both sides."""

import logging

from flask import Blueprint, Response, flash, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from core.domain.errors import UnavailableError
from gateway import audited
from gateway.filters import choice, refuse
from gateway.gate import wants_json
from gateway.pages.frame import frame_of, known, render
from gateway.presenters.first_run import Question, first_switch
from gateway.problems import CommandRefusedError
from gateway.roles import admit
from gateway.sign_in import local_path

log = logging.getLogger(__name__)

blueprint = Blueprint("engine", __name__)


@blueprint.get("/c/<connection>/switch-on")
@admit("admin")
def ask(connection: str) -> AnyResponse | str:
    """The question of the first time as a page of its own; scripts ask it in a dialog."""
    frame = frame_of(connection)
    question = first_switch(frame.lens.connection, frame.counts)
    if question is None:
        return redirect(url_for("dashboard.dashboard", connection=connection), 303)
    return render("switch_on.html", frame, question=question)


@blueprint.post("/c/<connection>/state")
@admit("admin")
def state(connection: str) -> AnyResponse:
    """The wanted state, so that pressing twice is not a way back."""
    known(connection)
    wanted = choice(request.form, "state", ("", "active", "paused"))
    if not wanted:
        raise refuse("state", "", "active or paused")
    if wanted == "active" and "asked" not in request.form and _question(connection):
        return redirect(url_for("engine.ask", connection=connection), 303)
    done = audited.set_state(connection, wanted)
    if wants_json():
        answer: Response = jsonify(
            message=done.message, status=done.status, html=_as_it_is_now(connection)
        )
        return answer
    flash(done.message)
    return redirect(_back_or(url_for("dashboard.dashboard", connection=connection)), 303)


def _question(connection: str) -> Question | None:
    frame = frame_of(connection)
    return first_switch(frame.lens.connection, frame.counts)


def _as_it_is_now(connection: str) -> str:
    """What surrounds the page, so that the switch is right at once; nothing where it cannot be read.

    The command was carried out all the same, and the next look brings what is missing here.
    """
    try:
        return render("partials/live.html", frame_of(connection), tab="", parts=[], steps=None)
    except UnavailableError:
        log.warning("The page around a switch could not be read", exc_info=True)
        return ""


@blueprint.post("/c/<connection>/xero/test")
@admit("operator")
def test_xero(connection: str) -> AnyResponse:
    """One question to Xero; a refusal is a sentence above the page that shows why."""
    frame_of(connection)
    try:
        flash(audited.prove_consent(connection).message)
    except CommandRefusedError as refusal:
        flash(refusal.message, "bad")
    except UnavailableError as trouble:
        flash(str(trouble), "bad")
    return redirect(_back_or(url_for("dashboard.dashboard", connection=connection)), 303)


def _back_or(page: str) -> str:
    wanted = request.form.get("next")
    return local_path(wanted) if wanted else page
