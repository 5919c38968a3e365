"""Autotask is told what is in Xero by a job of its own, and a look takes none of it for a change."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from core.runtime.autotask_access import AutotaskAccess
from core.store import budgets, checkpoints, connections, log_entries
from core.store.invoices import Completion, Step, claim, complete, give_up_write_back
from services.autotask_ingestion.write_back_job import WriteBack
from tests.factories.documents import make_document, make_draft
from tests.integration.ingestion.conftest import Tenant

Begin = Callable[..., Tenant]
FEW = {"companies": 2, "invoices": 5, "lines": 1}
EXPORTED = {"write_back_exported": True}


def _begin(begin: Begin, **options: Any) -> Tenant:
    tenant = begin(FEW, **options)
    tenant.look()
    return tenant


def _reach_xero(tenant: Tenant, number: str = "N", *, tells: bool = True) -> int:
    """A new invoice, which a look finds again by the time at which it was created."""
    (autotask_id,) = tenant.bill(1)
    tenant.look()
    step = Step("TEST", "Test.", "test", tenant.now())
    claim("kauri", [autotask_id], f"b{autotask_id}", step)
    found = make_document(make_draft(number=number), xero_id=f"xero-{autotask_id}")
    done = Completion(autotask_id, found, "hash", "It is there.", tells_autotask=tells)
    complete("kauri", f"b{autotask_id}", [done], step)
    return autotask_id


def _tell(tenant: Tenant, *, soon: bool = True) -> list[dict[str, Any]]:
    """A round of the job; the calls that it cost."""
    before = tenant.sandbox.last_request()
    if soon:
        checkpoints.run_soon("kauri", "write_back", tenant.now())
    connection = connections.get("kauri")
    assert connection
    _job(tenant).run_if_due(connection)
    return tenant.sandbox.requests_since(before)


def _job(tenant: Tenant) -> WriteBack:
    def write(lines: list[dict[str, Any]]) -> None:
        log_entries.insert(lines)

    return WriteBack(AutotaskAccess(tenant.settings), write, tenant.now)


def _methods(calls: list[dict[str, Any]]) -> list[str]:
    relevant = [each for each in calls if "/Invoices" in each["path"]]
    return [each["method"] for each in relevant]


def _row(tenant: Tenant, autotask_id: int) -> dict[str, Any]:
    rows = tenant.sandbox.door("GET", "state")["Invoices"]
    found: dict[str, Any] = next(each for each in rows if each["id"] == autotask_id)
    return found


def test_autotask_is_told_once_and_although_nothing_new_comes_in(begin: Begin) -> None:
    tenant = _begin(begin, **EXPORTED)
    autotask_id = _reach_xero(tenant)
    assert _methods(_tell(tenant)) == ["POST", "PATCH"]
    assert _tell(tenant) == []
    assert _row(tenant, autotask_id)["webServiceDate"]
    assert tenant.invoice(autotask_id)["written_back_at"]
    assert "WRITTEN_BACK" in tenant.log_codes(autotask_id=autotask_id)


def test_without_the_option_or_while_paused_nothing_is_told(begin: Begin) -> None:
    tenant = _begin(begin)
    _reach_xero(tenant, tells=False)
    assert _tell(tenant) == []
    tenant.connect(write_back_exported=True)
    assert _tell(tenant) == []
    _reach_xero(tenant)
    tenant.rounds.set_state("kauri", "paused", "mere")
    assert _tell(tenant) == []


@pytest.mark.parametrize("position", ["allowed", "refused"])
def test_a_date_of_another_tool_stays_and_a_voided_invoice_is_let_be(
    begin: Begin, position: str
) -> None:
    tenant = _begin(begin, **EXPORTED)
    tenant.sandbox.door("POST", "switches", {"patch_voided": position})
    marked, voided = _reach_xero(tenant), _reach_xero(tenant)
    tenant.edit(marked, webServiceDate="2026-11-01T09:30:00Z")
    tenant.sandbox.door("POST", "void", {"id": voided})
    assert _methods(_tell(tenant)) == ["POST"]
    assert _row(tenant, marked)["webServiceDate"].startswith("2026-11-01T09:30:00")
    assert tenant.invoice(marked)["written_back_at"].isoformat().startswith("2026-11-01T09:30:00")
    assert "voided" in tenant.invoice(voided)["write_back_refusal"]


def test_our_own_number_is_no_change_of_the_invoice(begin: Begin) -> None:
    tenant = _begin(begin, write_back_number=True, **EXPORTED)
    autotask_id = _reach_xero(tenant, "INV-0042")
    own = _row(tenant, autotask_id)["invoiceNumber"]
    _tell(tenant)
    assert _row(tenant, autotask_id)["invoiceNumber"] == "INV-0042"
    assert _methods(tenant.look()) == ["POST"]
    assert tenant.rounds.refresh_invoice("kauri", autotask_id)["ok"]
    document = tenant.invoice(autotask_id)
    assert (document["status"], document["notice"], document["number"]) == ("complete", None, own)
    tenant.edit(autotask_id, invoiceNumber="by hand")
    tenant.look()
    assert tenant.invoice(autotask_id)["notice"]["code"] == "CHANGED_IN_AUTOTASK"


def test_an_outage_is_waited_out_and_disturbs_no_look(begin: Begin) -> None:
    tenant = _begin(begin, **EXPORTED)
    autotask_id = _reach_xero(tenant)
    tenant.sandbox.arm("unavailable", "PATCH Invoices")
    _tell(tenant)
    assert tenant.health() == "ok"
    assert "WRITE_BACK_WAITS" in tenant.log_codes()
    assert _tell(tenant, soon=False) == []
    tenant.look()
    assert tenant.health() == "ok"
    tenant.offset += timedelta(minutes=1)
    assert _methods(_tell(tenant, soon=False)) == ["POST", "PATCH"]
    assert tenant.invoice(autotask_id)["written_back_at"]
    assert "WRITE_BACK_GOES_ON" in tenant.log_codes()


def test_a_lost_answer_is_seen_in_autotask_and_not_told_twice(begin: Begin) -> None:
    tenant = _begin(begin, **EXPORTED)
    autotask_id = _reach_xero(tenant)
    tenant.sandbox.arm("drop_after_commit", "PATCH Invoices")
    _tell(tenant)
    assert tenant.invoice(autotask_id).get("written_back_at") is None
    assert _methods(_tell(tenant)) == ["POST"]
    assert tenant.invoice(autotask_id)["written_back_at"]


def test_near_the_end_of_our_share_the_looks_go_on_and_this_waits(begin: Begin) -> None:
    tenant = _begin(begin, **EXPORTED)
    _reach_xero(tenant)
    connection = connections.get("kauri")
    assert connection
    share = connection.settings.autotask_share
    budgets.autotask_account("kauri", share).set_hour(10_000, int(10_000 * share) - 100)
    assert _tell(tenant) == []
    assert tenant.look()


def test_a_missing_right_is_told_on_the_connection_and_ends_by_itself(begin: Begin) -> None:
    tenant = _begin(begin, **EXPORTED)
    autotask_id = _reach_xero(tenant)
    tenant.sandbox.arm("not_permitted", "PATCH Invoices")
    _tell(tenant)
    connection = connections.get("kauri")
    assert connection
    assert connection.warnings == {"WRITE_BACK_NOT_PERMITTED"}
    assert tenant.invoice(autotask_id).get("write_back_refusal") is None
    _tell(tenant)
    connection = connections.get("kauri")
    assert connection
    assert connection.warnings == frozenset()
    assert tenant.invoice(autotask_id)["written_back_at"]


def test_the_warning_goes_with_the_option(begin: Begin) -> None:
    tenant = _begin(begin, **EXPORTED)
    _reach_xero(tenant)
    tenant.sandbox.arm("not_permitted", "PATCH Invoices")
    _tell(tenant)
    tenant.server.connections.update_one(
        {"_id": "kauri"}, {"$set": {"settings.write_back_exported": False}}
    )
    assert _tell(tenant) == []
    connection = connections.get("kauri")
    assert connection
    assert connection.warnings == frozenset()


def test_what_was_given_up_is_told_when_a_person_wants_it_again(begin: Begin) -> None:
    tenant = _begin(begin, **EXPORTED)
    autotask_id = _reach_xero(tenant)
    give_up_write_back("kauri", autotask_id, "Autotask does not show it.", tenant.now())
    assert _tell(tenant) == []
    answer = _job(tenant).tell_again("kauri", "mere")
    assert (answer["ok"], answer["count"]) == (True, 1)
    assert _methods(_tell(tenant, soon=False)) == ["POST", "PATCH"]
    assert tenant.invoice(autotask_id)["write_back_refusal"] is None
    assert "WRITE_BACK_AGAIN" in tenant.log_codes()


def test_nothing_is_told_again_where_the_option_is_off(begin: Begin) -> None:
    tenant = _begin(begin)
    answer = _job(tenant).tell_again("kauri", "mere")
    assert answer["problem"]["code"] == "conflict"
    assert _job(tenant).tell_again("nowhere", "mere")["problem"]["code"] == "not_found"
