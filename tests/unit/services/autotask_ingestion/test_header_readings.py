"""What is learned of a tenant's totals is kept, and an invoice that reads otherwise is told."""

from decimal import Decimal

from core.domain.invoice import Invoice
from services.autotask_ingestion.desk import Desk
from services.autotask_ingestion.header_readings import (
    TOTALS_FLIPPED,
    HeaderReadings,
    heed_choices,
)
from tests.factories.documents import make_connection, make_invoice, make_line, make_settings
from tests.unit.services.autotask_ingestion.tenant import RememberedTenant, a_tenant

NET, GROSS = make_invoice(header_total=Decimal("100.00")), make_invoice()


def _take(desk: Desk, *invoices: Invoice, is_first: bool = True) -> None:
    readings = HeaderReadings(desk)
    for invoice in invoices:
        readings.take(invoice, is_first=is_first)


def test_evidence_of_several_pages_adds_up_to_a_decision() -> None:
    tenant = a_tenant()
    _take(tenant.desk(), *[NET] * 3)
    assert tenant.state == {"totals": None, "totals_recent": "nnn"}
    _take(tenant.desk(), *[NET] * 2)
    assert tenant.state == {"totals": "net", "totals_recent": "nnnnn"}
    assert tenant.warnings == {}


def test_once_a_window_says_the_same_nothing_more_is_written() -> None:
    tenant = a_tenant()
    _take(tenant.desk(), *[NET] * 500)
    assert tenant.saves == 20


def test_an_invoice_that_was_counted_already_or_fits_both_is_no_evidence() -> None:
    tenant = a_tenant()
    both = make_invoice(1, make_line("100.00", "0.02"))
    _take(tenant.desk(), *[NET] * 9, is_first=False)
    _take(tenant.desk(), *[both] * 9)
    assert tenant.state == {}


def test_the_one_that_reads_otherwise_is_named_on_the_connection_and_in_its_log() -> None:
    tenant = a_tenant()
    _take(tenant.desk(), *[NET] * 5)
    desk = tenant.desk()
    _take(desk, GROSS, is_first=False)
    desk.journal.flush()
    assert "INV-4711" in tenant.warnings["kauri"][TOTALS_FLIPPED]
    (line,) = tenant.lines
    assert (line["code"], line["autotask_id"]) == (TOTALS_FLIPPED, 4711)
    assert "header_total" in line["message"]


def test_the_alarm_stands_while_invoices_go_on_reading_otherwise() -> None:
    tenant = a_tenant()
    _take(tenant.desk(), *[NET] * 20)
    _take(tenant.desk(), *[GROSS] * 40)
    assert TOTALS_FLIPPED in tenant.warnings["kauri"]
    assert tenant.state["totals"] == "net"
    _take(tenant.desk(), *[NET] * 20)
    assert tenant.warnings["kauri"] == {}


def test_nothing_is_learned_where_a_person_has_chosen() -> None:
    tenant = a_tenant(header_total="gross")
    _take(tenant.desk(), *[NET] * 20)
    assert (tenant.state, tenant.warnings) == ({}, {})


def _look(tenant: RememberedTenant) -> None:
    """The end of a look: connections come with what stands on them."""
    heed_choices(tenant.desk(), [tenant.desk(each.id).connection for each in tenant.connections])


def test_a_choice_ends_the_alarm_and_what_was_learned_but_only_where_it_stands() -> None:
    tenant = a_tenant()
    _take(tenant.desk(), *[NET] * 5, GROSS)
    _look(tenant)
    assert TOTALS_FLIPPED in tenant.warnings["kauri"]
    tenant.connections = [make_connection(settings=make_settings(header_total="gross"))]
    _look(tenant)
    assert tenant.warnings["kauri"] == {}
    assert tenant.state == {"totals": None, "totals_recent": ""}
    before = tenant.saves
    _look(tenant)
    assert tenant.saves == before


def test_the_choice_of_one_who_shares_leaves_to_the_others_what_was_learned() -> None:
    owner, chosen = make_connection(), make_settings(header_total="gross")
    tenant = RememberedTenant([owner, make_connection("rata", autotask_of="kauri")])
    _take(tenant.desk("rata"), *[NET] * 5, GROSS)
    tenant.connections[1] = make_connection("rata", autotask_of="kauri", settings=chosen)
    _look(tenant)
    assert tenant.warnings["rata"] == {}
    assert tenant.state["totals"] == "net"
    _take(tenant.desk(), GROSS)
    tenant.connections[0] = make_connection(settings=chosen)
    _look(tenant)
    assert tenant.state == {"totals": None, "totals_recent": ""}


def test_connections_of_one_tenant_learn_together_and_are_warned_each_for_itself() -> None:
    owner, sharer = make_connection(), make_connection("rata", autotask_of="kauri")
    tenant = RememberedTenant([owner, sharer])
    _take(tenant.desk(), *[NET] * 4)
    _take(tenant.desk("rata"), NET, GROSS)
    assert tenant.state["totals"] == "net"
    assert list(tenant.warnings) == ["rata"]
