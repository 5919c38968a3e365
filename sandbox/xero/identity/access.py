"""Who a call comes from, judged by its bearer token and tenant header."""

from dataclasses import dataclass
from datetime import UTC, datetime

from werkzeug.datastructures import Headers
from werkzeug.wrappers import Response

from sandbox.door.clock import Clock
from sandbox.xero.answers import forbidden, unauthorized
from sandbox.xero.identity.connections import Connections
from sandbox.xero.identity.tokens import TokenDesk


@dataclass(frozen=True)
class Caller:
    """An app that showed a good token."""

    client_id: str
    scopes: frozenset[str]
    tenant_id: str = ""


class Access:
    """Judges calls; a Response instead of a Caller is the refusal."""

    def __init__(self, desk: TokenDesk, connections: Connections, clock: Clock) -> None:
        self._desk = desk
        self._connections = connections
        self._clock = clock

    def user(self, headers: Headers) -> Caller | Response:
        """For calls that need a token only."""
        scheme, _, token = headers.get("Authorization", "").partition(" ")
        known = self._desk.bearer(token.strip()) if scheme.lower() == "bearer" else None
        if known is None:
            return unauthorized("AuthenticationUnsuccessful")
        if float(known["expires_at"]) <= self._clock.time():
            return expired(float(known["expires_at"]))
        return Caller(known["client_id"], frozenset(known["scope"]))

    def tenant(self, headers: Headers) -> Caller | Response:
        """For calls to an organisation."""
        caller = self.user(headers)
        if isinstance(caller, Response):
            return caller
        tenant_id = headers.get("Xero-Tenant-Id", "")
        if not self._connections.reaches(caller.client_id, tenant_id):
            return forbidden()
        return Caller(caller.client_id, caller.scopes, tenant_id.strip().lower())


def expired(at: float) -> Response:
    """The answer to an access token past its thirty minutes."""
    moment = datetime.fromtimestamp(at, UTC)
    return unauthorized(f"TokenExpired: token expired at {moment:%m/%d/%Y %H:%M:%S}")
