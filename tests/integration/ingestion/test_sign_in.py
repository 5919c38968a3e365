"""A sign-in that Autotask refuses: one failure, then silence until a person has acted."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from core.domain.errors import UnauthorizedError
from core.runtime.autotask_access import AutotaskAccess
from core.store import connections
from core.store.sealing import Sealer
from tests.contract.sandboxes import INTEGRATION_CODE, SECRET, USER
from tests.integration.ingestion.conftest import Tenant

Begin = Callable[..., Tenant]

GOOD = {"user": USER, "secret": SECRET, "integration_code": INTEGRATION_CODE}


def _calls_in(tenant: Tenant, minutes: int) -> list[dict[str, Any]]:
    """What is called while every second somebody looks whether there is something to do."""
    before = tenant.sandbox.last_request()
    for _ in range(minutes * 4):
        tenant.offset += timedelta(seconds=15)
        tenant.run_if_due()
    return tenant.sandbox.requests_since(before)


def _refused(calls: list[dict[str, Any]]) -> int:
    return sum(call["status"] == 401 for call in calls)


def _message(tenant: Tenant) -> str:
    found = tenant.server.connections.find_one({"_id": "kauri"})
    return str(found["autotask_health"]["message"])


def test_a_wrong_secret_is_tried_once_and_never_again(begin: Begin) -> None:
    tenant = begin(secret="wrong")
    assert _refused(tenant.look()) == 1
    assert tenant.health() == "unauthorized"
    assert "locks users" in _message(tenant)
    assert "Test the sign-in" in _message(tenant)
    assert tenant.server.invoices.count_documents({}) == 0
    assert _calls_in(tenant, 60) == []
    assert tenant.log_codes() == ["AUTOTASK_UNAUTHORIZED"]


@pytest.mark.parametrize("wrong", [{"user": "nobody@kauri.test"}, {"integration_code": "UNKNOWN"}])
def test_an_unknown_user_or_integration_is_a_refused_sign_in_too(
    begin: Begin, wrong: dict[str, str]
) -> None:
    tenant = begin()
    tenant.ensure("kauri", GOOD | wrong, {"poll_seconds": 5})
    tenant.look()
    assert tenant.health() == "unauthorized"
    assert _calls_in(tenant, 20) == []


def test_an_unknown_user_is_found_out_where_autotask_refuses_without_a_word(begin: Begin) -> None:
    tenant = begin()
    tenant.look()
    tenant.sandbox.door("POST", "switches", {"unknown_user": "bare"})
    try:
        tenant.ensure("kauri", GOOD | {"user": "gone@kauri.test"}, {"poll_seconds": 5})
        calls = _calls_in(tenant, 20)
    finally:
        tenant.sandbox.door("POST", "switches", {"unknown_user": "sentence"})
    assert tenant.health() == "unauthorized"
    assert len(calls) == 4
    assert calls[-1]["path"].lower().endswith("zoneinformation")


def test_nobody_else_calls_either(begin: Begin) -> None:
    tenant = begin(secret="wrong")
    tenant.look()
    before = tenant.sandbox.last_request()
    assert tenant.rounds.refresh_invoice("kauri", 1)["problem"]["code"] == "unauthorized"
    with pytest.raises(UnauthorizedError):
        _open(tenant)
    assert tenant.sandbox.requests_since(before) == []


def test_a_client_that_is_at_work_stops_with_its_next_call(tenant: Tenant) -> None:
    client = _open(tenant)
    tenant.sandbox.arm("unauthorized", "Invoices")
    tenant.look()
    before = tenant.sandbox.last_request()
    with pytest.raises(UnauthorizedError):
        client.currencies()
    assert tenant.sandbox.requests_since(before) == []


def _open(tenant: Tenant) -> Any:
    connection = connections.get("kauri")
    assert connection
    return AutotaskAccess(tenant.settings).open(connection, lambda _: None)


def test_sync_now_tries_once_more(tenant: Tenant) -> None:
    tenant.sandbox.arm("unauthorized", "Invoices")
    tenant.look()
    assert tenant.health() == "unauthorized"
    ids = tenant.bill(1)
    tenant.rounds.sync_now("kauri")
    tenant.run_if_due()
    assert tenant.health() == "ok"
    assert tenant.invoice(ids[0])["status"] == "pending_sync"


def test_sync_now_that_went_well_leaves_no_wait_for_the_next_refusal(tenant: Tenant) -> None:
    for _ in range(2):
        tenant.sandbox.arm("unauthorized", "Invoices")
        tenant.look()
        assert tenant.health() == "unauthorized"
        assert tenant.rounds.sync_now("kauri")["started"] is True
        tenant.run_if_due()
        assert tenant.health() == "ok"


def test_sync_now_pressed_again_and_again_is_no_retry_loop(begin: Begin) -> None:
    tenant = begin(secret="wrong")
    tenant.look()
    tenant.rounds.sync_now("kauri")
    tenant.run_if_due()
    before = tenant.sandbox.last_request()
    answer = tenant.rounds.sync_now("kauri")
    tenant.run_if_due()
    assert (answer["ok"], answer["started"]) == (True, False)
    assert "it tries again in 15 minutes at the earliest" in answer["message"]
    assert "Enter new credentials" in answer["message"]
    assert tenant.sandbox.requests_since(before) == []
    assert tenant.health() == "unauthorized"


def test_a_test_that_succeeds_ends_the_stop(tenant: Tenant) -> None:
    tenant.sandbox.arm("unauthorized", "Invoices")
    tenant.look()
    assert tenant.credentials.test("kauri")["ok"]
    assert tenant.health() == "ok"
    assert tenant.look()[-1]["status"] == 200


def test_a_test_that_fails_is_one_call_and_leaves_the_stop(begin: Begin) -> None:
    tenant = begin(secret="wrong")
    before = tenant.sandbox.last_request()
    answer = tenant.credentials.test("kauri")
    assert answer["problem"]["code"] == "unauthorized"
    assert "Autotask" in answer["problem"]["message"]
    assert _refused(tenant.sandbox.requests_since(before)) == 1
    assert tenant.health() == "unauthorized"
    assert tenant.look() == []


@pytest.mark.parametrize("way", ["test", "the same credentials"])
def test_a_test_or_the_same_credentials_again_and_again_is_no_retry_loop(
    begin: Begin, way: str
) -> None:
    tenant = begin(secret="wrong")
    tenant.look()
    before = tenant.sandbox.last_request()
    answers = [
        tenant.credentials.test("kauri")
        if way == "test"
        else tenant.credentials.save("kauri", GOOD | {"secret": "wrong"}, "me")
        for _ in range(5)
    ]
    codes = [answer["problem"]["code"] for answer in answers]
    assert codes == ["unauthorized"] + ["too_many_requests"] * 4
    assert "in 15 minutes at the earliest" in answers[1]["problem"]["message"]
    assert _refused(tenant.sandbox.requests_since(before)) == 1
    assert not tenant.rounds.sync_now("kauri")["started"]
    assert tenant.look() == []
    assert tenant.credentials.save("kauri", GOOD, "me")["ok"], "others are tried at once"


def test_a_tenant_that_moved_is_followed_and_no_invoice_waits(tenant: Tenant) -> None:
    ids = tenant.bill(1)
    tenant.sandbox.arm("zone_moved", "Invoices")
    assert _refused(tenant.look()) == 1
    assert tenant.health() == "ok"
    assert tenant.invoice(ids[0])["status"] == "pending_sync"
    connection = connections.get("kauri")
    assert connection
    assert "/zone2/" in str(connection.zone_url)
    assert [call["status"] for call in tenant.look()] == [200]


def test_refused_at_the_new_home_as_well_ends_it(tenant: Tenant) -> None:
    tenant.sandbox.arm("zone_moved", "Invoices")
    tenant.sandbox.arm("unauthorized", "Invoices", calls=2)
    assert _refused(tenant.look()) == 2
    assert tenant.health() == "unauthorized"
    assert _calls_in(tenant, 20) == []


def test_without_an_answer_about_the_zone_no_secret_leaves(tenant: Tenant) -> None:
    """Refused while the zone cannot be looked up: nobody knows yet whether the tenant has moved."""
    tenant.sandbox.arm("unauthorized", "Invoices")
    tenant.sandbox.arm("unavailable", "ZoneInformation", calls=3)
    assert _refused(tenant.look()) == 1
    assert tenant.health() == "down"
    calls = [*tenant.look(), *tenant.look()]
    assert {call["path"].rsplit("/", 1)[-1].lower() for call in calls} == {"zoneinformation"}
    assert tenant.look()[-1]["path"].lower().endswith("zoneinformation")
    assert tenant.health() == "unauthorized"
    assert tenant.rounds.sync_now("kauri")["ok"]
    tenant.run_if_due()
    assert tenant.health() == "ok"


@pytest.mark.parametrize("travels", ["sealed", "open"])
def test_new_credentials_are_proven_saved_and_used(begin: Begin, travels: str) -> None:
    tenant = begin(secret="wrong")
    tenant.look()
    sealed = {"sealed": Sealer(tenant.settings.secret_key).seal(GOOD)}
    entered = sealed if travels == "sealed" else GOOD
    answer = tenant.credentials.save("kauri", entered, "aroha@kauri.test")
    assert answer["ok"], answer
    tenant.run_if_due()
    assert tenant.health() == "ok"
    assert tenant.standings()["pending_sync"] == 30
    lines = list(tenant.server.log_entries.find({"code": "CREDENTIALS_SAVED"}))
    assert "aroha@kauri.test" in lines[0]["message"]
    assert SECRET not in str(list(tenant.server.log_entries.find()))
    assert SECRET not in str(list(tenant.server.connections.find()))


@pytest.mark.parametrize(
    ("entered", "code"),
    [
        ({"secret": "wrong"}, "unauthorized"),
        ({"user": "nobody@kauri.test"}, "unauthorized"),
        ({"integration_code": "UNKNOWN"}, "unauthorized"),
        ({"secret": "söme†hing"}, "unauthorized"),
        ({"sealed": "with another key"}, "invalid"),
        ({"secret": ""}, "invalid"),
        ({"user": None}, "invalid"),
        ({"secret": "x" * 501}, "invalid"),
    ],
)
def test_credentials_that_do_not_work_never_replace_those_that_do(
    tenant: Tenant, entered: dict[str, Any], code: str
) -> None:
    answer = tenant.credentials.save("kauri", GOOD | entered, "me")
    assert answer["problem"]["code"] == code
    assert tenant.look()[-1]["status"] == 200
    assert tenant.health() == "ok"
    assert "CREDENTIALS_SAVED" not in tenant.log_codes()


def test_while_autotask_is_away_nothing_is_saved(tenant: Tenant) -> None:
    tenant.sandbox.arm("drop_before_commit", calls=2)
    answer = tenant.credentials.save("kauri", GOOD, "me")
    assert answer["problem"]["code"] == "unavailable"


def test_credentials_of_another_tenant_are_refused(tenant: Tenant) -> None:
    """The ledger knows invoices by Autotask's ids, which mean others there."""
    tenant.sandbox.door(
        "POST", "reset", {"seed": 2, "world": {"companies": 3, "invoices": 5, "lines": 1}}
    )
    answer = tenant.credentials.save("kauri", GOOD, "me")
    assert answer["problem"]["code"] == "conflict"
    assert "another tenant" in answer["problem"]["message"]


def test_an_api_user_serves_one_connection_and_is_shared_by_name(tenant: Tenant) -> None:
    tenant.ensure("rata", GOOD | {"user": "x@rata.test"}, {})
    answer = tenant.credentials.save("rata", GOOD, "me")
    assert answer["problem"]["code"] == "conflict"
    assert "same_as" in answer["problem"]["message"]


def test_a_second_user_of_a_tenant_that_another_connection_reads_is_refused(
    tenant: Tenant,
) -> None:
    """In the ledger the invoices are those of Rata, whose own user is another one."""
    tenant.server.connections.delete_many({})
    tenant.ensure("rata", GOOD | {"user": "x@rata.test"}, {})
    tenant.server.invoices.update_many({}, {"$set": {"connection": "rata"}})
    tenant.ensure("kauri", GOOD, {})
    answer = tenant.credentials.save("kauri", GOOD, "me")
    assert answer["problem"]["code"] == "conflict"
    assert "connection rata reads already with another user" in answer["problem"]["message"]
    tested = tenant.credentials.test("kauri")
    assert tested["ok"]
    assert '"same_as": "rata"' in tested["message"]
    tenant.server.invoices.update_many({}, {"$set": {"raw.invoice.createDateTime": "another"}})
    assert tenant.credentials.save("kauri", GOOD, "me")["ok"]


def test_a_right_that_a_look_needs_is_no_wrong_secret_and_is_asked_for_every_quarter_of_an_hour(
    tenant: Tenant,
) -> None:
    tenant.sandbox.arm("not_permitted", "Invoices", calls=5)
    tenant.look()
    assert tenant.health() == "not_permitted"
    assert tenant.log_codes().count("AUTOTASK_NOT_PERMITTED") == 1
    assert "The sign-in itself is good" in _message(tenant)
    assert "no invoice is read" in _message(tenant)
    assert [call["status"] for call in _calls_in(tenant, 60)] == [500] * 4
    assert tenant.log_codes().count("AUTOTASK_NOT_PERMITTED") == 1
    assert tenant.rounds.sync_now("kauri")["ok"]
    tenant.run_if_due()
    assert tenant.health() == "ok"
