"""How many calls a look costs: a thousand new invoices twelve, an idle one one."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.integration.ingestion.conftest import Tenant

Begin = Callable[..., Tenant]
COMPANIES = 200


def _asked(calls: list[dict[str, Any]]) -> Counter[str]:
    return Counter(str(call["path"]).casefold().partition("v1.0/")[2] for call in calls)


def test_a_thousand_new_invoices_of_two_hundred_companies_cost_twelve_calls_and_then_one(
    begin: Begin,
) -> None:
    """A connection that has run before, and a month's billing of customers it never billed."""
    tenant = begin({"companies": COMPANIES + 30, "invoices": 1, "lines": 4})
    tenant.look()
    rows = tenant.sandbox.door("GET", "state")["Companies"]
    customers = [row["id"] for row in rows if row["companyType"] == 1 and row["id"]]
    for company_id in customers[:COMPANIES]:
        tenant.bill(1_000 // COMPANIES, company_id=company_id, lines=4)
    assert _asked(tenant.look()) == {
        "invoices/query": 2,
        "billingitems/query": 8,
        "companies/query": 1,
        "contacts/query": 1,
    }
    assert tenant.standings() == {"pending_sync": 1_001}
    # The overlap holds a thousand invoices; each look reads a part of them beside what is new.
    for _ in range(4):
        assert _asked(tenant.look()) == {"invoices/query": 1}
        tenant.offset += timedelta(minutes=1)
    (late,) = tenant.bill(1)
    assert _asked(tenant.look())["invoices/query"] == 1
    assert tenant.invoice(late)["status"] == "pending_sync"


def test_after_a_large_run_a_change_is_seen_within_a_round_of_looks(tenant: Tenant) -> None:
    ids = tenant.bill(800, lines=1)
    tenant.look()
    some = ids[::300]
    for autotask_id in some:
        tenant.edit(autotask_id, orderNumber="PO 1")
    for _ in range(3):
        tenant.look()
    assert [tenant.invoice(each)["order_number"] for each in some] == ["PO 1"] * len(some)


@pytest.mark.parametrize("by_day", ["day", "instant"])
def test_an_idle_look_is_one_call_whatever_dates_are_compared_by(begin: Begin, by_day: str) -> None:
    tenant = begin()
    tenant.sandbox.door("POST", "switches", {"created_filter": by_day})
    try:
        tenant.look()
        (new,) = tenant.bill(1)
        tenant.look()
        assert tenant.invoice(new)["status"] == "pending_sync"
        tenant.offset += timedelta(minutes=40)
        assert _asked(tenant.look()) == {"invoices/query": 1}
    finally:
        tenant.sandbox.door("POST", "switches", {"created_filter": "instant"})
