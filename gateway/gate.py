"""Who may come in: every view carries a mark, and a view without one is shut.

People come with a session (Flask-Login), programs with a bearer token. A request that changes
something and came with a session needs the CSRF token; one that a browser sent from another site is
refused whatever it carries.
"""

from flask import Flask, Response, abort, current_app, g, redirect, request, session, url_for
from flask_login import current_user
from flask_wtf.csrf import CSRFProtect
from werkzeug.wrappers import Response as AnyResponse

from core.runtime.clock import utc_now
from core.store import api_tokens
from gateway.messages import frame as messages
from gateway.problems import problem
from gateway.roles import Principal, admission_of, admit, polling_of
from gateway.security import is_cross_site, is_framed

_SAFE = frozenset(("GET", "HEAD", "OPTIONS"))
_BEARER = "Bearer "
_SEEN_EVERY_SECONDS = 60


def install(app: Flask, csrf: CSRFProtect, *, idle_seconds: int) -> None:
    admit("public")(app.view_functions["static"])

    @app.before_request
    def keep_gate() -> AnyResponse | None:
        if request.endpoint is None:
            return None
        needed = admission_of(app.view_functions[request.endpoint])
        if needed is None:
            abort(403)
        _refuse_other_sites()
        if needed != "public":
            _expire_idle(idle_seconds)
            asking = _principal()
            if asking is None:
                return _ask_to_sign_in()
            g.principal = asking
            if not asking.may(needed):
                abort(403, messages.role_needed(needed))
        if request.method not in _SAFE and not _is_by_token():
            csrf.protect()
        return None


def _refuse_other_sites() -> None:
    if request.method not in _SAFE and is_cross_site(request.headers.get("Sec-Fetch-Site")):
        abort(403, messages.CROSS_SITE)


def _is_by_token() -> bool:
    asking = principal_or_none()
    return asking is not None and asking.is_token


def principal() -> Principal:
    """Who is asking; only inside views that are not public."""
    found: Principal = g.principal
    return found


def principal_or_none() -> Principal | None:
    found: Principal | None = g.get("principal")
    return found


def is_api() -> bool:
    return request.path.startswith("/api/v1/")


def wants_json() -> bool:
    return is_api() or request.accept_mimetypes.best == "application/json"


def _principal() -> Principal | None:
    header = request.headers.get("Authorization", "")
    if is_api() and header.startswith(_BEARER):
        token = api_tokens.find(header.removeprefix(_BEARER).strip())
        return Principal(f"token:{token.name}", token.name, token.role, True) if token else None
    if current_user.is_authenticated:
        user = current_user.user
        return Principal(user.email, user.name, user.role)
    return None


def _expire_idle(idle_seconds: int) -> None:
    """A session ends when nobody did anything with it; a page that polls does not count."""
    seen = session.get("seen_at")
    if seen is None:
        return
    instant = int(utc_now().timestamp())
    if instant - seen > idle_seconds:
        session.clear()
    elif instant - seen > _SEEN_EVERY_SECONDS and not _is_poll():
        session["seen_at"] = instant


def _is_poll() -> bool:
    """Tell whether an open page asks by itself, so that nobody need be in front of it."""
    polling = polling_of(current_app.view_functions[request.endpoint or ""])
    return polling == "always" or (polling == "fragment" and "HX-Request" in request.headers)


def _ask_to_sign_in() -> AnyResponse:
    if is_api():
        answer = problem(401, messages.TOKEN_NEEDED)
        answer.headers["WWW-Authenticate"] = 'Bearer realm="counterfoil"'
        return answer
    if is_framed():
        abort(401, messages.SESSION_ENDED)
    back = request.full_path.rstrip("?") if request.method in _SAFE else "/"
    target = url_for("sign_in.sign_in", next=back if back != "/" else None)
    if request.headers.get("HX-Request") or wants_json():
        # Never swap a login form into a table.
        return Response(status=401, headers={"HX-Redirect": target})
    return redirect(target, 303)
