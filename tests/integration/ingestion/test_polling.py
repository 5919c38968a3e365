"""Looks that lose nothing: odd pages, odd clocks, rows that come late or change in between."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from core.runtime.clock import utc_now
from core.store import checkpoints
from tests.integration.ingestion.conftest import Tenant

Begin = Callable[..., Tenant]
LARGE = {"companies": 5, "invoices": 700, "lines": 1}


def _all_ids(tenant: Tenant) -> set[int]:
    return {int(each["id"]) for each in tenant.sandbox.door("GET", "state")["Invoices"]}


def _stored(tenant: Tenant) -> list[int]:
    return sorted(int(each["autotask_id"]) for each in tenant.server.invoices.find())


def _sweep(tenant: Tenant) -> None:
    tenant.offset += timedelta(hours=25)
    tenant.look()
    assert checkpoints.load("kauri", "sweep").state["run"] is None


def test_several_invoices_of_the_second_of_the_last_look_are_all_there(tenant: Tenant) -> None:
    first = tenant.bill(1)
    tenant.look()
    same = tenant.bill(3, same_second=True)
    tenant.look()
    assert {*first, *same} <= set(_stored(tenant))


def test_one_that_appears_after_higher_ids_is_seen_within_the_overlap(tenant: Tenant) -> None:
    (late,) = tenant.bill(1, appears_after=60)
    (early,) = tenant.bill(1)
    assert late < early
    tenant.look()
    assert late not in _stored(tenant)
    tenant.sandbox.door("POST", "clock", {"offset_seconds": 61})
    tenant.offset += timedelta(seconds=61)
    tenant.look()
    assert {late, early} <= set(_stored(tenant))


def test_one_that_appears_long_after_it_was_created_is_found(begin: Begin) -> None:
    """By its id if that is new, else by the sweep, which is not due within the hour that passes."""
    tenant = begin(sweep_hour=(utc_now().hour + 12) % 24)
    long_ago = (tenant.now() - timedelta(days=3)).isoformat()
    (with_new_id,) = tenant.bill(1, created_at=long_ago)
    tenant.look()
    assert with_new_id in _stored(tenant)
    (late,) = tenant.bill(1, created_at=long_ago, appears_after=30)
    tenant.bill(1)
    tenant.look()
    tenant.sandbox.door("POST", "clock", {"offset_seconds": 3600})
    tenant.offset += timedelta(hours=1)
    tenant.look()
    assert late not in _stored(tenant)
    _sweep(tenant)
    assert late in _stored(tenant)
    assert checkpoints.load("kauri", "sweep").state["missed_ids"] == [late]


@pytest.mark.parametrize("fault", ["short_page", "cut_page"])
def test_an_odd_page_loses_nothing_and_doubles_nothing(begin: Begin, fault: str) -> None:
    tenant = begin(LARGE)
    tenant.sandbox.arm(fault, "POST Invoices")
    tenant.look()
    tenant.look()
    _sweep(tenant)
    assert set(_stored(tenant)) == _all_ids(tenant)
    assert len(_stored(tenant)) == 700


def test_rows_that_change_between_two_pages_are_there_as_they_are_now(begin: Begin) -> None:
    tenant = begin(LARGE)
    tenant.sandbox.arm("changed_between_pages", fields={"orderNumber": "PO 9"})
    tenant.sandbox.arm("voided")
    tenant.look()
    tenant.look()
    _sweep(tenant)
    assert set(_stored(tenant)) == _all_ids(tenant)
    for raw in tenant.sandbox.door("GET", "state")["Invoices"]:
        document = tenant.invoice(raw["id"])
        assert document["voided"] == raw["isVoided"]
        assert (document["order_number"] or "") == (raw["orderNumber"] or "")


@pytest.mark.parametrize("minutes", [-600, -30, 30, 600])
def test_their_clock_may_be_wrong(begin: Begin, minutes: int) -> None:
    tenant = begin()
    tenant.look()
    tenant.sandbox.door("POST", "clock", {"offset_seconds": minutes * 60})
    ids = tenant.bill(2)
    tenant.look()
    assert set(ids) <= set(_stored(tenant))
    tenant.sandbox.door("POST", "clock", {"offset_seconds": 0})
    ids = tenant.bill(2)
    tenant.look()
    assert set(ids) <= set(_stored(tenant))


def test_our_clock_may_jump_to_and_fro(tenant: Tenant) -> None:
    for hours in (0, 20, -20, 5, -5):
        tenant.offset = timedelta(hours=hours)
        ids = tenant.bill(2)
        tenant.look()
        assert set(ids) <= set(_stored(tenant))
    tenant.offset = timedelta(0)
    first = _stored(tenant)[0]
    tenant.sandbox.door("POST", "void", {"id": first})
    tenant.look()
    assert tenant.invoice(first)["status"] == "skipped"


@pytest.mark.parametrize(
    "switches",
    [
        {"created_filter": "day"},
        {"timestamps": "naive"},
        {"pick_list_ids": "elsewhere"},
        {"created_filter": "day", "timestamps": "naive", "pick_list_ids": "elsewhere"},
    ],
)
def test_the_doubts_about_autotask_may_turn_out_either_way(
    begin: Begin, switches: dict[str, str]
) -> None:
    tenant = begin()
    before = tenant.sandbox.door("GET", "switches")
    tenant.sandbox.door("POST", "switches", switches)
    try:
        tenant.look()
        ids = tenant.bill(2)
        tenant.look()
        assert tenant.standings() == {"pending_sync": 32}
        assert set(ids) <= set(_stored(tenant))
        history = [len(tenant.invoice(each)["history"]) for each in ids]
        tenant.look()
        assert [len(tenant.invoice(each)["history"]) for each in ids] == history
    finally:
        kept = before.get("switches", before)
        tenant.sandbox.door("POST", "switches", {name: _position(kept, name) for name in switches})


def _position(switches: object, name: str) -> object:
    found = switches[name]  # type: ignore[index]
    return found["position"] if isinstance(found, dict) else found
