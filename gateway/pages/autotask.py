"""The Autotask side of a connection: health, budget, lists, jobs, routes, and new credentials."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from core.domain.errors import UnavailableError
from core.store.views.autotask import autotask_side
from gateway import audited
from gateway.answers import Done
from gateway.messages import frame as messages
from gateway.pages.frame import Frame, frame_of, render
from gateway.pages.log_parts import button_of
from gateway.presenters.autotask.page import autotask_view
from gateway.problems import CommandRefusedError
from gateway.roles import admit
from gateway.sign_in import local_path

blueprint = Blueprint("autotask", __name__)

LONGEST_CREDENTIAL = 300


@dataclass(frozen=True, slots=True)
class CredentialForm:
    """What the form shows again after a refusal; secrets never are."""

    user: str
    problem: str = ""


@blueprint.get("/c/<connection>/autotask")
@admit("viewer")
def page(connection: str) -> str:
    frame = frame_of(connection)
    return _page(frame, CredentialForm(frame.lens.connection.autotask_user))


@blueprint.post("/c/<connection>/autotask/refresh-lists")
@admit("operator")
def refresh_lists(connection: str) -> Response:
    return _told(connection, audited.refresh_lists)


@blueprint.post("/c/<connection>/autotask/test")
@admit("operator")
def test(connection: str) -> Response:
    return _told(connection, audited.prove_credentials)


@blueprint.post("/c/<connection>/autotask/tell-again")
@admit("operator")
def tell_again(connection: str) -> Response:
    """Of this connection, which may share the sign-in of another one."""
    return _answered(connection, lambda: audited.tell_again(connection))


@blueprint.post("/c/<connection>/autotask/credentials")
@admit("admin")
def credentials(connection: str) -> Response | tuple[str, int]:
    """Tested by the actor before they are saved; a refusal leaves the ones before in place."""
    frame = frame_of(connection)
    given = _entered()
    problem = messages.CREDENTIALS_INCOMPLETE
    if all(value.strip() and len(value) <= LONGEST_CREDENTIAL for value in given.values()):
        try:
            flash(audited.save_credentials(frame.lens.connection.id, given).message)
            return _back(connection)
        except CommandRefusedError as refusal:
            problem = refusal.message
        except UnavailableError as trouble:
            problem = str(trouble)
    again = CredentialForm(given["user"][:LONGEST_CREDENTIAL], problem)
    return _page(frame_of(connection), again), 422


def _entered() -> dict[str, str]:
    """A secret holds any symbol, a blank at its end as well, and is taken verbatim."""
    form = request.form
    return {
        "user": form.get("user", "").strip(),
        "secret": form.get("secret", ""),
        "integration_code": form.get("integration_code", "").strip(),
    }


def _page(frame: Frame, form: CredentialForm) -> str:
    side = autotask_side(frame.lens.connection)
    view = autotask_view(side, frame.lens)
    return render("autotask.html", frame, a=view, form=form, sync=button_of(frame))


def _told(connection: str, command: Callable[[str], Done]) -> Response:
    key = frame_of(connection).lens.connection.autotask_key
    return _answered(connection, lambda: command(key))


def _answered(connection: str, command: Callable[[], Done]) -> Response:
    """A refusal is a sentence above the page that shows why."""
    try:
        flash(command().message)
    except CommandRefusedError as refusal:
        flash(refusal.message, "bad")
    except UnavailableError as trouble:
        flash(str(trouble), "bad")
    return _back(connection)


def _back(connection: str) -> Response:
    """The page on which the button stood."""
    wanted = request.form.get("next")
    page = local_path(wanted) if wanted else url_for("autotask.page", connection=connection)
    return redirect(page, 303)
