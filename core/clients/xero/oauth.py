"""Consent and tokens (developer.xero.com, "The standard authorization code flow").

Refreshing is safe to repeat after a lost answer: Xero keeps the previous refresh token valid for 30
minutes. Two at once are not safe; whoever calls `refresh` holds the lease of the token set.
"""

import base64
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode

from core.clients.exact_json import UnreadableJsonError, load
from core.clients.http import Http, HttpRequest, HttpResponse
from core.clients.xero.entities import TokenSet
from core.domain.errors import (
    RateLimitedError,
    RejectedError,
    UnauthorizedError,
    UnavailableError,
)

_OUR_CREDENTIALS = frozenset({"invalid_client", "unauthorized_client"})
_LIMIT_WAIT = timedelta(seconds=60)


class XeroOAuth:
    """One Xero app (client id and secret) at Xero's identity service."""

    def __init__(
        self, http: Http, client_id: str, client_secret: str, login_url: str, identity_url: str
    ) -> None:
        self._http = http
        self._client_id = client_id
        self._client_secret = client_secret
        self._login_url = login_url.rstrip("/")
        self._identity_url = identity_url.rstrip("/")

    def authorize_url(
        self,
        redirect_uri: str,
        state: str,
        scopes: Sequence[str],
        code_challenge: str | None = None,
    ) -> str:
        """Where the browser is sent for consent. The challenge is S256 of a code verifier."""
        query = {
            "response_type": "code",
            "client_id": self._client_id,
            "redirect_uri": redirect_uri,
            "scope": " ".join(scopes),
            "state": state,
        }
        if code_challenge is not None:
            query |= {"code_challenge": code_challenge, "code_challenge_method": "S256"}
        return f"{self._login_url}/identity/connect/authorize?{urlencode(query, quote_via=quote)}"

    def exchange_code(
        self, code: str, redirect_uri: str, code_verifier: str | None = None
    ) -> TokenSet:
        """Turn the consent's code (single use, five minutes) into tokens."""
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri}
        if code_verifier is not None:
            form["code_verifier"] = code_verifier
        return self._ask(form)

    def refresh(self, refresh_token: str) -> TokenSet:
        """Get new tokens. UnauthorizedError: the consent is gone, a person must connect again."""
        return self._ask({"grant_type": "refresh_token", "refresh_token": refresh_token})

    def _ask(self, form: dict[str, str]) -> TokenSet:
        pair = f"{quote(self._client_id, safe='')}:{quote(self._client_secret, safe='')}"
        request = HttpRequest(
            service="xero",
            method="POST",
            url=f"{self._identity_url}/connect/token",
            headers={
                "Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}",
                "Content-Type": "application/x-www-form-urlencoded",
                "Accept": "application/json",
            },
            body=urlencode(form).encode(),
            only_asks=True,
            is_secret=True,
        )
        return _read_tokens(self._http.send(request))


def _read_tokens(response: HttpResponse) -> TokenSet:
    answer = _object(response)
    if response.status == 200:
        return _token_set(answer, response)
    if response.status == 429:
        raise RateLimitedError(
            "Xero's identity service asks us to slow down.",
            limit="identity",
            until=response.received_at + _LIMIT_WAIT,
        )
    if not 400 <= response.status < 500:
        raise UnavailableError(f"Xero's identity service answered {response.status}.")
    error = str(answer.get("error") or "")
    if error == "invalid_grant":
        raise UnauthorizedError("The consent in Xero has ended; connect again.", consent_ended=True)
    if error in _OUR_CREDENTIALS or response.status == 401:
        raise UnauthorizedError("Xero does not accept the client id and secret of this app.")
    raise RejectedError(
        f"Xero's identity service refused: {error or response.status}.",
        reasons=(error,) if error else (),
        status=response.status,
    )


def _token_set(answer: dict[str, Any], response: HttpResponse) -> TokenSet:
    access, refresh, seconds = (
        answer.get(key) for key in ("access_token", "refresh_token", "expires_in")
    )
    if not (isinstance(access, str) and isinstance(refresh, str) and isinstance(seconds, int)):
        raise UnavailableError("The answer of Xero's identity service cannot be read.")
    return TokenSet(
        access_token=access,
        refresh_token=refresh,
        expires_at=response.received_at + timedelta(seconds=seconds),
        scopes=tuple(str(answer.get("scope") or "").split()),
    )


def _object(response: HttpResponse) -> dict[str, Any]:
    try:
        answer = load(response.body)
    except UnreadableJsonError:
        return {}
    return answer if isinstance(answer, dict) else {}
