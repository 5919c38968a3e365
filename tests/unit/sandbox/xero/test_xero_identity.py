"""Consents, tokens and their rotation, scopes, connections."""

import base64
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.unit.sandbox.xero.conftest import REDIRECT, Bookkeeper

MINUTE = 60
DAY = 24 * 3600
ASK = {
    "response_type": "code",
    "client_id": "the-app",
    "redirect_uri": REDIRECT,
    "scope": "offline_access accounting.contacts",
    "state": "s/1 &",
}


def test_the_consent_page_shows_who_asks_for_what(stranger: Bookkeeper) -> None:
    page = stranger.client.get("/identity/connect/authorize", query_string=ASK)
    assert page.status_code == 200
    for shown in ("Kauri Managed IT Limited", "the-app", "accounting.contacts", "Allow access"):
        assert shown in page.text


def test_allowing_leads_back_with_a_code_and_the_state(stranger: Bookkeeper) -> None:
    answer = stranger.client.post("/identity/connect/authorize", data={**ASK, "decision": "allow"})
    target = urlsplit(answer.headers["Location"])
    sent = parse_qs(target.query)
    assert answer.headers["Location"].startswith(REDIRECT + "?")
    assert sent["state"] == ["s/1 &"]
    redeemed = stranger.token(
        grant_type="authorization_code", code=sent["code"][0], redirect_uri=REDIRECT
    )
    assert redeemed.json["expires_in"] == 1800
    assert "refresh_token" in redeemed.json
    assert "id_token" not in redeemed.json


def test_refusing_leads_back_with_access_denied(stranger: Bookkeeper) -> None:
    answer = stranger.client.post("/identity/connect/authorize", data={**ASK, "decision": "deny"})
    assert parse_qs(urlsplit(answer.headers["Location"]).query)["error"] == ["access_denied"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"redirect_uri": "http://localhost:9/elsewhere"},
        {"client_id": "another"},
        {"scope": "accounting.everything"},
        {"scope": ""},
        {"response_type": "token"},
        {"code_challenge": "x", "code_challenge_method": "plain"},
    ],
)
def test_a_wrong_question_is_never_redirected(stranger: Bookkeeper, wrong: dict[str, str]) -> None:
    answer = stranger.client.get("/identity/connect/authorize", query_string={**ASK, **wrong})
    assert answer.status_code == 400
    assert "Location" not in answer.headers


def test_a_code_works_once(stranger: Bookkeeper) -> None:
    code = stranger.code()
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT}
    assert stranger.token(**form).status_code == 200
    again = stranger.token(**form)
    assert (again.status_code, again.json) == (400, {"error": "invalid_grant"})


def test_a_code_lives_five_minutes(stranger: Bookkeeper) -> None:
    code = stranger.code()
    stranger.door("clock", offset_seconds=5 * MINUTE + 1)
    answer = stranger.token(grant_type="authorization_code", code=code, redirect_uri=REDIRECT)
    assert answer.json == {"error": "invalid_grant"}


def test_a_code_belongs_to_its_redirect_uri(stranger: Bookkeeper) -> None:
    answer = stranger.token(
        grant_type="authorization_code", code=stranger.code(), redirect_uri=REDIRECT + "/x"
    )
    assert answer.json == {"error": "invalid_grant"}


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"grant_type": "client_credentials"}, "unauthorized_client"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "refresh_token", "refresh_token": "made-up"}, "invalid_grant"),
        (
            {"grant_type": "refresh_token", "authorization": "Basic dGhlLWFwcDp3cm9uZw=="},
            "invalid_client",
        ),
        ({"grant_type": "refresh_token", "authorization": "Basic ???"}, "invalid_client"),
    ],
)
def test_the_token_endpoint_names_its_errors(
    stranger: Bookkeeper, form: dict[str, str], error: str
) -> None:
    answer = stranger.token(**form)
    assert (answer.status_code, answer.json) == (400, {"error": error})


def test_credentials_may_come_in_the_form(stranger: Bookkeeper) -> None:
    answer = stranger.token(
        authorization="",
        client_id="the-app",
        client_secret="the-secret",
        grant_type="authorization_code",
        code=stranger.code(),
        redirect_uri=REDIRECT,
    )
    assert answer.status_code == 200


def test_a_refresh_rotates_and_the_new_token_goes_on(stranger: Bookkeeper) -> None:
    first = stranger.redeemed()["refresh_token"]
    second = stranger.refreshed(first).json["refresh_token"]
    third = stranger.refreshed(second).json["refresh_token"]
    assert len({first, second, third}) == 3


def test_the_previous_refresh_token_has_half_an_hours_grace(stranger: Bookkeeper) -> None:
    first = stranger.redeemed()["refresh_token"]
    stranger.refreshed(first)
    stranger.door("clock", offset_seconds=29 * MINUTE)
    assert stranger.refreshed(first).status_code == 200
    stranger.door("clock", offset_seconds=31 * MINUTE)
    assert stranger.refreshed(first).json == {"error": "invalid_grant"}


def test_only_the_previous_refresh_token_has_the_grace(stranger: Bookkeeper) -> None:
    first = stranger.redeemed()["refresh_token"]
    second = stranger.refreshed(first).json["refresh_token"]
    stranger.refreshed(second)
    assert stranger.refreshed(first).json == {"error": "invalid_grant"}


def test_of_two_refreshes_with_one_token_the_later_wins(stranger: Bookkeeper) -> None:
    first = stranger.redeemed()["refresh_token"]
    loser = stranger.refreshed(first).json["refresh_token"]
    winner = stranger.refreshed(first).json["refresh_token"]
    assert stranger.refreshed(winner).status_code == 200
    assert stranger.refreshed(loser).json == {"error": "invalid_grant"}


def test_a_refresh_token_lives_sixty_days_unused(stranger: Bookkeeper) -> None:
    token = stranger.redeemed()["refresh_token"]
    stranger.door("clock", offset_seconds=60 * DAY + 1)
    assert stranger.refreshed(token).json == {"error": "invalid_grant"}


def test_tokens_survive_a_restart(stranger: Bookkeeper) -> None:
    token = stranger.redeemed()["refresh_token"]
    stranger.restart()
    assert stranger.refreshed(token).status_code == 200


def test_without_offline_access_there_is_no_refresh_token(stranger: Bookkeeper) -> None:
    assert "refresh_token" not in stranger.redeemed(scope="openid accounting.contacts")


def pkce_code(stranger: Bookkeeper, verifier: str) -> str:
    digest = sha256(verifier.encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    form = {
        **ASK,
        "decision": "allow",
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    answer = stranger.client.post("/identity/connect/authorize", data=form)
    return str(parse_qs(urlsplit(answer.headers["Location"]).query)["code"][0])


def test_a_pkce_exchange_needs_the_verifier_and_no_secret(stranger: Bookkeeper) -> None:
    verifier = "v" * 43
    form = {
        "authorization": "",
        "grant_type": "authorization_code",
        "client_id": "the-app",
        "redirect_uri": REDIRECT,
    }
    wrong = stranger.token(**form, code=pkce_code(stranger, verifier), code_verifier="w" * 43)
    right = stranger.token(**form, code=pkce_code(stranger, verifier), code_verifier=verifier)
    assert wrong.json == {"error": "invalid_grant"}
    refreshed = stranger.token(
        authorization="",
        grant_type="refresh_token",
        client_id="the-app",
        refresh_token=right.json["refresh_token"],
    )
    assert refreshed.status_code == 200


def test_an_access_token_lives_half_an_hour(xero: Bookkeeper) -> None:
    xero.door("clock", offset_seconds=30 * MINUTE + 1)
    answer = xero.get("Organisation")
    assert answer.status_code == 401
    assert answer.json["Title"] == "Unauthorized"
    assert answer.json["Detail"].startswith("TokenExpired: token expired at ")


def test_a_call_without_a_known_tenant_is_forbidden(xero: Bookkeeper) -> None:
    answer = xero.get("Organisation", **{"Xero-tenant-id": "somebody-else"})
    assert answer.status_code == 403
    assert answer.json["Detail"] == "AuthenticationUnsuccessful"


def test_a_missing_scope_is_a_401_that_says_so(stranger: Bookkeeper) -> None:
    stranger.connect(scope="accounting.contacts.read")
    assert stranger.get("Contacts").status_code == 200
    for refused in (
        stranger.call("PUT", "Contacts", json={"Contacts": [{"Name": "X"}]}),
        stranger.get("Invoices"),
    ):
        assert refused.status_code == 401
        assert refused.headers["WWW-Authenticate"] == "insufficient_scope"
        assert refused.json["Detail"] == "AuthorizationUnsuccessful"


def test_broad_scopes_open_the_same_doors(stranger: Bookkeeper) -> None:
    stranger.connect(scope="accounting.transactions accounting.contacts accounting.settings.read")
    assert stranger.get("Invoices").status_code == 200
    assert stranger.get("Payments").status_code == 200
    assert stranger.complaints() == []


def test_scopes_add_up_over_consents(stranger: Bookkeeper) -> None:
    stranger.connect(scope="accounting.contacts.read")
    stranger.connect(scope="accounting.settings.read")
    assert stranger.get("Contacts").status_code == 200


def test_a_second_consent_keeps_the_connection(stranger: Bookkeeper) -> None:
    def connections() -> list[tuple[str, str]]:
        rows = stranger.connect().client.get("/connections", headers=stranger.headers).json
        return [(row["id"], row["authEventId"]) for row in rows]

    first = connections()
    assert connections() == first
    [(_, event)] = first
    other = stranger.client.get("/connections?authEventId=x", headers=stranger.headers)
    same = stranger.client.get(f"/connections?authEventId={event}", headers=stranger.headers)
    assert (other.json, len(same.json)) == ([], 1)


def test_a_removed_connection_is_forbidden(xero: Bookkeeper) -> None:
    [connection] = xero.client.get("/connections", headers=xero.headers).json
    path = f"/connections/{connection['id']}"
    removed = xero.client.delete(path, headers=xero.headers)
    assert (removed.status_code, removed.data) == (204, b"")
    assert xero.get("Organisation").status_code == 403
    assert xero.client.delete(path, headers=xero.headers).status_code == 404


def test_a_revocation_ends_everything(xero: Bookkeeper) -> None:
    token = xero.redeemed()["refresh_token"]
    answer = xero.client.post(
        "/identity/connect/revocation",
        data={"token": token, "client_id": "the-app", "client_secret": "the-secret"},
    )
    assert (answer.status_code, answer.data) == (200, b"")
    assert xero.refreshed(token).json == {"error": "invalid_grant"}
    assert xero.get("Organisation").status_code == 403
