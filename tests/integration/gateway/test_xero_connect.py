"""Consent in Xero: there with a state, back with a code."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from tests.factories.gateway_world import PEOPLE, StubRpc
from tests.integration.gateway.conftest import Visitor


def begin(visitor: Visitor) -> dict[str, list[str]]:
    response = visitor.get("/connect/xero?connection=kauri")
    assert response.status_code == 302
    address = urlsplit(response.location)
    assert address._replace(query="").geturl() == (
        "https://login.xero.com/identity/connect/authorize"
    )
    return parse_qs(address.query)


def test_consent_is_asked_for_with_a_state_and_granular_scopes(
    signed_in: Callable[[str], Visitor],
) -> None:
    query = begin(signed_in("admin"))
    assert query["client_id"] == ["our-client-id"]
    assert query["redirect_uri"] == ["http://localhost/connect/xero/callback"]
    assert query["response_type"] == ["code"]
    scopes = query["scope"][0].split()
    assert {"offline_access", "accounting.invoices", "accounting.contacts"} <= set(scopes)
    assert "accounting.transactions" not in scopes
    assert len(query["state"][0]) >= 24


def test_the_code_goes_to_the_posting_actor(
    signed_in: Callable[[str], Visitor], rpc: StubRpc
) -> None:
    admin = signed_in("admin")
    state = begin(admin)["state"][0]
    rpc.answers["complete_oauth"] = {"ok": True, "message": "Kauri Managed IT Ltd is connected."}
    back = admin.get(f"/connect/xero/callback?code=one-time&state={state}")
    assert back.location == "/c/kauri/dashboard"
    assert rpc.calls == [
        (
            "xero_posting",
            "complete_oauth",
            {
                "connection_id": "kauri", "code": "one-time", "by": PEOPLE["admin"],
                "redirect_uri": "http://localhost/connect/xero/callback",
            },
        )
    ]  # fmt: skip
    assert "Kauri Managed IT Ltd is connected." in admin.text("/c/kauri/dashboard")


def test_a_foreign_or_repeated_answer_is_refused(
    signed_in: Callable[[str], Visitor], rpc: StubRpc
) -> None:
    admin = signed_in("admin")
    state = begin(admin)["state"][0]
    assert admin.get("/connect/xero/callback?code=x&state=forged").status_code == 422
    assert admin.get(f"/connect/xero/callback?code=x&state={state}").status_code == 422
    assert rpc.calls == []


def test_a_refused_consent_is_said_plainly(
    signed_in: Callable[[str], Visitor], rpc: StubRpc
) -> None:
    admin = signed_in("admin")
    state = begin(admin)["state"][0]
    admin.get(f"/connect/xero/callback?error=access_denied&state={state}")
    assert "the consent was not given" in admin.text("/c/kauri/dashboard")
    assert rpc.calls == []


def test_consent_for_an_unknown_connection_is_not_begun(
    signed_in: Callable[[str], Visitor],
) -> None:
    assert signed_in("admin").get("/connect/xero?connection=nobody").status_code == 404
