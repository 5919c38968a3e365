"""When Autotask refuses, breaks or is away: nothing is lost, nobody is hammered, screens say so."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from core.store import checkpoints, connections
from tests.integration.ingestion.conftest import Tenant
from tests.stack import free_port

Begin = Callable[..., Tenant]


def _try_for(tenant: Tenant, minutes: float) -> int:
    """Tick every second for so long on our clock; how many calls that made."""
    before = tenant.sandbox.last_request()
    for _ in range(int(minutes * 60)):
        tenant.offset += timedelta(seconds=1)
        tenant.run_if_due()
    return len(tenant.sandbox.requests_since(before))


def test_an_autotask_that_is_away_is_shown_and_comes_back(tenant: Tenant) -> None:
    zone_url = connections.get("kauri").zone_url  # type: ignore[union-attr]
    connections.set_zone("kauri", f"http://127.0.0.1:{free_port()}/ATServicesRest/", "")
    tenant.look()
    assert tenant.health() == "down"
    assert tenant.log_codes()[-1] == "AUTOTASK_DOWN"
    connections.set_zone("kauri", zone_url or "", "")
    ids = tenant.bill(2)
    tenant.look()
    assert tenant.health() == "ok"
    assert [tenant.invoice(each)["status"] for each in ids] == ["pending_sync"] * 2
    assert "AUTOTASK_OK" in tenant.log_codes()


def test_an_outage_is_logged_once_and_asked_ever_more_rarely(tenant: Tenant) -> None:
    tenant.sandbox.arm("error_before_commit", calls=1_000)
    calls = _try_for(tenant, 5)
    assert 5 <= calls <= 16
    assert tenant.log_codes().count("AUTOTASK_DOWN") == 1
    tenant.sandbox.door("DELETE", "faults")
    tenant.look()
    assert checkpoints.load("kauri", "ingest").state["failures"] == 0


@pytest.mark.parametrize(
    "fault",
    [
        "drop_before_commit",
        "error_before_commit",
        "reset_mid_response",
        "truncated_body",
        "html_body",
    ],
)
@pytest.mark.parametrize("endpoint", ["Invoices", "BillingItems"])
def test_a_look_that_breaks_anywhere_is_looked_again_from_the_same_point(
    tenant: Tenant, fault: str, endpoint: str
) -> None:
    at = checkpoints.load("kauri", "ingest").at
    ids = tenant.bill(2)
    tenant.sandbox.arm(fault, endpoint)
    tenant.look()
    assert checkpoints.load("kauri", "ingest").at == at
    assert checkpoints.load("kauri", "ingest").running_since_at is None
    assert tenant.health() != "ok"
    tenant.look()
    assert [tenant.invoice(each)["status"] for each in ids] == ["pending_sync"] * 2
    assert tenant.health() == "ok"
    assert checkpoints.load("kauri", "ingest").at != at


def test_after_an_outage_longer_than_the_overlap_nothing_is_missing(tenant: Tenant) -> None:
    """Autotask's clock goes on while nobody can look."""
    tenant.sandbox.arm("error_before_commit", calls=2)
    tenant.look()
    ids = tenant.bill(1)
    for minutes in (20, 40, 60):
        tenant.sandbox.door("POST", "clock", {"offset_seconds": minutes * 60})
        ids += tenant.bill(1)
    tenant.offset += timedelta(minutes=61)
    tenant.look()
    tenant.look()
    assert {tenant.invoice(each)["status"] for each in ids} == {"pending_sync"}


@pytest.mark.parametrize("fault", ["repeated_page", "short_page"])
def test_an_odd_page_in_between_loses_nothing_and_doubles_nothing(begin: Begin, fault: str) -> None:
    tenant = begin("demo")
    # The bell rings after the first page; the next one is the odd one.
    tenant.when_announced = lambda: tenant.sandbox.arm(fault, "Invoices")
    tenant.look()
    tenant.look()
    total = len(tenant.sandbox.door("GET", "intents"))
    assert tenant.server.invoices.count_documents({}) == total


def test_a_reached_limit_is_waited_for_and_is_no_failure(tenant: Tenant) -> None:
    tenant.sandbox.arm("rate_limited_hour", "Invoices")
    (autotask_id,) = tenant.bill(1)
    tenant.look()
    assert tenant.health() == "limited"
    next_run_at = checkpoints.load("kauri", "ingest").next_run_at
    assert next_run_at
    assert timedelta(minutes=4) < next_run_at - tenant.now() <= timedelta(minutes=5)
    assert not checkpoints.load("kauri", "ingest").state.get("failures")
    assert tenant.server.invoices.find_one({"autotask_id": autotask_id}) is None


def test_our_share_of_the_hour_is_kept(begin: Begin) -> None:
    """Autotask counts for the whole tenant; we stop at our share of what it tells us."""
    tenant = begin()
    tenant.sandbox.door("POST", "limits", {"hourly": 20})
    try:
        for _ in range(25):
            tenant.look()
        calls = [
            call for call in tenant.sandbox.requests_since(0) if "zoneInfo" not in call["path"]
        ]
        assert len(calls) <= 15
        assert not [call for call in calls if call["refused_by"]]
        assert tenant.health() == "limited_share"
    finally:
        tenant.sandbox.door("POST", "limits", {"hourly": True})
