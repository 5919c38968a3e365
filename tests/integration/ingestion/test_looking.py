"""What a look into Autotask brings into the ledger, and what it costs."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from core.domain.money import to_cents
from core.store import checkpoints, connections, leases
from core.store.invoices import Completion, Step, claim, complete
from tests.contract.sandboxes import SECRET
from tests.factories.documents import make_document, make_draft
from tests.integration.ingestion.conftest import Tenant

Begin = Callable[..., Tenant]


def _paths(calls: list[dict[str, Any]]) -> list[str]:
    return [call["path"].split("/V1.0/")[-1] for call in calls]


def _reach_xero(tenant: Tenant, autotask_id: int) -> None:
    step = Step("TEST", "Test.", "test", tenant.now())
    claim("kauri", [autotask_id], "b1", step)
    found = make_document(make_draft(number="N"), xero_id=f"xero-{autotask_id}")
    complete("kauri", "b1", [Completion(autotask_id, found, "hash", "It is there.")], step)


def test_the_demo_world_stands_in_the_ledger_as_it_was_intended(begin: Begin) -> None:
    tenant = begin("demo")
    tenant.look()
    # A minute later the last number and the last lines have arrived.
    tenant.sandbox.door("POST", "clock", {"offset_seconds": 120})
    tenant.look()
    intents: dict[str, dict[str, str]] = tenant.sandbox.door("GET", "intents")
    assert len(intents) > 1_000
    surprises = {}
    for autotask_id, intent in intents.items():
        document = tenant.invoice(int(autotask_id))
        # What Xero will refuse is not known here: it waits for its batch like the rest.
        wanted = {"complete": "pending_sync", "fault": "pending_sync", "hold": "hold"}
        stands = "hold" if document["hold"] else document["status"]
        if stands != wanted.get(intent["expect"], intent["expect"]):
            surprises[autotask_id] = (stands, intent)
    assert surprises == {}
    _assert_same_money(tenant)


def _assert_same_money(tenant: Tenant) -> None:
    """To the cent, by Autotask's own header: net and tax."""
    response = tenant.sandbox.door("GET", "state")
    for raw in response["Invoices"]:
        document = tenant.invoice(raw["id"])
        if document["status"] == "pending_sync" and not document["hold"]:
            assert document["subtotal"].to_decimal() == to_cents(Decimal(str(raw["invoiceTotal"])))
            assert document["tax"].to_decimal() == to_cents(Decimal(str(raw["totalTaxValue"])))


def test_a_thousand_invoices_cost_a_few_calls_and_none_for_each(begin: Begin) -> None:
    tenant = begin("demo")
    calls = tenant.look()
    assert len(calls) < 40
    assert not [call for call in calls if call["status"] != 200]
    assert {call["path"].rsplit("/", 1)[-1] for call in calls} <= {
        "query",
        "next",
        "zoneInformation",
        "ThresholdInformation",
    }


def test_an_idle_look_costs_one_call(tenant: Tenant) -> None:
    assert _paths(tenant.look()) == ["Invoices/query"]
    assert _paths(tenant.look()) == ["Invoices/query"]


def test_an_idle_look_leaves_no_run_and_no_news(tenant: Tenant) -> None:
    runs = tenant.server.sync_runs.count_documents({})
    codes = tenant.log_codes()
    tenant.look()
    assert tenant.server.sync_runs.count_documents({}) == runs == 1
    assert tenant.log_codes() == codes


def test_new_invoices_are_brought_in_and_the_bell_rings(tenant: Tenant) -> None:
    tenant.events.clear()
    ids = tenant.bill(3)
    assert _paths(tenant.look()) == ["Invoices/query", "BillingItems/query"]
    assert [tenant.invoice(each)["status"] for each in ids] == ["pending_sync"] * 3
    assert ("invoices_pending", {"connection_id": "kauri"}) in tenant.events
    assert "run_finished" in [event for event, _ in tenant.events]


def test_before_its_time_nothing_is_asked(tenant: Tenant) -> None:
    before = tenant.sandbox.last_request()
    tenant.run_if_due()
    assert tenant.sandbox.requests_since(before) == []
    tenant.offset += timedelta(seconds=6)
    tenant.run_if_due()
    assert len(tenant.sandbox.requests_since(before)) == 1


def test_while_another_instance_looks_this_one_does_not(tenant: Tenant) -> None:
    lease = leases.acquire("kauri/ingest", 15)
    assert lease
    assert tenant.look() == []
    leases.release(lease)


def test_an_invoice_without_a_number_is_held_until_it_has_one(tenant: Tenant) -> None:
    (autotask_id,) = tenant.bill()
    tenant.edit(autotask_id, invoiceNumber=None)
    tenant.look()
    assert tenant.invoice(autotask_id)["hold"]["code"] == "NO_NUMBER"
    tenant.edit(autotask_id, invoiceNumber="KMI-9")
    tenant.look()
    document = tenant.invoice(autotask_id)
    assert (document["hold"], document["number"]) == (None, "KMI-9")
    assert [entry["code"] for entry in document["history"]] == ["NO_NUMBER", "INGESTED"]


def test_a_number_that_never_comes_is_a_fault_after_ten_minutes(tenant: Tenant) -> None:
    (autotask_id,) = tenant.bill()
    tenant.edit(autotask_id, invoiceNumber=None)
    tenant.look()
    tenant.offset += timedelta(minutes=10)
    tenant.look()
    assert tenant.invoice(autotask_id)["fault"]["code"] == "NUMBER_MISSING"


def _take_lines(tenant: Tenant, autotask_id: int) -> list[int]:
    items = tenant.sandbox.door("GET", "state")["BillingItems"]
    lines = [item["id"] for item in items if item["invoiceID"] == autotask_id]
    for line in lines:
        tenant.edit(line, "BillingItems", invoiceID=None)
    return lines


def test_lines_that_come_late_are_waited_for(tenant: Tenant) -> None:
    (autotask_id,) = tenant.bill(lines=3)
    lines = _take_lines(tenant, autotask_id)
    tenant.look()
    assert tenant.invoice(autotask_id)["hold"]["code"] == "NO_LINES"
    tenant.edit(lines[0], "BillingItems", invoiceID=autotask_id)
    tenant.look()
    assert tenant.invoice(autotask_id)["hold"]["code"] == "SUMS_DIFFER"
    for line in lines[1:]:
        tenant.edit(line, "BillingItems", invoiceID=autotask_id)
    tenant.look()
    document = tenant.invoice(autotask_id)
    assert (document["hold"], len(document["lines"])) == (None, 3)


def test_late_lines_are_still_waited_for_when_the_window_has_passed(tenant: Tenant) -> None:
    """Half an hour later its creation is no longer asked for, but the held invoice itself is."""
    (autotask_id,) = tenant.bill(lines=1)
    lines = _take_lines(tenant, autotask_id)
    tenant.look()
    for _ in range(2):
        tenant.offset += timedelta(minutes=20)
        tenant.look()
    assert tenant.invoice(autotask_id)["hold"]["code"] == "NO_LINES"
    tenant.edit(lines[0], "BillingItems", invoiceID=autotask_id)
    tenant.look()
    assert tenant.invoice(autotask_id)["hold"] is None


@pytest.mark.parametrize(
    ("fields", "code"),
    [({}, "NO_LINES"), ({"invoiceTotal": 1_000_000}, "AMOUNT_MISMATCH")],
)
def test_what_never_adds_up_is_a_fault_after_an_hour(
    tenant: Tenant, fields: dict[str, Any], code: str
) -> None:
    (autotask_id,) = tenant.bill()
    if fields:
        tenant.edit(autotask_id, **fields)
    else:
        _take_lines(tenant, autotask_id)
    tenant.look()
    assert tenant.invoice(autotask_id)["status"] == "pending_sync"
    tenant.offset += timedelta(minutes=60)
    tenant.look()
    assert tenant.invoice(autotask_id)["fault"]["code"] == code


def test_a_void_before_it_went_keeps_it_out(tenant: Tenant) -> None:
    (autotask_id,) = tenant.bill()
    tenant.look()
    tenant.sandbox.door("POST", "void", {"id": autotask_id})
    tenant.look()
    document = tenant.invoice(autotask_id)
    assert (document["status"], document["skip"]["code"]) == ("skipped", "VOIDED")


def test_a_void_of_an_old_invoice_is_noticed_although_it_was_created_long_ago(
    tenant: Tenant,
) -> None:
    oldest = min(each["autotask_id"] for each in tenant.server.invoices.find())
    tenant.sandbox.door("POST", "void", {"id": oldest})
    tenant.look()
    assert tenant.invoice(oldest)["status"] == "skipped"


def test_a_void_after_it_went_is_on_its_way_to_the_document(tenant: Tenant) -> None:
    (autotask_id,) = tenant.bill()
    tenant.look()
    _reach_xero(tenant, autotask_id)
    tenant.sandbox.door("POST", "void", {"id": autotask_id})
    tenant.look()
    document = tenant.invoice(autotask_id)
    assert (document["status"], document["intent"]) == ("pending_sync", "void")


def test_a_void_while_it_is_on_its_way_is_not_forgotten(tenant: Tenant) -> None:
    """Xero stays silent for longer than the overlap; the void is told when the answer is known."""
    (autotask_id,) = tenant.bill()
    tenant.look()
    step = Step("TEST", "Test.", "test", tenant.now())
    claim("kauri", [autotask_id], "b1", step)
    tenant.sandbox.door("POST", "void", {"id": autotask_id})
    tenant.look()
    assert tenant.invoice(autotask_id)["status"] == "processing"
    for _ in range(3):
        tenant.offset += timedelta(minutes=20)
        tenant.look()
    found = make_document(make_draft(), xero_id="x")
    complete("kauri", "b1", [Completion(autotask_id, found, "hash", "It is there.")], step)
    tenant.look()
    assert tenant.invoice(autotask_id)["intent"] == "void"
    assert tenant.invoice(autotask_id)["look_again"] is False


def test_what_autotask_changes_before_it_went_is_taken_over(tenant: Tenant) -> None:
    (autotask_id,) = tenant.bill()
    tenant.look()
    tenant.edit(autotask_id, orderNumber="PO 77")
    tenant.look()
    assert tenant.invoice(autotask_id)["order_number"] == "PO 77"


def test_what_changed_is_told_by_field_from_what_to_what(tenant: Tenant) -> None:
    (autotask_id,) = tenant.bill()
    tenant.edit(autotask_id, orderNumber="PO 1", dueDate="2026-12-05T00:00:00Z")
    tenant.look()
    _reach_xero(tenant, autotask_id)
    tenant.edit(autotask_id, orderNumber="PO 2", dueDate="2026-12-15T00:00:00Z")
    tenant.look()
    entry = tenant.invoice(autotask_id)["history"][-1]
    assert entry["code"] == "CHANGED_IN_AUTOTASK"
    assert "Due date: 5 Dec 2026 → 15 Dec 2026" in entry["message"]
    assert "Purchase order number: PO 1 → PO 2" in entry["message"]


def test_the_mark_of_an_export_is_no_change_and_is_kept(tenant: Tenant) -> None:
    (autotask_id,) = tenant.bill()
    tenant.look()
    _reach_xero(tenant, autotask_id)
    before = tenant.invoice(autotask_id)
    tenant.edit(autotask_id, webServiceDate="2026-11-22T10:00:00Z")
    tenant.look()
    document = tenant.invoice(autotask_id)
    assert document["raw"]["invoice"]["webServiceDate"].startswith("2026-11-22T10:00")
    assert (document["notice"], document["history"]) == (None, before["history"])
    assert document["content_hash"] == before["content_hash"]


def test_a_date_of_payment_is_noted_once_and_is_no_change_of_what_was_billed(
    tenant: Tenant,
) -> None:
    (autotask_id,) = tenant.bill()
    tenant.look()
    _reach_xero(tenant, autotask_id)
    before = tenant.invoice(autotask_id)
    tenant.edit(autotask_id, paidDate="2026-11-20T00:00:00Z")
    tenant.look()
    tenant.look()
    document = tenant.invoice(autotask_id)
    assert document["status"] == "complete"
    assert document["notice"] is None
    assert document["content_hash"] == before["content_hash"]
    (entry,) = document["history"][len(before["history"]) :]
    assert entry["code"] == "PAID_IN_AUTOTASK"
    assert "Paid on: none → 20 Nov 2026" in entry["message"]


@pytest.mark.parametrize("field", ["invoiceDateTime", "companyID", "createDateTime"])
def test_a_field_that_cannot_be_read_stops_its_own_invoice_and_no_other(
    tenant: Tenant, field: str
) -> None:
    bad, good = tenant.bill(2)
    tenant.look()
    nothing: dict[str, Any] = {field: None}
    tenant.edit(bad, **nothing)
    tenant.edit(good, orderNumber="PO 1")
    # Without its moment of creation no query would find it again: it is asked for by its id.
    assert tenant.rounds.refresh_invoice("kauri", bad)["ok"]
    tenant.look()
    document = tenant.invoice(bad)
    assert (document["status"], document["fault"]["code"]) == ("fault", "AUTOTASK_DATA")
    assert field in document["fault"]["message"]
    assert tenant.invoice(good)["order_number"] == "PO 1"
    assert tenant.health() == "ok"


def test_a_line_that_cannot_be_read_stops_its_own_invoice_and_no_other(tenant: Tenant) -> None:
    bad, good = tenant.bill(2, lines=2)
    items = tenant.sandbox.door("GET", "state")["BillingItems"]
    line = next(item["id"] for item in items if item["invoiceID"] == bad)
    tenant.edit(line, "BillingItems", totalAmount=None)
    tenant.look()
    fault = tenant.invoice(bad)["fault"]
    assert fault["code"] == "AUTOTASK_DATA"
    assert "totalAmount" in fault["message"]
    assert tenant.invoice(good)["status"] == "pending_sync"


def test_money_comes_through_without_a_float(tenant: Tenant) -> None:
    (autotask_id,) = tenant.bill(lines=4)
    tenant.look()
    snapshot = tenant.invoice(autotask_id)["raw"]
    assert all(not isinstance(value, float) for value in snapshot["invoice"].values())
    for line, raw in zip(
        tenant.invoice(autotask_id)["lines"], sorted_lines(snapshot["lines"]), strict=True
    ):
        assert line["net"].to_decimal() == Decimal(str(raw["totalAmount"]))
        assert line["quantity"].to_decimal() == Decimal(str(raw["quantity"]))


def sorted_lines(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(lines, key=lambda line: (line.get("sortOrderID") or 0, line["id"]))


def test_every_call_has_a_line_without_a_secret(tenant: Tenant) -> None:
    lines = list(tenant.server.log_entries.find({"code": "AUTOTASK_CALL"}))
    assert len(lines) == len(tenant.sandbox.requests_since(0))
    assert all(line["detail"]["duration_ms"] >= 0 for line in lines)
    assert SECRET not in str(lines)


def test_a_paused_connection_still_reads(tenant: Tenant) -> None:
    assert tenant.rounds.set_state("kauri", "paused", "me")["ok"]
    ids = tenant.bill(1)
    tenant.look()
    assert tenant.invoice(ids[0])["status"] == "pending_sync"
    connection = connections.get("kauri")
    assert connection
    assert not connection.is_active


def test_the_checkpoint_is_where_the_look_began(tenant: Tenant) -> None:
    before = tenant.now()
    tenant.look()
    at = checkpoints.load("kauri", "ingest").at
    assert at
    assert before <= at <= tenant.now()
