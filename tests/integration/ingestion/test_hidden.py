"""Held invoices that Autotask does not show: one answer with a hole in it makes no fault of them."""

from datetime import timedelta

import pytest

from tests.integration.ingestion.conftest import Tenant

_HELD = -3


@pytest.fixture
def held(tenant: Tenant) -> list[int]:
    """Some that have waited for longer than their patience."""
    ids = tenant.bill(4, line_of_business=2)
    for each in ids:
        tenant.edit(each, invoiceStatus=_HELD)
    tenant.look()
    tenant.offset += timedelta(hours=3)
    tenant.look()
    return ids


def _missing(tenant: Tenant, ids: list[int]) -> list[int]:
    return [each for each in ids if tenant.invoice(each).get("not_shown_since")]


def _faults(tenant: Tenant, ids: list[int]) -> set[str]:
    return {(tenant.invoice(each)["fault"] or {}).get("code", "") for each in ids}


def _show(tenant: Tenant, choice: str) -> None:
    tenant.sandbox.door("POST", "rights", {"lines_of_business": {"2": choice}})


def test_a_page_that_is_cut_now_and_then_stops_nobody(tenant: Tenant, held: list[int]) -> None:
    for _ in range(3):
        tenant.sandbox.arm("cut_page", "POST Invoices")
        tenant.look()
        assert _missing(tenant, held), "the page was cut"
        assert _faults(tenant, held) == {""}
        tenant.look()
        assert not _missing(tenant, held), "it is whole again"
        tenant.offset += timedelta(minutes=30)
    assert "NOT_SHOWN" not in tenant.log_codes()


def test_a_look_that_fails_says_nothing_of_what_is_hidden(tenant: Tenant, held: list[int]) -> None:
    tenant.sandbox.arm("error_before_commit", "Invoices", 50)
    tenant.look()
    assert not _missing(tenant, held)
    assert _faults(tenant, held) == {""}


def test_what_looks_miss_for_minutes_is_a_fault_and_goes_on_when_it_is_shown(
    tenant: Tenant, held: list[int]
) -> None:
    _show(tenant, "none")
    for _ in range(2):
        tenant.look()
        assert _faults(tenant, held) == {""}
        tenant.offset += timedelta(minutes=4)
    tenant.offset += timedelta(minutes=4)
    tenant.look()
    assert _faults(tenant, held) == {"NOT_SHOWN"}
    _show(tenant, "all")
    for each in held:
        tenant.edit(each, invoiceStatus=1)
    tenant.offset += timedelta(minutes=11)
    tenant.look()
    assert {tenant.invoice(each)["status"] for each in held} == {"pending_sync"}
    assert not _missing(tenant, held)
