"""Consent and refresh: what ends a consent, and what is merely out of reach."""

import base64
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from core.clients.http import HttpResponse
from core.clients.xero.oauth import XeroOAuth
from core.domain.errors import (
    RateLimitedError,
    RejectedError,
    SyncError,
    UnauthorizedError,
    UnavailableError,
)
from tests.unit.clients.scripted import NOON, Answer, ScriptedHttp, answer

TOKENS = {
    "access_token": "secret-access",
    "refresh_token": "secret-refresh",
    "expires_in": 1800,
    "token_type": "Bearer",
    "scope": "offline_access accounting.invoices",
}


def oauth_of(*script: Answer) -> tuple[XeroOAuth, ScriptedHttp]:
    http = ScriptedHttp(*script)
    return XeroOAuth(http, "the-id", "the-secret", "https://login.test/", "https://id.test/"), http


def test_the_browser_is_sent_for_consent() -> None:
    oauth, _ = oauth_of()
    url = oauth.authorize_url(
        "http://localhost:8000/cb", "st&te", ["openid", "offline_access"], "ch"
    )
    parts = urlsplit(url)
    assert (parts.netloc, parts.path) == ("login.test", "/identity/connect/authorize")
    assert parse_qs(parts.query) == {
        "response_type": ["code"],
        "client_id": ["the-id"],
        "redirect_uri": ["http://localhost:8000/cb"],
        "scope": ["openid offline_access"],
        "state": ["st&te"],
        "code_challenge": ["ch"],
        "code_challenge_method": ["S256"],
    }
    assert "code_challenge" not in oauth.authorize_url("http://localhost/cb", "s", ["openid"])


def test_a_code_becomes_tokens() -> None:
    oauth, http = oauth_of(answer(TOKENS))
    tokens = oauth.exchange_code("the-code", "http://localhost:8000/cb", "verifier")
    assert tokens.expires_at == NOON + timedelta(seconds=1800)
    assert tokens.scopes == ("offline_access", "accounting.invoices")
    assert "secret-" not in repr(tokens)
    [request] = http.requests
    assert not request.may_change
    expected = base64.b64encode(b"the-id:the-secret").decode()
    assert request.headers["Authorization"] == f"Basic {expected}"
    assert parse_qs((request.body or b"").decode()) == {
        "grant_type": ["authorization_code"],
        "code": ["the-code"],
        "redirect_uri": ["http://localhost:8000/cb"],
        "code_verifier": ["verifier"],
    }
    assert "the-code" not in repr(request)


def test_a_consent_without_challenge_needs_no_verifier() -> None:
    oauth, http = oauth_of(answer(TOKENS))
    oauth.exchange_code("the-code", "http://localhost:8000/cb")
    assert b"code_verifier" not in (http.requests[0].body or b"")


def test_a_refresh_brings_a_new_refresh_token() -> None:
    oauth, http = oauth_of(answer(TOKENS))
    assert oauth.refresh("old&token").refresh_token == "secret-refresh"
    assert parse_qs((http.requests[0].body or b"").decode())["refresh_token"] == ["old&token"]


@pytest.mark.parametrize(
    ("response", "error"),
    [
        (answer({"error": "invalid_grant"}, 400), UnauthorizedError),
        (answer({"error": "invalid_client"}, 400), UnauthorizedError),
        (answer({"error": "unauthorized_client"}, 400), UnauthorizedError),
        (answer(b"", 401), UnauthorizedError),
        (answer({"error": "invalid_scope"}, 400), RejectedError),
        (answer(b"what?", 400), RejectedError),
        (answer(b"", 429), RateLimitedError),
        (answer(b"", 500), UnavailableError),
        (answer(b"", 503), UnavailableError),
        (answer(b"<html/>"), UnavailableError),
        (answer([]), UnavailableError),
        (answer({"access_token": "a"}), UnavailableError),
        (answer(b'{"access_token": "a", "refr'), UnavailableError),
    ],
)
def test_each_answer_has_its_remedy(response: HttpResponse, error: type[SyncError]) -> None:
    oauth, _ = oauth_of(response)
    with pytest.raises(error) as caught:
        oauth.refresh("the-refresh-token")
    assert not getattr(caught.value, "expired", False)
    assert "the-refresh-token" not in str(caught.value)


def test_an_unreachable_identity_service_may_be_asked_again() -> None:
    oauth, _ = oauth_of(UnavailableError("no answer"))
    with pytest.raises(UnavailableError):
        oauth.refresh("still good for thirty minutes")
