"""Signing in with a password."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from core.store import users
from core.store.documents import AuditEventDocument
from tests.factories.gateway_world import PASSWORD, PEOPLE
from tests.integration.gateway.conftest import Visitor

ADA = PEOPLE["admin"]


def audit_actions(who: str) -> list[str]:
    found = AuditEventDocument._get_collection().find({"who": who}).sort("at", 1)
    return [event["action"] for event in found]


def test_the_right_password_leads_to_the_page_that_was_wanted(visitor: Visitor) -> None:
    asked = visitor.get("/c/kauri/sync/invoices?status=fault")
    assert asked.status_code == 303
    assert asked.location.startswith("/sign-in?next=")
    back = {"email": ADA, "password": PASSWORD, "next": "/c/kauri/sync/invoices?status=fault"}
    entered = visitor.post("/sign-in", back)
    assert entered.status_code == 303
    assert entered.location == "/c/kauri/sync/invoices?status=fault"
    assert "Kauri Managed IT" in visitor.text("/")
    assert "signed_in" in audit_actions(ADA)


@pytest.mark.parametrize("email", [ADA, "nobody@example.test"])
def test_a_wrong_guess_does_not_say_which_part_was_wrong(visitor: Visitor, email: str) -> None:
    response = visitor.post("/sign-in", {"email": email, "password": "wrong"})
    assert response.status_code == 422
    assert "E-mail or password is not right" in response.text
    assert PASSWORD not in response.text
    assert visitor.get("/").status_code == 303
    assert "sign_in_failed" in audit_actions(email)


def test_the_name_is_read_without_regard_to_case_and_blanks(visitor: Visitor) -> None:
    assert visitor.sign_in(f"  {ADA.upper()} ").status_code == 303


@pytest.mark.parametrize(
    "foreign", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_led_to_another_site(visitor: Visitor, foreign: str) -> None:
    back = {"email": ADA, "password": PASSWORD, "next": foreign}
    assert visitor.post("/sign-in", back).location == "/"


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(visitor: Visitor) -> None:
    cookie = visitor.sign_in(ADA).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_session_ends_when_nobody_uses_it(
    app: Flask, signed_in: Callable[[str], Visitor]
) -> None:
    visitor = signed_in("admin")
    long_ago = datetime.now(UTC) - timedelta(minutes=31)
    with visitor.client.session_transaction() as session:
        session["seen_at"] = int(long_ago.timestamp())
    assert visitor.get("/").status_code == 303


def test_a_page_that_polls_does_not_keep_a_session_alive(
    signed_in: Callable[[str], Visitor],
) -> None:
    visitor = signed_in("admin")
    earlier = int((datetime.now(UTC) - timedelta(minutes=20)).timestamp())
    with visitor.client.session_transaction() as session:
        session["seen_at"] = earlier
    visitor.text("/c/kauri/sync/live?tab=invoices")
    visitor.text("/c/kauri/sync/preflight?id=p1", headers={"HX-Request": "true"})
    with visitor.client.session_transaction() as session:
        assert session["seen_at"] == earlier
    visitor.text("/c/kauri/sync/invoices")
    with visitor.client.session_transaction() as session:
        assert session["seen_at"] > earlier


def test_ending_a_users_sessions_signs_out_every_browser(app: Flask) -> None:
    now = datetime.now(UTC)
    users.ensure(email="tmp@example.test", name="T", role="viewer", password=PASSWORD, now=now)
    first, second = Visitor(app.test_client()), Visitor(app.test_client())
    for visitor in (first, second):
        visitor.sign_in("tmp@example.test")
        assert visitor.get("/").status_code == 200
    users.end_sessions("tmp@example.test")
    assert first.get("/").status_code == 303
    assert second.get("/").status_code == 303


def test_making_the_same_user_again_ends_no_session(app: Flask) -> None:
    visitor = Visitor(app.test_client())
    visitor.sign_in(ADA)
    now = datetime.now(UTC)
    users.ensure(email=ADA, name="Ada", role="admin", password=PASSWORD, now=now)
    assert visitor.get("/").status_code == 200


def test_signing_out_forgets_the_session(visitor: Visitor) -> None:
    visitor.sign_in(ADA)
    assert visitor.post("/sign-out").location == "/sign-in"
    assert visitor.get("/").status_code == 303


def test_guessing_is_slowed_down_by_name(visitor: Visitor) -> None:
    guess = {"email": "guessed@example.test", "password": "wrong"}
    token = {"csrf_token": visitor.token()}
    addresses = [{"REMOTE_ADDR": f"192.0.2.{number}"} for number in range(11)]
    answers = [
        visitor.client.post("/sign-in", data=guess | token, environ_base=address)
        for address in addresses
    ]
    assert [answer.status_code for answer in answers] == [422] * 10 + [429]
    refused = answers[-1]
    assert int(refused.headers["Retry-After"]) > 0
    assert "Too many tries" in refused.text
