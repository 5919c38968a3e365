"""Codes and tokens: what is issued, how long it is good, and how refresh tokens rotate."""

import secrets
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sandbox.door.clock import Clock
from sandbox.door.storage import Store
from sandbox.xero.identity.signing import signed

CODE_SECONDS = 5 * 60
ACCESS_SECONDS = 30 * 60
ID_TOKEN_SECONDS = 5 * 60
REFRESH_SECONDS = 60 * 24 * 3600
GRACE_SECONDS = 30 * 60
# Expired access tokens are remembered for a day, to be answered with "expired".
_REMEMBERED_SECONDS = 24 * 3600

_CODES, _GRANTS, _REFRESH, _ACCESS = "_codes", "_grants", "_refresh", "_access"
TOKEN_ENTITIES = (_CODES, _GRANTS, _REFRESH, _ACCESS)
Record = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """What a consent was asked for."""

    client_id: str
    redirect_uri: str
    scope: str
    challenge: str = ""


class TokenDesk:
    """Issues and judges codes and tokens; None or {} from a method means `invalid_grant`."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def alone(self) -> AbstractContextManager[None]:
        """Nobody else is served meanwhile: rotation must not interleave."""
        return self._store.transaction()

    def code_for(self, asked: Asked, event: str, scope: str) -> str:
        """A code for a consent just given."""
        code = secrets.token_urlsafe(32)
        record = {
            "client_id": asked.client_id,
            "redirect_uri": asked.redirect_uri,
            "challenge": asked.challenge,
            "scope": scope,
            "event": event,
            "issued_at": self._clock.time(),
        }
        self._store.put(_CODES, code, record)
        return code

    def challenge_of(self, code: str) -> str:
        """The PKCE challenge that a code was asked with."""
        return str((self._store.get(_CODES, code) or {}).get("challenge", ""))

    def is_public(self, refresh_token: str) -> bool:
        """Whether a refresh token belongs to a PKCE consent, which needs no client secret."""
        token = self._store.get(_REFRESH, refresh_token) or {}
        grant = self._store.get(_GRANTS, str(token.get("grant"))) or {}
        return bool(grant.get("public"))

    def redeem(self, code: str, client_id: str, redirect_uri: str, *, public: bool) -> Record:
        """Tokens for a code, once, within five minutes."""
        record = self._store.get(_CODES, code)
        if record is None:
            return {}
        self._store.delete(_CODES, code)
        if (record["client_id"], record["redirect_uri"]) != (client_id, redirect_uri):
            return {}
        if self._age(record["issued_at"]) > CODE_SECONDS:
            return {}
        grant = str(uuid4())
        stored = {
            "client_id": client_id,
            "scope": record["scope"],
            "event": record["event"],
            "public": public,
        }
        self._store.put(_GRANTS, grant, stored)
        return self._issue(grant, stored)

    def refresh(self, token: str, client_id: str) -> Record:
        """Fresh tokens for the current refresh token, or its predecessor within the grace."""
        record = self._store.get(_REFRESH, token)
        grant = self._store.get(_GRANTS, record["grant"]) if record else None
        if record is None or grant is None or grant["client_id"] != client_id:
            return {}
        if not self._still_good(record):
            return {}
        issued = self._issue(record["grant"], grant)
        self._replace(token, record, issued["refresh_token"])
        return issued

    def _still_good(self, record: Record) -> bool:
        if record.get("replaced_at") is None:
            return self._age(record["issued_at"]) <= REFRESH_SECONDS
        successor = self._store.get(_REFRESH, record["successor"]) or {}
        # Only the token before the current one has the grace, not the one before that.
        used_on = successor.get("replaced_at") is not None
        return not used_on and self._age(record["replaced_at"]) <= GRACE_SECONDS

    def _replace(self, token: str, record: Record, successor: str) -> None:
        now = self._clock.time()
        replaced = {"replaced_at": now, **record, "successor": successor}
        self._store.put(_REFRESH, token, replaced)
        lost = self._store.get(_REFRESH, str(record.get("successor")))
        if lost is not None:
            # The answer that carried it may be lost, or not: two workers refreshed at once.
            sibling = {**lost, "replaced_at": now, "successor": successor}
            self._store.put(_REFRESH, str(record["successor"]), sibling)

    def revoke(self, token: str) -> str | None:
        """Forget the consent behind a refresh token; answers whose it was."""
        record = self._store.get(_REFRESH, token)
        grant = self._store.get(_GRANTS, record["grant"]) if record else None
        if record is None or grant is None:
            return None
        for key in self._grants_of(grant["client_id"]):
            self._store.delete(_GRANTS, key)
        return str(grant["client_id"])

    def _grants_of(self, client_id: str) -> list[str]:
        owned = {row["grant"] for row in self._store.all(_REFRESH)}
        return [
            key
            for key in owned
            if (self._store.get(_GRANTS, key) or {}).get("client_id") == client_id
        ]

    def bearer(self, token: str) -> Record | None:
        """What an access token says, expired or not."""
        return self._store.get(_ACCESS, token)

    def _age(self, since: float) -> float:
        return self._clock.time() - float(since)

    def _issue(self, grant_id: str, grant: Record) -> Record:
        scope = str(grant["scope"]).split()
        answer: Record = {
            "access_token": self._access_token(grant, scope),
            "expires_in": ACCESS_SECONDS,
            "token_type": "Bearer",
            "scope": " ".join(scope),
        }
        if "openid" in scope:
            answer["id_token"] = signed(
                {"aud": grant["client_id"]}, self._clock.time(), ID_TOKEN_SECONDS
            )
        if "offline_access" in scope:
            answer["refresh_token"] = secrets.token_urlsafe(32)
            record = {"grant": grant_id, "issued_at": self._clock.time()}
            self._store.put(_REFRESH, answer["refresh_token"], record)
        return answer

    def _access_token(self, grant: Record, scope: list[str]) -> str:
        claims = {
            "client_id": grant["client_id"],
            "authentication_event_id": grant["event"],
            "xero_userid": user_id(self._store),
            "scope": scope,
        }
        now, token = self._clock.time(), signed(claims, self._clock.time(), ACCESS_SECONDS)
        self._forget_expired(now)
        record = {
            "token": token,
            "client_id": grant["client_id"],
            "scope": scope,
            "expires_at": now + ACCESS_SECONDS,
        }
        self._store.put(_ACCESS, token, record)
        return token

    def _forget_expired(self, now: float) -> None:
        for row in self._store.all(_ACCESS):
            if float(row["expires_at"]) < now - _REMEMBERED_SECONDS:
                self._store.delete(_ACCESS, row["token"])


def user_id(store: Store) -> str:
    """The id of the one user who gives consents."""
    known = store.value("user_id")
    if known is None:
        known = str(uuid4())
        store.set_value("user_id", known)
    return str(known)
