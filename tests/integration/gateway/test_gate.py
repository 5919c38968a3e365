"""Every route lets in exactly the roles that the table says."""

from collections.abc import Callable, Mapping

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from gateway.roles import admission_of
from tests.integration.gateway import gates
from tests.integration.gateway.conftest import Visitor

TABLE = gates.table()
RANKS = ("public", "viewer", "operator", "admin")


def test_every_route_stands_in_the_table(app: Flask) -> None:
    marks = {name: admission_of(view) for name, view in app.view_functions.items()}
    assert marks == TABLE


def test_strangers_are_sent_to_the_sign_in_page_or_told_to_bring_a_token(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        if TABLE[rule.endpoint] == "public" or "GET" not in (rule.methods or ()):
            continue
        path = app.url_map.bind("localhost").build(
            rule.endpoint, _values(rule.endpoint, rule.arguments, rule.defaults)
        )
        response = app.test_client().get(path)
        if path.startswith("/api/v1"):
            assert response.status_code == 401, path
            assert response.content_type == "application/problem+json"
            assert response.headers["WWW-Authenticate"].startswith("Bearer")
        else:
            assert response.status_code == 303, path
            assert response.location.startswith("/sign-in"), path


def _values(
    endpoint: str, names: set[str], defaults: Mapping[str, object] | None
) -> dict[str, object]:
    known = gates.values()
    return {name: known[name] for name in names} | dict(defaults or {})


@pytest.mark.parametrize("needed", ["operator", "admin"])
def test_a_role_below_is_refused_with_a_sentence(
    signed_in: Callable[[str], Visitor], needed: str
) -> None:
    below = RANKS[RANKS.index(needed) - 1]
    for path in gates.commands(needed):
        response = signed_in(below).post(path)
        assert response.status_code == 403, path
        assert f"needs the role {needed}" in response.text


def test_tokens_have_roles_too(api: Callable[..., TestResponse]) -> None:
    resync = "/connections/kauri/invoices/49010/resync"
    assert api(resync, "POST", "viewer").status_code == 403
    assert api(resync, "POST", "operator").status_code == 200
    state = {"json": {"state": "active"}}
    assert api("/connections/kauri", "PATCH", "operator", **state).status_code == 403
    assert api("/connections/kauri", "PATCH", "admin", **state).status_code == 200


def test_a_wrong_token_is_told_apart_from_a_weak_one(app: Flask) -> None:
    headers = {"Authorization": "Bearer nonsense"}
    response = app.test_client().get("/api/v1/connections", headers=headers)
    assert response.status_code == 401
    assert response.get_json()["code"] == "sign_in_needed"


def test_a_form_without_its_token_changes_nothing(
    signed_in: Callable[[str], Visitor], rpc: object
) -> None:
    visitor = signed_in("admin")
    response = visitor.client.post("/c/kauri/state", data={"state": "paused"})
    assert response.status_code == 403
    assert "form has expired" in response.text
    assert rpc.calls == []  # type: ignore[attr-defined]


def test_a_form_on_another_site_is_refused(signed_in: Callable[[str], Visitor]) -> None:
    visitor = signed_in("admin")
    response = visitor.post(
        "/c/kauri/state", {"state": "paused"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert response.status_code == 403
    assert "another site" in response.text


def test_a_session_may_read_the_api_but_needs_the_form_token_to_change(
    signed_in: Callable[[str], Visitor],
) -> None:
    visitor = signed_in("admin")
    assert visitor.get("/api/v1/connections").status_code == 200
    refused = visitor.client.patch("/api/v1/connections/kauri", json={"state": "paused"})
    assert refused.status_code == 403
    token = {"X-CSRFToken": visitor.token()}
    changed = visitor.client.patch(
        "/api/v1/connections/kauri", json={"state": "paused"}, headers=token
    )
    assert changed.status_code == 200


def test_a_token_opens_no_page(app: Flask) -> None:
    headers = {"Authorization": "Bearer viewer-token-0123456789abcdef"}
    assert app.test_client().get("/", headers=headers).status_code == 303


def test_a_fragment_without_a_session_leads_the_whole_page_to_sign_in(visitor: Visitor) -> None:
    response = visitor.get("/c/kauri/sync/invoices", headers={"HX-Request": "true"})
    assert response.status_code == 401
    assert response.headers["HX-Redirect"].startswith("/sign-in?next=")
