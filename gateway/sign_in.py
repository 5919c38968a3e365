"""Signing in and out with a password: slow guesses, no hint which part was wrong."""

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, redirect, render_template, request, session, url_for
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from werkzeug.wrappers import Response

from core.runtime.clock import utc_now
from core.store import audit_events, users
from gateway.messages import frame as messages
from gateway.roles import admit

GUESSES_PER_ADDRESS = "20 per minute; 200 per hour"
GUESSES_PER_NAME = "10 per 5 minutes"


class SessionUser(UserMixin):
    """The user behind a session cookie; a grown epoch makes older cookies worthless."""

    def __init__(self, user: users.User) -> None:
        self.user = user

    def get_id(self) -> str:
        return f"{self.user.session_epoch}|{self.user.email}"


def install(app: Flask, limiter: Limiter) -> None:
    # Its own context processor would ask the database even for the page that says it is away.
    manager = LoginManager(app, add_context_processor=False)

    @manager.user_loader
    def load(session_id: str) -> SessionUser | None:
        epoch, _, email = session_id.partition("|")
        user = users.find(email)
        return SessionUser(user) if user and str(user.session_epoch) == epoch else None

    app.register_blueprint(_blueprint(limiter))


def _blueprint(limiter: Limiter) -> Blueprint:
    blueprint = Blueprint("sign_in", __name__)

    @blueprint.get("/sign-in")
    @admit("public")
    def sign_in() -> Any:
        if current_user.is_authenticated:
            return redirect(local_path(request.args.get("next")), 303)
        return render_template("sign_in.html", next=request.args.get("next", ""))

    @blueprint.post("/sign-in")
    @admit("public")
    @limiter.limit(GUESSES_PER_ADDRESS, key_func=get_remote_address)
    @limiter.limit(GUESSES_PER_NAME, key_func=_name_tried)
    def check() -> Any:
        return _check()

    @blueprint.post("/sign-out")
    @admit("public")
    def sign_out() -> Response:
        logout_user()
        session.clear()
        return redirect(url_for("sign_in.sign_in"), 303)

    return blueprint


def _name_tried() -> str:
    return "name:" + users.fold_email(request.form.get("email", ""))


def _check() -> Any:
    email = request.form.get("email", "")
    user = users.verify(email, request.form.get("password", ""))
    if user is None:
        _note("sign_in_failed", users.fold_email(email)[:200])
        back = request.form.get("next", "")
        page = render_template(
            "sign_in.html", next=back, email=email, problem=messages.WRONG_CREDENTIALS
        )
        return page, 422
    session.clear()
    login_user(SessionUser(user))
    session["seen_at"] = int(utc_now().timestamp())
    _note("signed_in", user.email)
    return redirect(local_path(request.form.get("next")), 303)


def _note(action: str, who: str) -> None:
    address = request.remote_addr or ""
    audit_events.record(at=utc_now(), who=who or "(empty)", action=action, detail={"from": address})


def local_path(wanted: str | None) -> str:
    """A page of ours to go back to; anything else leads to Home (no open redirects)."""
    path = wanted or "/"
    try:
        parts = urlsplit(path)
    except ValueError:
        return "/"
    foreign = parts.scheme or parts.netloc or not path.startswith("/")
    odd = path.startswith(("//", "/\\")) or any(ord(character) < 32 for character in path)
    return "/" if foreign or odd else path
