"""Options by PATCH: all problems at once and nothing saved, or saved by the actor and audited."""

from collections.abc import Callable

from werkzeug.test import TestResponse

from core.store.documents import AuditEventDocument, ConnectionDocument
from tests.factories.gateway_world import StubRpc

Api = Callable[..., TestResponse]
PATH = "/connections/kauri"


def _patch(api: Api, settings: dict[str, object], role: str = "admin") -> TestResponse:
    return api(PATH, "PATCH", role, json={"settings": settings})


def test_options_go_to_the_actor_that_checks_and_saves(api: Api, rpc: StubRpc) -> None:
    rpc.answers["save_settings"] = {
        "ok": True, "saved": True, "problems": [], "changed": ["mark_sent"], "message": "m",
    }  # fmt: skip
    answer = _patch(api, {"mark_sent": True})
    assert answer.status_code == 200
    (call,) = rpc.calls
    arguments = {"connection_id": "kauri", "changes": {"mark_sent": True}, "by": "token:admin"}
    assert call == ("xero_posting", "save_settings", arguments)
    event = AuditEventDocument._get_collection().find_one(
        {"action": "settings", "connection": "kauri"}
    )
    assert event
    assert (event["who"], event["subject"]) == ("token:admin", "mark_sent")


def test_what_the_options_forbid_themselves_reaches_nobody(api: Api, rpc: StubRpc) -> None:
    answer = _patch(api, {"batch_size": 51, "colour": "red", "rounding_cap": "x"})
    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
    fields = {each["field"] for each in answer.get_json()["errors"]}
    assert fields == {"settings.batch_size", "settings.colour", "settings.rounding_cap"}
    assert rpc.calls == []


def test_what_the_organisation_refuses_is_told_whole(api: Api, rpc: StubRpc) -> None:
    rpc.answers["save_settings"] = {
        "ok": True, "saved": False,
        "problems": [
            {"option": "accounts", "value": "204", "message": "Account 204 is archived."},
            {"option": "tracking", "value": "Region", "message": "There is no Region."},
        ],
    }  # fmt: skip
    answer = _patch(api, {"accounts": {"Labor": "204"}})
    assert answer.status_code == 422
    told = answer.get_json()
    assert told["errors"] == [
        {"field": "settings.accounts", "message": "Account 204 is archived."},
        {"field": "settings.tracking", "message": "There is no Region."},
    ]
    assert "Account 204 is archived." in told["detail"]


def test_what_does_not_block_is_told_with_the_connection(api: Api, rpc: StubRpc) -> None:
    rpc.answers["save_settings"] = {
        "ok": True, "saved": True, "changed": ["due_days"], "not_read": ["xero_themes"],
        "problems": [
            {"option": "currencies", "message": "No AUD.", "blocks": False},
            {"option": "accounts", "message": "204 is archived.", "blocks": True,
             "standing": True},
        ],
    }  # fmt: skip
    told = _patch(api, {"due_days": 9}).get_json()
    assert told["id"] == "kauri"
    assert told["not_read"] == ["xero_themes"]
    assert told["problems"] == [
        {"option": "currencies", "message": "No AUD.", "standing": False},
        {"option": "accounts", "message": "204 is archived.", "standing": True},
    ]


def test_a_refusal_keeps_apart_what_blocks_and_what_does_not(api: Api, rpc: StubRpc) -> None:
    rpc.answers["save_settings"] = {
        "ok": True, "saved": False, "not_read": ["xero_themes"],
        "problems": [
            {"option": "tracking", "message": "There is no Region.", "blocks": True},
            {"option": "currencies", "message": "No AUD.", "blocks": False},
        ],
    }  # fmt: skip
    told = _patch(api, {"due_days": 9}).get_json()
    assert told["errors"] == [{"field": "settings.tracking", "message": "There is no Region."}]
    assert told["warnings"] == [{"field": "settings.currencies", "message": "No AUD."}]
    assert told["not_read"] == ["xero_themes"]
    assert "AUD" not in told["detail"]


def test_only_administrators_change_options(api: Api, rpc: StubRpc) -> None:
    assert _patch(api, {"mark_sent": True}, "operator").status_code == 403
    assert api(PATH, "PATCH", "admin", json={}).status_code == 422
    assert rpc.calls == []


def test_state_and_options_may_change_together(api: Api, rpc: StubRpc) -> None:
    rpc.answers["save_settings"] = {"ok": True, "saved": True, "problems": [], "changed": []}
    body = {"state": "active", "settings": {"due_days": 30}}
    assert api(PATH, "PATCH", "admin", json=body).status_code == 200
    assert [method for _, method, _ in rpc.calls] == ["save_settings", "set_connection_state"]


def test_a_connection_says_which_options_are_not_as_usual_and_what_stands(api: Api) -> None:
    standing = {"NO_APPROVAL_RIGHT": {"message": "Drafts came back.", "since_at": None}}
    ConnectionDocument._get_collection().update_one(
        {"_id": "other"}, {"$set": {"settings": {"due_days": 7}, "warnings": standing}}
    )
    found = api("/connections/other").get_json()
    assert found["settings"] == {"due_days": 7}
    assert found["warnings"][0]["code"] == "NO_APPROVAL_RIGHT"
