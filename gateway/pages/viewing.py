"""How pages are looked at: the form in the account menu, and what it chose for this request."""

from flask import Blueprint, flash, redirect, request
from werkzeug.wrappers import Response

from gateway.messages import frame as messages
from gateway.roles import admit
from gateway.sign_in import local_path
from gateway.viewing import COOKIE, Viewing, from_cookie, make_viewing

blueprint = Blueprint("viewing", __name__)

_A_YEAR = 31_536_000


def viewing() -> Viewing:
    return from_cookie(request.cookies.get(COOKIE, ""))


@blueprint.post("/viewing")
@admit("viewer")
def choose() -> Response:
    form = request.form
    chosen = make_viewing(
        form.get("zone", ""), form.get("browser", ""), form.get("rows", ""), form.get("page", "")
    )
    answer = redirect(local_path(form.get("next")), 303)
    answer.set_cookie(
        COOKIE,
        chosen.as_cookie(),
        max_age=_A_YEAR,
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )
    flash(messages.VIEWING_KEPT)
    return answer
