"""What keeps an invoice out of the queue: holds, guards and skip rules, with what tells of them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from core.domain.status import Status
from core.store import checkpoints, connections, reference_data
from core.store.invoices import REFRESHING, Step
from core.store.invoices.many import move_many_by_hand
from tests.integration.ingestion.conftest import Tenant
from tests.integration.ingestion.test_looking import _reach_xero, _take_lines

Begin = Callable[..., Tenant]


def _ask_again(tenant: Tenant, autotask_id: int, **values: Any) -> dict[str, Any]:
    """As a Resync does it: back to the queue, read anew by the next look."""
    now = tenant.now()
    standing = Status(tenant.invoice(autotask_id)["status"])
    step = Step("RESYNC", "Test.", "me", now)
    hold = {"code": REFRESHING, "message": "Reading.", "since_at": now}
    move_many_by_hand(
        "kauri", [autotask_id], standing, Status.PENDING_SYNC, step,
        hold=hold, hold_until=now + timedelta(seconds=10), skip=None, fault=None, **values,
    )  # fmt: skip
    tenant.look()
    return tenant.invoice(autotask_id)


def _next_look() -> datetime:
    at = checkpoints.load("kauri", "ingest").next_run_at
    assert at
    return at


def _warnings(tenant: Tenant) -> dict[str, Any]:
    found = tenant.server.connections.find_one({"_id": "kauri"})
    return dict((found or {}).get("warnings") or {})


def test_a_hold_says_when_the_next_look_really_is(tenant: Tenant) -> None:
    first, second = tenant.bill(2)
    tenant.edit(first, invoiceNumber=None)
    tenant.edit(second, invoiceStatus=-3)
    for _ in range(2):
        tenant.look()
        for autotask_id in (first, second):
            apart = tenant.invoice(autotask_id)["hold_until"] - _next_look()
            assert abs(apart) < timedelta(seconds=3)
        tenant.offset += timedelta(minutes=1)


def test_a_status_that_is_not_final_is_held_by_its_label(tenant: Tenant) -> None:
    (autotask_id,) = tenant.bill()
    tenant.edit(autotask_id, invoiceStatus=-3)
    tenant.look()
    hold = tenant.invoice(autotask_id)["hold"]
    assert (hold["code"], "tax engine" in hold["message"]) == ("NOT_FINAL", True)
    # A tenant may have statuses of its own.
    own = {"7": {"autotask_id": 7, "name": "On review"}}
    reference_data.replace("kauri", "invoice_status", own, tenant.now())
    tenant.edit(autotask_id, invoiceStatus=7)
    tenant.look()
    assert "“On review”" in tenant.invoice(autotask_id)["hold"]["message"]
    tenant.edit(autotask_id, invoiceStatus=1)
    tenant.look()
    assert tenant.invoice(autotask_id)["hold"] is None


def test_lines_that_only_a_right_hides_are_told_from_a_damaged_run(tenant: Tenant) -> None:
    seen, silent = sorted(tenant.server.invoices.distinct("company_id"))[:2]
    # Of this one's invoices no line was ever shown to us.
    tenant.server.invoices.update_many({"company_id": silent}, {"$set": {"lines": []}})
    tenant.sandbox.door("POST", "rights", {"lines_of_business": {"2": "no_lines"}})
    (hidden,) = tenant.bill(company_id=silent, line_of_business=2)
    (damaged,) = tenant.bill(company_id=seen, line_of_business=1)
    _take_lines(tenant, damaged)
    tenant.look()
    tenant.offset += timedelta(minutes=60)
    tenant.look()
    told = {each: tenant.invoice(each)["fault"] for each in (damaged, hidden)}
    assert {each["code"] for each in told.values()} == {"NO_LINES"}
    assert "invoice run in Autotask was damaged, because" in told[damaged]["message"]
    assert "may not see this client's line of business" in told[hidden]["message"]
    assert "security level" in told[hidden]["next_step"]
    # With the right given, a Resync brings it on its way.
    tenant.sandbox.door("POST", "rights", {"lines_of_business": {"2": "all"}})
    assert _ask_again(tenant, hidden)["status"] == "pending_sync"
    assert tenant.invoice(hidden)["hold"] is None


@pytest.mark.parametrize(
    ("late", "code"),
    [("number_after", "NO_NUMBER"), ("lines_after", "NO_LINES"), ("taxes_after", "NOT_FINAL")],
)
def test_what_autotask_finishes_later_is_waited_for_and_goes_by_itself(
    tenant: Tenant, late: str, code: str
) -> None:
    (autotask_id,) = tenant.bill(**{late: 120})
    tenant.look()
    hold = tenant.invoice(autotask_id)["hold"]
    assert (hold["code"], "waiting since" in hold["message"]) == (code, True)
    tenant.sandbox.door("POST", "clock", {"offset_seconds": 130})
    tenant.look()
    document = tenant.invoice(autotask_id)
    assert (document["status"], document["hold"]) == ("pending_sync", None)


def test_an_api_user_without_a_right_to_any_lines_is_told_so(begin: Begin) -> None:
    tenant = begin({"companies": 2, "invoices": 0, "lines": 1})
    (autotask_id,) = tenant.bill()
    _take_lines(tenant, autotask_id)
    tenant.look()
    tenant.offset += timedelta(minutes=60)
    tenant.look()
    assert "may not see billing items at all" in tenant.invoice(autotask_id)["fault"]["message"]


def test_companies_of_a_type_stay_out_and_a_resync_asks_the_rules_again(begin: Begin) -> None:
    tenant = begin(skip_company_types=["customer"])
    (autotask_id,) = tenant.bill()
    tenant.look()
    skip = tenant.invoice(autotask_id)["skip"]
    assert (skip["code"], "of the type Customer" in skip["message"]) == ("COMPANY_TYPE", True)
    tenant.connect(skip_company_types=["Vendor"])
    assert _ask_again(tenant, autotask_id)["status"] == "pending_sync"
    assert tenant.invoice(autotask_id)["hold"] is None


def test_a_rule_that_comes_later_takes_what_still_waits_and_nothing_that_xero_has(
    begin: Begin,
) -> None:
    tenant = begin()
    waiting, sent = tenant.bill(2)
    tenant.look()
    _reach_xero(tenant, sent)
    tenant.connect(start_on="2040-01-01")
    for autotask_id in (waiting, sent):
        tenant.edit(autotask_id, orderNumber="PO 9")
    tenant.look()
    assert tenant.invoice(waiting)["skip"]["code"] == "BEFORE_START"
    assert tenant.invoice(sent)["status"] == "complete"
    assert _ask_again(tenant, sent)["status"] == "pending_sync"


def test_what_another_tool_exported_stays_out_and_our_own_mark_does_not_count(
    begin: Begin,
) -> None:
    tenant = begin(skip_exported=True)
    theirs, ours = tenant.bill(2)
    tenant.edit(theirs, webServiceDate="2026-11-01T10:00:00Z")
    tenant.look()
    assert tenant.invoice(theirs)["skip"]["code"] == "EXPORTED_ELSEWHERE"
    _reach_xero(tenant, ours)
    mark = (tenant.now() + timedelta(seconds=1)).isoformat(timespec="seconds")
    tenant.edit(ours, webServiceDate=mark)
    # Its document was deleted in Xero, so it is to be made anew.
    tenant.server.invoices.update_one({"_id": f"kauri/{ours}"}, {"$set": {"xero_id": None}})
    tenant.offset += timedelta(minutes=5)
    assert _ask_again(tenant, ours)["status"] == "pending_sync"


def test_what_another_tool_exports_while_it_waits_here_is_skipped_however_long_it_waits(
    begin: Begin,
) -> None:
    tenant = begin(skip_exported=True)
    ids = tenant.bill(3)
    tenant.look()
    assert {tenant.invoice(each)["status"] for each in ids} == {"pending_sync"}
    tenant.offset += timedelta(hours=5)
    tenant.look()
    theirs = ids[1]
    tenant.edit(theirs, webServiceDate=tenant.now().isoformat(timespec="seconds"))
    tenant.look()
    assert tenant.invoice(theirs)["skip"]["code"] == "EXPORTED_ELSEWHERE"
    standing = [tenant.invoice(each)["status"] for each in ids]
    assert standing == ["pending_sync", "skipped", "pending_sync"]


def test_a_person_stands_above_the_rules_and_not_above_the_guards(begin: Begin) -> None:
    tenant = begin(start_on="2040-01-01")
    wanted, odd = tenant.bill(2)
    tenant.look()
    assert tenant.invoice(wanted)["skip"]["code"] == "BEFORE_START"
    assert _ask_again(tenant, wanted, unskipped=True)["status"] == "pending_sync"
    tenant.edit(odd, invoiceTotal=1_000_000)
    tenant.offset += timedelta(minutes=60)
    fault = _ask_again(tenant, odd, unskipped=True)["fault"]
    assert fault["code"] == "AMOUNT_MISMATCH"
    assert "1000000" in fault["message"]


def test_a_company_that_nobody_may_see_is_a_guard_for_people_too_and_no_reason_against_a_rule(
    begin: Begin,
) -> None:
    tenant = begin(start_on="2040-01-01")
    (autotask_id,) = tenant.bill()
    tenant.edit(autotask_id, companyID=999_999)
    tenant.look()
    assert tenant.invoice(autotask_id)["skip"]["code"] == "BEFORE_START"
    fault = _ask_again(tenant, autotask_id, unskipped=True)["fault"]
    assert fault["code"] == "COMPANY_UNKNOWN"


def _gross(tenant: Tenant, autotask_id: int) -> None:
    """Autotask's total of this one has the tax in it all at once."""
    (raw,) = (
        each
        for each in tenant.sandbox.door("GET", "state")["Invoices"]
        if each["id"] == autotask_id
    )
    total = raw["invoiceTotal"] + raw["totalTaxValue"]
    tenant.edit(autotask_id, invoiceTotal=round(total, 4))


@pytest.fixture
def taught(begin: Begin) -> Tenant:
    """A tenant with enough taxed invoices to tell how its totals are read."""
    tenant = begin({"companies": 3, "invoices": 40, "lines": 2})
    tenant.look()
    return tenant


def test_how_totals_are_read_is_learned_and_an_invoice_that_reads_otherwise_raises_an_alarm(
    taught: Tenant,
) -> None:
    state = checkpoints.load("kauri", "ingest").state
    assert state["totals"] == "net"
    assert set(state["totals_recent"]) == {"n"}
    (autotask_id,) = taught.bill(lines=2)
    _gross(taught, autotask_id)
    taught.look()
    document = taught.invoice(autotask_id)
    assert (document["status"], document["hold"]) == ("pending_sync", None)
    message = _warnings(taught)["TOTALS_FLIPPED"]["message"]
    assert str(document["number"]) in message
    assert "were without tax" in message
    assert "TOTALS_FLIPPED" in taught.log_codes(autotask_id=autotask_id)


def test_the_alarm_ends_when_enough_invoices_read_as_before(taught: Tenant) -> None:
    (autotask_id,) = taught.bill(lines=2)
    _gross(taught, autotask_id)
    taught.look()
    assert "TOTALS_FLIPPED" in _warnings(taught)
    taught.bill(60, lines=2)
    taught.look()
    assert _warnings(taught) == {}


def test_the_alarm_ends_when_a_person_says_how_totals_are_read(taught: Tenant) -> None:
    first, second = taught.bill(2, lines=2)
    _gross(taught, first)
    taught.look()
    taught.connect(header_total="gross")
    taught.look()
    assert _warnings(taught) == {}
    assert checkpoints.load("kauri", "ingest").state["totals"] is None
    # From now on only that reading adds up.
    taught.edit(second, orderNumber="PO 7")
    taught.look()
    assert taught.invoice(second)["hold"]["code"] == "SUMS_DIFFER"
    connection = connections.get("kauri")
    assert connection
    assert connection.warnings == frozenset()
