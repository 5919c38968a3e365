"""What preview and preflight foresee is what posting would do: due dates, payers, holds, defaults."""

from dataclasses import asdict
from datetime import date
from typing import Any

import pytest

from core.domain.contacts.xero_contact import PaymentTerms
from core.domain.invoice import Invoice
from core.domain.preflight import NewContact, Outcome, Simulated
from services.xero_posting.people.simulate import Simulator
from tests.factories.documents import (
    LABOR,
    NOON,
    PUBLIC_URL,
    make_company,
    make_connection,
    make_invoice,
    make_line,
    make_record,
    make_settings,
)
from tests.fakes.links import InMemoryLinks, InMemoryLists

CHILD = make_company(7, "Child", parent_id=9)
PARENT = make_company(9, "Parent")


def _lists() -> InMemoryLists:
    return InMemoryLists(
        company={str(each.autotask_id): asdict(each) for each in (CHILD, PARENT)},
        billing_code={str(LABOR): {"name": "Labor"}, "12": {"name": "Travel"}},
    )


def _simulate(
    invoice: Invoice | None = None,
    *,
    links: InMemoryLinks | None = None,
    options: dict[str, Any] | None = None,
    **more: Any,
) -> Simulated:
    connection = make_connection(settings=make_settings(**(options or {})))
    links = links if links is not None else InMemoryLinks({7: "contact-7"})
    simulator = Simulator(connection, PUBLIC_URL, lambda: NOON, _lists(), links)
    return next(simulator.simulate([make_record(invoice or make_invoice(), **more)]))


@pytest.mark.parametrize(("rule", "payer"), [("never", 7), ("always", 9)])
def test_a_due_date_by_the_contacts_terms_is_that_of_who_pays(rule: str, payer: int) -> None:
    links = InMemoryLinks({7: "contact-7", 9: "contact-9"})
    links.note_terms("kauri", {payer: PaymentTerms(3, "DAYSAFTERBILLDATE")}, NOON)
    told = _simulate(links=links, options={"due_date_rule": "xero_contact", "parent_billing": rule})
    assert told.draft
    assert told.draft.due_on == date(2026, 11, 23)


@pytest.mark.parametrize(("rule", "payer"), [("never", CHILD), ("always", PARENT)])
def test_a_new_contact_is_that_of_who_pays(rule: str, payer: Any) -> None:
    told = _simulate(links=InMemoryLinks(), options={"parent_billing": rule})
    assert told.outcome is Outcome.SEND
    assert told.new_contact == NewContact(payer.autotask_id, payer.name)


def test_a_connection_that_asks_before_it_makes_a_contact_would_wait() -> None:
    told = _simulate(links=InMemoryLinks(), options={"missing_contact": "hold"})
    assert (told.outcome, told.code) == (Outcome.HOLD, "CONTACT_WANTED")
    assert told.new_contact == NewContact(7, "Child")
    assert _simulate(options={"missing_contact": "hold"}).outcome is Outcome.SEND
    in_xero = _simulate(
        links=InMemoryLinks(), options={"missing_contact": "hold"}, xero_id="x", xero_kind="invoice"
    )
    assert (in_xero.outcome, in_xero.new_contact) == (Outcome.UPDATE, None)


@pytest.mark.parametrize("code", ["REFRESHING", "XERO_LIMITED_DAY", "XERO_MAINTENANCE"])
def test_a_wait_for_xero_hides_no_figures(code: str) -> None:
    assert _simulate(hold_code=code).outcome is Outcome.SEND
    assert _simulate(hold_code="PERIOD_LOCKED").outcome is Outcome.HOLD


def test_a_default_account_is_a_notice_with_its_billing_code() -> None:
    travel = make_line(billing_code_id=12), make_line(billing_code_id=12, autotask_id=2)
    options = {"default_account": "299"}
    told = _simulate(make_invoice(1, make_line(autotask_id=3), *travel), options=options)
    (notice,) = told.notices
    assert notice.code == "ACCOUNT_BY_DEFAULT"
    assert "“Travel”" in notice.message
    assert "299" in notice.message
    assert told.warnings == (notice.message,)
    (nameless,) = _simulate(
        make_invoice(1, make_line(billing_code_id=None)), options=options
    ).notices
    assert "Lines without a known billing code" in nameless.message


def test_what_goes_by_the_tables_has_no_notice() -> None:
    assert _simulate().notices == ()
    zero_rated = {"tax_types": {"Exports": "ZERORATED"}, "zero_rated_regions": ["Exports"]}
    invoice = make_invoice(1, make_line(tax="0.00"), tax_region="Exports")
    assert _simulate(invoice, options=zero_rated).notices == ()


def test_a_line_without_tax_and_a_line_of_nothing_are_told() -> None:
    lines = make_line(tax="0.00"), make_line(net="0.00", tax="0.00", autotask_id=2)
    told = _simulate(make_invoice(1, *lines))
    assert [each.code for each in told.notices] == ["TAX_BY_DEFAULT", "ZERO_LINE_ACCOUNT"]


VOIDED = make_invoice(lines=(), is_voided=True)


def test_a_void_of_what_xero_has_says_what_would_become_of_the_document() -> None:
    told = _simulate(VOIDED, xero_id="x", xero_kind="credit_note", xero_number="CN-7")
    assert (told.outcome, told.code, told.mapped) == (Outcome.VOID, "VOIDED", None)
    assert "Xero's credit note CN-7 is read first" in told.message


def test_a_void_that_the_option_keeps_leaves_the_document() -> None:
    told = _simulate(VOIDED, options={"void_rule": "keep"}, xero_id="x", xero_kind="invoice")
    assert (told.outcome, told.code) == (Outcome.SKIP, "VOIDED_KEPT")


def test_a_void_of_what_xero_does_not_have_is_skipped() -> None:
    assert (_simulate(VOIDED).outcome, _simulate(VOIDED).code) == (Outcome.SKIP, "VOIDED")
