"""How ingestion shares Autotask's hour and its three calls at once with everybody else."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from core.runtime.autotask_access import AutotaskAccess
from core.runtime.clock import utc_now
from core.store import connections
from tests.integration.ingestion.conftest import Tenant

Begin = Callable[..., Tenant]


def _asked(calls: list[dict[str, Any]]) -> Counter[str]:
    return Counter(str(call["path"]).split("/V1.0/")[-1].split("/")[0] for call in calls)


def test_idle_looks_cost_one_call_each_however_old_the_hours_count_is(begin: Begin) -> None:
    far_from_the_sweep = (utc_now().hour + 12) % 24
    tenant = begin({"companies": 1, "invoices": 1, "lines": 1}, sweep_hour=far_from_the_sweep)
    tenant.look()
    for turn in range(20):
        tenant.offset = timedelta(minutes=10 * turn)
        assert _asked(tenant.look()) == {"Invoices": 1}, turn


def test_the_hours_counter_is_there_after_the_first_look_and_counts_on(tenant: Tenant) -> None:
    stored = tenant.server.budgets.find_one({"_id": "autotask:kauri"})
    assert stored["hour_limit"] == 10_000
    tenant.look()
    again = tenant.server.budgets.find_one({"_id": "autotask:kauri"})
    assert (again["hour_used"], again["hour_ours"]) == (
        stored["hour_used"] + 1,
        stored["hour_ours"] + 1,
    )
    assert again["in_flight"] == []


def test_who_may_not_ask_for_the_counter_counts_by_himself(begin: Begin) -> None:
    tenant = begin()
    tenant.sandbox.arm("not_permitted", "ThresholdInformation")
    tenant.look()
    assert tenant.health() == "ok"
    stored = tenant.server.budgets.find_one({"_id": "autotask:kauri"})
    assert (stored["hour_limit"], stored["hour_used"]) == (10_000, stored["hour_ours"])


def test_too_many_at_once_is_waited_for_and_the_look_goes_on(tenant: Tenant) -> None:
    ids = tenant.bill(1)
    tenant.sandbox.arm("rate_limited_concurrent", "BillingItems", retry_after=1)
    tenant.look()
    assert tenant.health() == "ok"
    assert tenant.invoice(ids[0])["status"] == "pending_sync"


def test_the_state_at_our_share_names_figures_and_option(begin: Begin) -> None:
    tenant = begin()
    tenant.sandbox.door("POST", "limits", {"hourly": 20})
    try:
        for _ in range(25):
            tenant.look()
    finally:
        tenant.sandbox.door("POST", "limits", {"hourly": True})
    message = tenant.server.connections.find_one({"_id": "kauri"})["autotask_health"]["message"]
    for part in ("14 of the hour's 20 calls", "70%", "autotask_share", "It goes on by itself"):
        assert part in message


def test_many_processes_together_have_three_calls_in_flight_at_an_endpoint(tenant: Tenant) -> None:
    """Each thread stands for a process: nothing is shared but the database."""
    tenant.sandbox.arm("slow", calls=24, seconds=0.2)
    before = tenant.sandbox.last_request()

    def read(number: int) -> int:
        connection = connections.get("kauri")
        assert connection
        client = AutotaskAccess(tenant.settings).open(connection, lambda _: None)
        return len(client.currencies() if number % 2 else client.tax_regions())

    with ThreadPoolExecutor(12) as pool:
        assert sorted(pool.map(read, range(12))) == [2] * 6 + [3] * 6
    calls = tenant.sandbox.requests_since(before)
    assert [call["status"] for call in calls] == [200] * 12
    assert [call["refused_by"] for call in calls] == [None] * 12
    stored = tenant.server.budgets.find_one({"_id": "autotask:kauri"})
    assert stored["in_flight"] == []


def test_a_counter_that_is_away_stops_no_invoice(begin: Begin) -> None:
    tenant = begin()
    tenant.sandbox.arm("unavailable", "ThresholdInformation", calls=50)
    calls = _asked(tenant.look())
    assert tenant.health() == "ok"
    assert tenant.standings()["pending_sync"] == 30
    assert calls["ThresholdInformation"] == 1
    stored = tenant.server.budgets.find_one({"_id": "autotask:kauri"})
    assert stored["hour_is_own"]
    uncounted = calls["ThresholdInformation"] + calls[""]  # The last is the zone's look-up.
    assert stored["hour_used"] == sum(calls.values()) - uncounted
