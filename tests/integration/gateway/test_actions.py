"""Buttons ring the right actor, say what came of it, and leave a trace."""

from collections.abc import Callable
from typing import Any

import pytest

from core.domain.errors import UnavailableError
from core.runtime.rpc_client import RemoteCallError
from core.store import audit_events
from core.store.documents import AuditEventDocument
from gateway.pages import engine
from tests.factories.gateway_world import PEOPLE, StubRpc
from tests.integration.gateway.conftest import Visitor

RECORD = "/c/kauri/sync/invoices/49010"
JSON = {"Accept": "application/json"}


@pytest.fixture
def operator(signed_in: Callable[[str], Visitor]) -> Visitor:
    return signed_in("operator")


@pytest.mark.parametrize("command", ["resync", "skip", "unskip", "trace", "release"])
def test_a_command_goes_to_the_posting_actor(operator: Visitor, rpc: StubRpc, command: str) -> None:
    rpc.answers[command] = {"ok": True, "status": "pending_sync", "message": "It is queued again."}
    response = operator.post(f"{RECORD}/{command}", {"reason": "because"})
    assert response.status_code == 303
    assert response.location == RECORD
    assert rpc.calls == [
        (
            "xero_posting",
            command,
            {
                "connection_id": "kauri", "autotask_id": 49_010, "by": PEOPLE["operator"],
                "reason": "because",
            },
        )
    ]  # fmt: skip
    assert "It is queued again." in operator.text(RECORD)


def test_who_did_what_and_why_is_kept(operator: Visitor) -> None:
    operator.post(f"{RECORD}/skip", {"reason": "duplicate of paper invoice"})
    event = AuditEventDocument._get_collection().find_one({"reason": "duplicate of paper invoice"})
    assert event is not None
    assert event["who"] == PEOPLE["operator"]
    assert (event["action"], event["connection"]) == ("skip", "kauri")
    assert event["subject"] == "invoices/49010"


def test_a_script_gets_the_message_itself(operator: Visitor, rpc: StubRpc) -> None:
    rpc.answers["resync"] = {"ok": True, "status": "pending_sync", "message": "Queued."}
    response = operator.post(f"{RECORD}/resync", headers=JSON)
    assert response.get_json() == {"message": "Queued.", "status": "pending_sync"}


def test_a_refusal_is_a_conflict_with_the_actors_sentence(operator: Visitor, rpc: StubRpc) -> None:
    rpc.answers["resync"] = {
        "ok": False, "problem": {"code": "conflict", "message": "It is being sent just now."},
    }  # fmt: skip
    page = operator.post(f"{RECORD}/resync")
    assert page.status_code == 409
    assert "It is being sent just now." in page.text
    told = operator.post(f"{RECORD}/resync", headers=JSON)
    assert told.status_code == 409
    assert told.content_type == "application/problem+json"
    assert told.get_json()["detail"] == "It is being sent just now."


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("not_found", 404),
        ("invalid", 422),
        ("unavailable", 503),
        ("unauthorized", 502),
        ("odd", 409),
    ],
)
def test_each_problem_code_has_its_http_status(
    operator: Visitor, rpc: StubRpc, code: str, status: int
) -> None:
    rpc.answers["skip"] = {"ok": False, "problem": {"code": code, "message": "No."}}
    assert operator.post(f"{RECORD}/skip", headers=JSON).status_code == status


def test_an_actor_that_is_down_gives_a_sentence(operator: Visitor, rpc: StubRpc) -> None:
    sentence = "The posting service is not answering; try again in a moment."
    rpc.answers["resync"] = UnavailableError(sentence)
    page = operator.post(f"{RECORD}/resync", {"reason": "outage"})
    assert page.status_code == 503
    assert sentence in page.text
    event = AuditEventDocument._get_collection().find_one({"reason": "outage"})
    assert event is not None
    assert (event["action"], event["detail"]) == ("resync", {"outcome": "unknown"})


def test_the_line_of_the_trail_is_there_before_the_deed_and_survives_the_database(
    operator: Visitor, rpc: StubRpc, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database goes between the deed and its line's end; the person hears that it was done."""
    trail = AuditEventDocument._get_collection()
    seen: list[Any] = []

    def deed(_: dict[str, Any]) -> dict[str, Any]:
        seen.append(trail.find_one({"reason": "failover"}))
        monkeypatch.setattr(audit_events, "settle", gone)
        return {"ok": True, "message": "It is queued."}

    def gone(*_: Any) -> None:
        raise UnavailableError("The database is not answering.")

    rpc.answers["resync"] = deed
    told = operator.post(f"{RECORD}/resync", {"reason": "failover"}, headers=JSON)
    assert (told.status_code, told.get_json()["message"]) == (200, "It is queued.")
    assert seen[0]["detail"] == {"outcome": "unknown"}
    assert trail.find_one({"reason": "failover"}) == seen[0]


def test_without_a_line_in_the_trail_nothing_is_asked_and_a_refusal_leaves_none(
    operator: Visitor, rpc: StubRpc, monkeypatch: pytest.MonkeyPatch
) -> None:
    rpc.answers["skip"] = {"ok": False, "problem": {"code": "conflict", "message": "No."}}
    assert operator.post(f"{RECORD}/skip", {"reason": "refused"}).status_code == 409
    assert AuditEventDocument._get_collection().find_one({"reason": "refused"}) is None
    rpc.calls.clear()

    def gone(**_: Any) -> None:
        raise UnavailableError("The database is not answering.")

    monkeypatch.setattr(audit_events, "begin", gone)
    assert operator.post(f"{RECORD}/skip", {"reason": "early"}).status_code == 503
    assert rpc.calls == []


def test_a_bug_in_an_actor_shows_no_insides(operator: Visitor, rpc: StubRpc) -> None:
    rpc.answers["resync"] = RemoteCallError("xero_posting", "resync", "KeyError", "secret detail")
    page = operator.post(f"{RECORD}/resync")
    assert page.status_code == 502
    assert "secret detail" not in page.text
    assert "unexpected error" in page.text
    told = operator.post(f"{RECORD}/resync", headers=JSON)
    assert told.get_json()["code"] == "service_failed"


def test_the_switch_sends_the_wanted_state(
    signed_in: Callable[[str], Visitor], rpc: StubRpc
) -> None:
    admin = signed_in("admin")
    assert admin.post("/c/kauri/state", {"state": "paused"}).status_code == 303
    (service, method, arguments) = rpc.calls[0]
    assert (service, method) == ("autotask_ingestion", "set_connection_state")
    assert arguments == {"connection_id": "kauri", "state": "paused", "by": PEOPLE["admin"]}
    assert admin.post("/c/kauri/state", {"state": "toggle"}).status_code == 422
    assert admin.post("/c/kauri/state", {}).status_code == 422


def test_a_script_gets_what_surrounds_its_page_with_the_answer_of_the_switch(
    signed_in: Callable[[str], Visitor], rpc: StubRpc, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin, wanted = signed_in("admin"), {"state": "active"}
    told = admin.post("/c/kauri/state", wanted, headers=JSON).get_json()
    assert told["message"] == "set_connection_state done."
    assert 'id="engine"' in told["html"]
    assert 'name="next" value=""' in told["html"]

    def away(_: str) -> None:
        raise UnavailableError("The database is not answering.")

    # The switch was turned: that the page can't be read just then must not look like a refusal.
    monkeypatch.setattr(engine, "frame_of", away)
    told = admin.post("/c/kauri/state", wanted | {"asked": "yes"}, headers=JSON)
    assert told.status_code == 200
    assert told.get_json()["html"] == ""


def test_sync_now_rings_the_ingestion_or_the_purchase_orders(
    operator: Visitor, rpc: StubRpc
) -> None:
    operator.post("/c/kauri/sync-now")
    operator.post("/c/kauri/sync-now", {"shelf": "purchase-orders"})
    assert [call[0] for call in rpc.calls] == ["autotask_ingestion", "purchase_order_sync"]


def test_commands_for_an_unknown_connection_reach_nobody(operator: Visitor, rpc: StubRpc) -> None:
    assert operator.post("/c/nobody/sync/invoices/1/resync").status_code == 404
    assert rpc.calls == []


def test_purchase_orders_are_never_skipped(operator: Visitor, rpc: StubRpc) -> None:
    assert operator.post("/c/kauri/sync/purchase-orders/71/skip").status_code == 409
    assert rpc.calls == []


def test_a_form_cannot_send_people_to_another_site(operator: Visitor) -> None:
    response = operator.post(f"{RECORD}/resync", {"next": "https://evil.example/"})
    assert response.location == "/"
