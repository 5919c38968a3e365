"""`/identity/connect/authorize`: the page where a person lets the app in."""

from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode, urlsplit

from flask import Blueprint, request
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from sandbox.door.storage import Store
from sandbox.settings import XeroApp
from sandbox.xero.identity.connections import Connections
from sandbox.xero.identity.scopes import KNOWN
from sandbox.xero.identity.tokens import Asked, TokenDesk

_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Xero sandbox: allow access</title><style>
body {{ font: 16px/1.5 system-ui, sans-serif; background: #eef2f5; color: #23303f; }}
main {{ max-width: 27rem; margin: 8vh auto; padding: 2rem; background: #fff; border-radius: 8px;
  box-shadow: 0 1px 6px #0002; }}
h1 {{ font-size: 1.3rem; }} ul {{ padding-left: 1.2rem; }} .note {{ color: #5b6b7b; }}
button {{ font: inherit; padding: .55rem 1.4rem; border: 1px solid #0b7fab; border-radius: 4px;
  background: #0b7fab; color: #fff; cursor: pointer; }}
button.quiet {{ background: #fff; color: #0b7fab; }}
</style></head><body><main>
{body}
<p class="note">This is a local sandbox. It is not Xero and knows no real organisation.</p>
</main></body></html>"""

_ASK = """<h1>{client} wants access to</h1>
<p><strong>{organisation}</strong></p><ul>{scopes}</ul>
<form method="post">{fields}
<button name="decision" value="allow">Allow access</button>
<button class="quiet" name="decision" value="deny">Cancel</button></form>"""

_FIELDS = (
    "response_type",
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "code_challenge",
    "code_challenge_method",
)


def _problem(app: XeroApp, sent: Mapping[str, str]) -> str | None:
    checks = (
        (sent.get("client_id") == app.client_id, "unauthorized_client: Unknown client"),
        (
            sent.get("redirect_uri") in app.redirect_uris,
            "unauthorized_client: Invalid redirect_uri",
        ),
        (sent.get("response_type") == "code", "unsupported_response_type"),
        (_good_scope(sent.get("scope", "")), "invalid_scope: Invalid scope"),
        (_good_challenge(sent), "invalid_request: Transform algorithm not supported"),
    )
    return next((text for good, text in checks if not good), None)


def _good_scope(scope: str) -> bool:
    return bool(scope.split()) and KNOWN.issuperset(scope.split())


def _good_challenge(sent: Mapping[str, str]) -> bool:
    return not sent.get("code_challenge") or sent.get("code_challenge_method") == "S256"


def _page(body: str, status: int = 200) -> Response:
    return Response(_PAGE.format(body=body), status, content_type="text/html; charset=utf-8")


def _error(text: str) -> Response:
    return _page(f"<h1>Sorry, something went wrong</h1><p>Error: {escape(text)}</p>", 400)


def _back(sent: Mapping[str, str], **answer: str) -> Response:
    pairs = {**answer, **({"state": sent["state"]} if sent.get("state") else {})}
    joint = "&" if urlsplit(sent["redirect_uri"]).query else "?"
    return redirect(f"{sent['redirect_uri']}{joint}{urlencode(pairs)}")


def _question(organisation: str, sent: Mapping[str, str]) -> Response:
    fields = "".join(
        f'<input type="hidden" name="{name}" value="{escape(sent[name])}">'
        for name in _FIELDS
        if name in sent
    )
    scopes = "".join(f"<li>{escape(scope)}</li>" for scope in sent["scope"].split())
    return _page(
        _ASK.format(
            client=escape(sent["client_id"]),
            organisation=escape(organisation),
            scopes=scopes,
            fields=fields,
        )
    )


def consented(store: Store, desk: TokenDesk, connections: Connections, asked: Asked) -> str:
    """The code for a consent that a user has just given."""
    with store.transaction():
        event, granted = connections.consent(asked.client_id, asked.scope)
        return desk.code_for(asked, event, granted)


def consent_blueprint(
    app: XeroApp, store: Store, desk: TokenDesk, connections: Connections
) -> Blueprint:
    """The page for people."""
    blueprint = Blueprint("xero_consent", __name__, url_prefix="/identity/connect")

    @blueprint.get("/authorize")
    def ask() -> Response:
        problem = _problem(app, request.args)
        return _error(problem) if problem else _question(connections.tenant()["name"], request.args)

    @blueprint.post("/authorize")
    def decide() -> Response:
        sent = request.form
        problem = _problem(app, sent)
        if problem:
            return _error(problem)
        if sent.get("decision") != "allow":
            return _back(sent, error="access_denied")
        asked = Asked(
            sent["client_id"], sent["redirect_uri"], sent["scope"], sent.get("code_challenge", "")
        )
        return _back(sent, code=consented(store, desk, connections, asked))

    return blueprint
