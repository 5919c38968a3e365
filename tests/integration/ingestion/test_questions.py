"""What other actors and people ask of ingestion about one connection or invoice."""

from core.domain.papers import Form
from core.store import checkpoints
from tests.integration.ingestion.conftest import Tenant


def _some_id(tenant: Tenant) -> int:
    found: int = tenant.server.invoices.find_one()["autotask_id"]
    return found


def test_sync_now_makes_the_next_tick_look(tenant: Tenant) -> None:
    assert tenant.rounds.sync_now("kauri") == {
        "ok": True,
        "started": True,
        "message": "Looking into Autotask now.",
    }
    before = tenant.sandbox.last_request()
    tenant.run_if_due()
    assert tenant.sandbox.requests_since(before)


def test_sync_now_during_a_run_starts_no_second_one(tenant: Tenant) -> None:
    checkpoints.begin("kauri", "ingest", tenant.now())
    answer = tenant.rounds.sync_now("kauri")
    assert (answer["ok"], answer["started"]) == (True, False)


def test_an_invoice_can_be_read_again_by_itself(tenant: Tenant) -> None:
    autotask_id = _some_id(tenant)
    tenant.edit(autotask_id, orderNumber="PO 5")
    tenant.events.clear()
    assert tenant.rounds.refresh_invoice("kauri", autotask_id)["ok"]
    assert tenant.invoice(autotask_id)["order_number"] == "PO 5"
    assert ("invoices_pending", {"connection_id": "kauri"}) in tenant.events


def test_an_invoice_that_autotask_does_not_have_is_not_found(tenant: Tenant) -> None:
    assert tenant.rounds.refresh_invoice("kauri", 1)["problem"]["code"] == "not_found"


def test_a_vendor_that_is_away_is_a_problem_with_a_sentence(tenant: Tenant) -> None:
    tenant.sandbox.arm("drop_before_commit", calls=5)
    answer = tenant.rounds.refresh_invoice("kauri", _some_id(tenant))
    assert answer["problem"]["code"] == "unavailable"
    assert "Autotask" in answer["problem"]["message"]


def test_an_unknown_connection_is_not_found_by_any_question(tenant: Tenant) -> None:
    rounds = tenant.rounds
    for answer in (
        rounds.sync_now("rata"),
        rounds.refresh_invoice("rata", 1),
        rounds.fetch_paper("rata", 1, Form.HTML),
        tenant.credentials.test("rata"),
        rounds.set_state("rata", "active", "me"),
    ):
        assert answer["problem"]["code"] == "not_found"


def test_the_state_is_active_or_paused_and_nothing_else(tenant: Tenant) -> None:
    assert tenant.rounds.set_state("kauri", "sleepy", "me")["problem"]["code"] == "invalid"
    assert tenant.rounds.set_state("kauri", "paused", "me")["state"] == "paused"
    assert "STATE_PAUSED" in tenant.log_codes()
    assert ("connection_changed", {"connection_id": "kauri"}) in tenant.events
