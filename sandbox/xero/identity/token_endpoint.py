"""`POST /identity/connect/token` and `/revocation`."""

from collections.abc import Mapping

from flask import Blueprint, request
from werkzeug.wrappers import Response

from sandbox.door.call import fault_of
from sandbox.settings import XeroApp
from sandbox.xero.answers import json_answer
from sandbox.xero.identity.clients import Shown, is_app, shown
from sandbox.xero.identity.connections import Connections
from sandbox.xero.identity.signing import proves
from sandbox.xero.identity.tokens import Record, TokenDesk

Form = Mapping[str, str]


def refusal(error: str) -> Response:
    """OAuth's own errors: snake case, HTTP 400."""
    return json_answer({"error": error}, 400)


class TokenEndpoint:
    """Decides by grant type."""

    def __init__(self, app: XeroApp, desk: TokenDesk) -> None:
        self._app = app
        self._desk = desk

    def answer(self, headers: Mapping[str, str], form: Form) -> Response:
        """Tokens, or the OAuth error."""
        credentials = shown(headers, form)
        grants = {"authorization_code": self._code, "refresh_token": self._refresh}
        grant = grants.get(form.get("grant_type", ""))
        if grant is None:
            # client_credentials belongs to custom connections, which this app is not.
            known = form.get("grant_type") == "client_credentials"
            return refusal("unauthorized_client" if known else "unsupported_grant_type")
        issued = grant(credentials, form)
        if isinstance(issued, Response):
            return issued
        return json_answer(issued) if issued else refusal("invalid_grant")

    def _code(self, credentials: Shown, form: Form) -> Record | Response:
        code, verifier = form.get("code", ""), form.get("code_verifier", "")
        challenge = self._desk.challenge_of(code)
        public = bool(challenge) and not credentials.secret
        if not is_app(self._app, credentials, public=public):
            return refusal("invalid_client")
        if bool(challenge) != bool(verifier) or (challenge and not proves(verifier, challenge)):
            return refusal("invalid_grant")
        return self._desk.redeem(
            code, credentials.client_id, form.get("redirect_uri", ""), public=public
        )

    def _refresh(self, credentials: Shown, form: Form) -> Record | Response:
        token = form.get("refresh_token", "")
        if not is_app(self._app, credentials, public=self._desk.is_public(token)):
            return refusal("invalid_client")
        return self._desk.refresh(token, credentials.client_id)


def token_blueprint(app: XeroApp, desk: TokenDesk, connections: Connections) -> Blueprint:
    """The two endpoints that programs call."""
    blueprint = Blueprint("xero_token", __name__, url_prefix="/identity/connect")
    endpoint = TokenEndpoint(app, desk)

    @blueprint.post("/token")
    def token() -> Response:
        with desk.alone():
            fault = fault_of(request.environ)
            if fault and fault.effect == "rotation_race":
                # Nobody is told of the tokens that the other worker gets.
                desk.refresh(request.form.get("refresh_token", ""), app.client_id)
            return endpoint.answer(dict(request.headers), request.form)

    @blueprint.post("/revocation")
    def revocation() -> Response:
        with desk.alone():
            credentials = shown(dict(request.headers), request.form)
            refresh_token = request.form.get("token", "")
            if not is_app(app, credentials, public=desk.is_public(refresh_token)):
                return refusal("invalid_client")
            client_id = desk.revoke(refresh_token)
            if client_id is not None:
                connections.remove_all(client_id)
        return Response(b"", 200)

    return blueprint
