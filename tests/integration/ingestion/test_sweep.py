"""The nightly sweep: what looks have missed is found, once a night, and no look has to wait for it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.clients.exact_json import load
from core.store import checkpoints, connections
from tests.integration.ingestion.conftest import Tenant

Begin = Callable[..., Tenant]
LARGE = {"companies": 5, "invoices": 700, "lines": 1}


def _state() -> dict[str, Any]:
    return checkpoints.load("kauri", "sweep").state


def _until_night(tenant: Tenant) -> None:
    """Put our clock on ten minutes after the next beginning of the hour of the sweep."""
    now = tenant.now()
    night = now.replace(hour=2, minute=10)
    tenant.offset += (night if night > now else night + timedelta(days=1)) - now


def _hide(tenant: Tenant, autotask_id: int) -> dict[str, Any]:
    """As if no look had ever seen it."""
    document = tenant.invoice(autotask_id)
    tenant.server.invoices.delete_one({"_id": document["_id"]})
    return document


def _old_id(tenant: Tenant) -> int:
    found = tenant.server.invoices.find().sort("created_at", 1).limit(1)
    return int(next(found)["autotask_id"])


def test_the_first_look_has_read_what_a_sweep_reads(tenant: Tenant) -> None:
    tenant.look()
    assert _state() == {}
    assert checkpoints.load("kauri", "sweep").at is not None


def test_what_looks_have_missed_is_found_at_night_and_told(tenant: Tenant) -> None:
    missed = _old_id(tenant)
    _hide(tenant, missed)
    tenant.look()
    assert tenant.server.invoices.find_one({"autotask_id": missed}) is None
    _until_night(tenant)
    tenant.look()
    assert tenant.invoice(missed)["status"] == "pending_sync"
    state = _state()
    assert (state["missed"], state["missed_ids"], state["run"]) == (1, [missed], None)
    assert state["read"] == 30
    assert state["ended_at"] <= tenant.now()
    assert {"SWEEP_BEGUN", "SWEEP_FOUND", "SWEEP_FINISHED"} <= set(tenant.log_codes())
    line = tenant.server.log_entries.find_one({"code": "SWEEP_FINISHED"})
    assert line["message"].startswith("The nightly sweep read 30 invoices since ")
    assert line["message"].endswith(": 1 that looks had missed, 0 changed.")


def test_a_sweep_asks_for_lines_of_what_is_new_or_changed_and_of_nothing_else(
    tenant: Tenant,
) -> None:
    _until_night(tenant)
    calls = [call["path"].rsplit("/V1.0/")[-1] for call in tenant.look()]
    assert calls == ["Invoices/query", "Invoices/query"], "a look, and a sweep that found nothing"


def test_a_change_of_an_old_finished_invoice_is_seen_by_the_sweep(tenant: Tenant) -> None:
    old = _old_id(tenant)
    tenant.edit(old, orderNumber="PO 2019")
    tenant.look()
    assert tenant.invoice(old)["order_number"] != "PO 2019"
    _until_night(tenant)
    tenant.look()
    document = tenant.invoice(old)
    assert document["order_number"] == "PO 2019"
    assert "→ PO 2019" in document["history"][-1]["message"]
    assert (_state()["changed"], _state()["missed"]) == (1, 0)


def test_lines_that_come_after_the_fault_are_found_at_night(tenant: Tenant) -> None:
    (autotask_id,) = tenant.bill(lines=2)
    items = tenant.sandbox.door("GET", "state")["BillingItems"]
    lines = [item["id"] for item in items if item["invoiceID"] == autotask_id]
    for line in lines:
        tenant.edit(line, "BillingItems", invoiceID=None)
    tenant.look()
    tenant.offset += timedelta(hours=1)
    tenant.look()
    assert tenant.invoice(autotask_id)["fault"]["code"] == "NO_LINES"
    for line in lines:
        tenant.edit(line, "BillingItems", invoiceID=autotask_id)
    tenant.look()
    assert tenant.invoice(autotask_id)["status"] == "fault", "no header tells of lines"
    _until_night(tenant)
    calls = tenant.look()
    document = tenant.invoice(autotask_id)
    assert (document["status"], len(document["lines"])) == ("pending_sync", 2)
    assert sum("BillingItems" in call["path"] for call in calls) == 1


def test_it_runs_once_a_night(tenant: Tenant) -> None:
    _until_night(tenant)
    tenant.look()
    ended_at = _state()["ended_at"]
    tenant.offset += timedelta(hours=2)
    tenant.look()
    assert _state()["ended_at"] == ended_at
    tenant.offset += timedelta(hours=23)
    tenant.look()
    assert _state()["ended_at"] > ended_at


def test_the_hour_is_one_of_the_organisations_own_day(begin: Begin) -> None:
    tenant = begin(sweep_hour=2)
    tenant.look()
    tenant.server.connections.update_one(
        {"_id": "kauri"}, {"$set": {"xero_timezone": "NEWZEALANDSTANDARDTIME"}}
    )
    connection = connections.get("kauri")
    assert connection
    assert connection.timezone
    # Two at night in Auckland is one or two in the afternoon before, in UTC.
    now = tenant.now()
    noon = datetime(now.year, now.month, now.day, 12, 0, tzinfo=UTC) + timedelta(days=2)
    tenant.offset += noon - now
    tenant.look()
    first = _state()["ended_at"]
    tenant.offset += timedelta(hours=3)
    tenant.look()
    assert _state()["ended_at"] > first


def test_a_look_that_is_due_comes_before_the_next_page_of_a_sweep(begin: Begin) -> None:
    tenant = begin(LARGE)
    tenant.look()
    first = min(each["autotask_id"] for each in tenant.server.invoices.find())
    _hide(tenant, first)
    _until_night(tenant)
    before = tenant.sandbox.last_request()
    # The bell rings for what the first page of the sweep has found; then a look is wanted.
    tenant.when_announced = lambda: tenant.rounds.sync_now("kauri")
    tenant.look()
    assert _state()["run"]["read"] == 500
    tenant.run_if_due()
    assert _state()["run"] is None
    assert (_state()["read"], _state()["missed"]) == (700, 1)
    calls = tenant.sandbox.requests_since(before)
    pages = [call for call in calls if "Invoices/query" in call["path"]]
    assert [_kind(page) for page in pages] == ["look", "sweep", "look", "sweep"]


def _kind(call: dict[str, Any]) -> str:
    """Only a look asks for ids above the highest known."""
    conditions = load(call["body"])["filter"][1]["items"]
    return "look" if any(each.get("field") == "id" for each in conditions) else "sweep"


def test_a_sweep_that_breaks_goes_on_where_it_was(begin: Begin) -> None:
    tenant = begin(LARGE)
    tenant.look()
    ids = sorted(each["autotask_id"] for each in tenant.server.invoices.find())
    _hide(tenant, ids[0])
    _hide(tenant, ids[600])
    _until_night(tenant)
    tenant.when_announced = lambda: tenant.sandbox.arm("error_before_commit", "Invoices")
    tenant.look()
    assert _state()["run"]["after_id"] == ids[499]
    tenant.offset += timedelta(minutes=1)
    tenant.look()
    assert (_state()["run"], _state()["read"], _state()["missed"]) == (None, 700, 2)
    assert _state()["missed_ids"] == [ids[0], ids[600]]


def test_a_page_that_fails_is_no_trouble_of_the_looks_and_is_asked_for_ever_more_seldom(
    tenant: Tenant,
) -> None:
    _until_night(tenant)
    for failures in (1, 2):
        _fail_the_sweep(tenant)
        assert (_state()["failures"], tenant.health()) == (failures, "ok")
        assert [_kind(call) for call in _pages(tenant)] == ["look"], "it waits"
        tenant.offset += timedelta(seconds=60 * failures + 1)
    assert tenant.log_codes(code="SWEEP_WAITS") == ["SWEEP_WAITS"]
    assert "AUTOTASK_DOWN" not in tenant.log_codes()
    assert [_kind(call) for call in _pages(tenant)] == ["look", "sweep"]
    assert (_state()["run"], _state()["failures"]) == (None, 0)


def test_a_sweep_that_never_ends_begins_anew_each_night_and_is_warned_of(tenant: Tenant) -> None:
    _until_night(tenant)
    for _ in range(7):
        _fail_the_sweep(tenant)
        tenant.offset += timedelta(minutes=61)
    first = _state()["run"]["began_at"]
    assert not _warnings(tenant)
    tenant.offset += timedelta(days=1)
    _fail_the_sweep(tenant)
    assert _state()["run"]["began_at"] - first >= timedelta(days=1)
    assert tenant.log_codes(code="SWEEP_WAITS") == ["SWEEP_WAITS"] * 2, "told anew each night"
    assert "could not read on" in _warnings(tenant)["SWEEP_STUCK"]["message"]
    tenant.offset += timedelta(minutes=61)
    tenant.look()
    assert (_state()["run"], _state()["stuck_since"]) == (None, None)
    assert not _warnings(tenant)


def _warnings(tenant: Tenant) -> dict[str, Any]:
    found = tenant.server.connections.find_one({"_id": "kauri"})
    return dict((found or {}).get("warnings") or {})


def _fail_the_sweep(tenant: Tenant) -> None:
    """The look is answered, and nothing after it."""
    tenant.when_announced = lambda: tenant.sandbox.arm("error_before_commit", "Invoices", 50)
    tenant.bill()
    tenant.look()
    tenant.sandbox.door("DELETE", "faults")


def _pages(tenant: Tenant) -> list[dict[str, Any]]:
    return [call for call in tenant.look() if "Invoices/query" in call["path"]]


@pytest.mark.parametrize("fault", ["unauthorized", "rate_limited_hour"])
def test_no_sweep_runs_after_a_look_that_failed(tenant: Tenant, fault: str) -> None:
    _until_night(tenant)
    tenant.sandbox.arm(fault, "Invoices")
    tenant.look()
    assert _state() == {}
