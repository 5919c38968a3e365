"""Consent in Xero: off to the authorize page with a state, back with a code for the posting actor.

Started by a link, because browsers apply `form-action` to the redirects of a form.
https://developer.xero.com/documentation/guides/oauth2/auth-flow
"""

import hmac
import secrets
from urllib.parse import urlencode

from flask import Blueprint, abort, current_app, flash, redirect, request, session, url_for
from werkzeug.wrappers import Response

from core.runtime.clock import utc_now
from core.runtime.settings import Settings
from core.store import audit_events
from core.store.views import connections
from gateway.audited import commands
from gateway.gate import principal
from gateway.messages import frame as messages
from gateway.problems import CommandRefusedError
from gateway.roles import admit

blueprint = Blueprint("xero_connect", __name__)

SCOPES = (
    "openid", "profile", "email", "offline_access", "accounting.contacts", "accounting.invoices",
    "accounting.payments.read", "accounting.settings.read", "accounting.attachments",
)  # fmt: skip
_KEY = "xero_consent"


@blueprint.get("/connect/xero")
@admit("admin")
def begin() -> Response:
    connection = request.args.get("connection", "")
    if connections.connection(connection) is None:
        abort(404, messages.NO_SUCH_CONNECTION)
    state = secrets.token_urlsafe(24)
    session[_KEY] = [connection, state]
    return redirect(authorize_url(current_app.config["SETTINGS"], state))


@blueprint.get("/connect/xero/callback")
@admit("admin")
def callback() -> Response:
    """Xero sends the browser here, with a code or with a refusal."""
    connection, state = session.pop(_KEY, ["", ""])
    if not state or not hmac.compare_digest(state, request.args.get("state", "")):
        raise CommandRefusedError(
            "invalid", "This answer does not belong to a sign-in that was begun here. Start again."
        )
    dashboard = redirect(url_for("dashboard.dashboard", connection=connection), 303)
    code = request.args.get("code", "")
    if not code:
        flash("Xero was not connected: the consent was not given.", "bad")
        return dashboard
    settings: Settings = current_app.config["SETTINGS"]
    who = principal().name
    done = commands().complete_oauth(connection, code, settings.xero_redirect, who)
    audit_events.record(at=utc_now(), who=who, action="xero_connected", connection=connection)
    flash(done.message or "Xero is connected.")
    return dashboard


def authorize_url(settings: Settings, state: str) -> str:
    query = {
        "response_type": "code",
        "client_id": settings.xero_client_id,
        "redirect_uri": settings.xero_redirect,
        "scope": " ".join(SCOPES),
        "state": state,
    }
    return f"{settings.xero_login_url}/identity/connect/authorize?{urlencode(query)}"
