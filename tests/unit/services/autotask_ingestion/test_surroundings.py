"""What the rules are told beside the invoice, and what it costs to find out."""

from datetime import timedelta
from typing import Any

import pytest

from core.clients.autotask.entities import RawInvoice
from core.domain.admission import LinesSeen
from services.autotask_ingestion.surroundings import Surroundings
from tests.factories.documents import NOON, make_connection, make_invoice, make_settings
from tests.unit.services.autotask_ingestion.tenant import RememberedTenant, a_tenant

EMPTY = make_invoice(1, lines=())
LATER = NOON + timedelta(minutes=60)


def _raw(autotask_id: int, company_id: object) -> RawInvoice:
    return RawInvoice(autotask_id, {"companyID": company_id, "invoiceStatus": 1})


def _lines_seen(tenant: RememberedTenant, *with_lines: RawInvoice) -> LinesSeen:
    lines: dict[int, list[dict[str, Any]]] = {each.autotask_id: [{"id": 1}] for each in with_lines}
    around = Surroundings(tenant.desk(), [_raw(1, 7), *with_lines], {1: [], **lines})
    return around.of(EMPTY, NOON, LATER).lines_seen


@pytest.mark.parametrize("seen", [LinesSeen.OF_THIS_COMPANY, LinesSeen.OF_OTHERS_ONLY])
def test_the_ledger_tells_whose_lines_were_seen(seen: LinesSeen) -> None:
    tenant = a_tenant()
    tenant.seen = seen
    assert _lines_seen(tenant) is seen
    assert tenant.asked == [(["kauri"], [7])]


def test_a_page_asks_once_for_all_its_companies_without_lines() -> None:
    tenant = a_tenant()
    tenant.seen = LinesSeen.OF_OTHERS_ONLY
    voided = RawInvoice(9, {"companyID": 12, "invoiceStatus": 1, "isVoided": True})
    found = [*(_raw(each, each) for each in (7, 8, 10)), voided]
    around = Surroundings(tenant.desk(), found, {10: [{"id": 1}]})
    for company_id in (7, 8, 7, 8):
        empty = make_invoice(company_id, lines=(), company_id=company_id)
        assert around.of(empty, NOON, LATER).lines_seen is LinesSeen.OF_OTHERS_ONLY
    assert tenant.asked == [(["kauri"], [7, 8])]


def test_lines_of_the_same_page_count_although_the_ledger_has_none_yet() -> None:
    assert _lines_seen(a_tenant()) is LinesSeen.OF_NOBODY
    assert _lines_seen(a_tenant(), _raw(2, 8)) is LinesSeen.OF_OTHERS_ONLY
    assert _lines_seen(a_tenant(), _raw(2, 7)) is LinesSeen.OF_THIS_COMPANY


@pytest.mark.parametrize("odd", [None, "7", [7], {"id": 7}])
def test_a_company_id_that_is_none_is_nobodys(odd: object) -> None:
    assert _lines_seen(a_tenant(), _raw(2, odd)) is LinesSeen.OF_OTHERS_ONLY


def test_nobody_asks_before_the_wait_for_lines_is_over() -> None:
    tenant = a_tenant()
    around = Surroundings(tenant.desk(), [_raw(1, 7)], {})
    early = around.of(EMPTY, NOON, LATER - timedelta(seconds=1))
    whole = around.of(make_invoice(1), NOON, LATER)
    voided = around.of(make_invoice(1, lines=(), is_voided=True), NOON, LATER)
    assert {each.lines_seen for each in (early, whole, voided)} == {LinesSeen.UNKNOWN}
    assert tenant.asked == []


def test_the_looks_of_the_owner_serve_those_who_share() -> None:
    owner = make_connection(settings=make_settings(poll_seconds=15))
    sharer = make_connection(
        "rata", autotask_of="kauri", timezone="Europe/London", settings=make_settings()
    )
    tenant = RememberedTenant([owner, sharer])
    around = Surroundings(tenant.desk("rata"), [], {}).of(EMPTY, NOON, LATER)
    assert (around.poll_seconds, str(around.zone)) == (15, "Europe/London")
    assert tenant.asked == [(["kauri", "rata"], [7])]
    assert Surroundings(tenant.desk(), [], {}).of(EMPTY, NOON, NOON).poll_seconds == 15


def test_the_shortest_pause_of_those_who_are_served_tells_the_next_look() -> None:
    eager = make_connection("rata", autotask_of="kauri", settings=make_settings(poll_seconds=10))
    tenant = RememberedTenant([make_connection(settings=make_settings(poll_seconds=90)), eager])
    around = Surroundings(tenant.desk(), [], {}).of(EMPTY, NOON, NOON)
    assert around.poll_seconds == 10
