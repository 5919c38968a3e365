"""The guards are asked again on the very data that would be sent, and every choice is kept."""

from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from core.domain.contacts.xero_contact import PaymentTerms
from core.domain.invoice import Invoice
from core.domain.name_lists import NameList
from core.domain.organisation_lists import OrganisationLists
from core.domain.reference_data import Account, TaxRate
from core.domain.status import Status
from services.xero_posting.comparing import keep_locked_date
from services.xero_posting.mapping.desk import Contexts, map_claimed
from tests.factories.documents import (
    GST,
    make_connection,
    make_document,
    make_draft,
    make_invoice,
    make_line,
    make_record,
    make_settings,
)
from tests.fakes.clock import FakeClock
from tests.fakes.ledger import FakeLedger
from tests.fakes.links import InMemoryLists
from tests.fakes.office import Office

ORGANISATION = {
    "name": "Kauri",
    "short_code": "!k",
    "base_currency": "NZD",
    "timezone": "",
    "country_code": "NZ",
    "period_lock_on": "2026-11-20",
    "year_end_lock_on": None,
    "sales_terms": None,
}
ARCHIVED = Account("200", "Sales", "ARCHIVED", "REVENUE")


@pytest.mark.parametrize(
    ("invoice", "code"),
    [
        (make_invoice(1, header_total=Decimal("999.00")), "AMOUNT_MISMATCH"),
        (make_invoice(1, lines=(), header_total=Decimal("115.00")), "NO_LINES"),
        (make_invoice(1, lines=(), header_total=Decimal(0)), "NO_LINES"),
        (make_invoice(1, number=None), "NUMBER_MISSING"),
    ],
)
def test_stored_data_that_a_guard_stopped_are_not_sent_because_somebody_pressed_resync(
    office: Office, ledger: FakeLedger, clock: FakeClock, invoice: Invoice, code: str
) -> None:
    office.with_invoices(invoice)
    clock.pass_by(minutes=61)
    office.post()
    fault = office.row(1).fault
    assert fault
    assert (fault.code, ledger.documents) == (code, {})


@pytest.mark.parametrize(
    ("invoice", "code"),
    [
        (make_invoice(1, status_id=-3), "NOT_FINAL"),
        (make_invoice(1, header_total=Decimal("999.00")), "SUMS_DIFFER"),
        (make_invoice(1, lines=(), is_voided=True), "REFRESHING"),
        (make_invoice(1, make_line("0", "0")), "REFRESHING"),
    ],
)
def test_what_is_not_ready_goes_back_on_hold_until_ingestion_looked_again(
    office: Office, ledger: FakeLedger, invoice: Invoice, code: str
) -> None:
    office.with_invoices(invoice)
    assert office.post() == 0
    row = office.row(1)
    assert (row.status, row.hold_code) == (Status.PENDING_SYNC, code)
    assert ledger.sent == []
    assert office.post() == 0


def test_a_void_never_empties_the_document_that_xero_has(
    office: Office, ledger: FakeLedger
) -> None:
    office.with_invoices(make_invoice(1))
    office.post()
    voided = make_invoice(1, lines=(), is_voided=True, header_total=Decimal("115.00"))
    office.invoices.resync(1, office.clock(), voided)
    office.post()
    (document,) = ledger.documents.values()
    assert (office.row(1).status.value, document.status) == ("skipped", "DELETED")
    assert document.lines


def test_the_lists_that_ingestion_stored_decide_names_and_due_days() -> None:
    lists = InMemoryLists(
        billing_code={"11": {"name": "Labor"}}, payment_term={"3": {"name": "20th", "days": 20}}
    )
    context = Contexts(make_connection(), lists, "https://sync.example").of(make_record(), "c")
    assert context.billing_codes == {11: "Labor"}
    assert context.payment_days == {3: 20}
    assert (context.contact_id, context.currency) == ("c", "NZD")


def _with_settings(office: Office, **options: Any) -> Office:
    office.connection = replace(office.connection, settings=make_settings(**options))
    return office


def _knows(office: Office, **lists: dict[str, Any]) -> Office:
    """Lists of Xero's that were read."""
    office.lists.lists |= lists
    was_read = {kind: len(values) for kind, values in lists.items() if kind.startswith("xero_")}
    office.lists.lists["list_read"] = was_read
    return office


def test_every_decision_is_kept_with_the_record_the_contact_among_them(office: Office) -> None:
    office.with_invoices(make_invoice(1))
    office.post()
    kept = office.row(1).decisions
    assert {"account", "tax", "number", "date", "due_date", "contact"} <= {
        each["subject"] for each in kept
    }
    account = next(each for each in kept if each["subject"] == "account")
    assert account == {
        "subject": "account",
        "value": "200",
        "reason": "Billing code Labor → 200 by the mapping table.",
        "line": 1,
    }


def test_what_a_person_should_know_of_a_document_that_goes_is_logged_and_kept(
    office: Office,
) -> None:
    rule = {"category": "Region", "source": "territory"}
    _with_settings(office, tracking=[rule]).with_invoices(make_invoice(1))
    office.post()
    assert office.row(1).status is Status.COMPLETE
    (told,) = (line for line in office.lines if line["code"] == "MAPPING_WARNING")
    assert (told["autotask_id"], told["level"]) == (1, "warning")
    assert told["message"].endswith("it goes without Region.")
    assert told["message"] in [each["reason"] for each in office.row(1).decisions]


def test_an_archived_account_is_our_fault_before_any_call(
    office: Office, ledger: FakeLedger
) -> None:
    archived = {
        "200": {"code": "200", "name": "", "status": "ARCHIVED", "account_class": "REVENUE"}
    }
    _knows(office, xero_account=archived).with_invoices(make_invoice(1))
    office.post()
    fault = office.row(1).fault
    assert fault
    assert (fault.code, ledger.sent) == ("ACCOUNT_ARCHIVED", [])
    assert "200" in fault.message


def test_what_xero_says_now_counts_before_its_list_stops_an_invoice(office: Office) -> None:
    asked: list[str] = []

    def read_again(fault_code: str) -> OrganisationLists:
        asked.append(fault_code)
        return OrganisationLists(accounts={"200": replace(ARCHIVED, status="ACTIVE")})

    archived = {
        "200": {"code": "200", "name": "", "status": "ARCHIVED", "account_class": "REVENUE"}
    }
    _knows(office, xero_account=archived).with_invoices(make_invoice(1), make_invoice(2))
    desk = replace(office.desk(), map=partial(map_claimed, read_again=read_again))
    office.work_through(desk)
    assert [office.row(each).status for each in (1, 2)] == [Status.COMPLETE] * 2
    assert asked == ["ACCOUNT_ARCHIVED"]


def test_if_xero_says_the_same_again_the_invoice_stops(office: Office) -> None:
    still = OrganisationLists(accounts={"200": ARCHIVED})
    archived = {
        "200": {"code": "200", "name": "", "status": "ARCHIVED", "account_class": "REVENUE"}
    }
    _knows(office, xero_account=archived).with_invoices(make_invoice(1))
    desk = replace(office.desk(), map=partial(map_claimed, read_again=lambda _: still))
    office.work_through(desk)
    assert office.row(1).status is Status.FAULT


def test_behind_one_stale_list_the_next_is_read_again_too(office: Office) -> None:
    active = {"200": replace(ARCHIVED, status="ACTIVE")}
    rate = TaxRate("OUTPUT2", "GST", Decimal(15), "ACTIVE", frozenset({"REVENUE"}))
    gone = {**asdict(rate), "rate": "15", "applies_to": ["REVENUE"], "status": "DELETED"}
    _knows(office, xero_account={"200": asdict(ARCHIVED)}, xero_tax_rate={"OUTPUT2": gone})
    office.with_invoices(make_invoice(1))
    newer = {
        "ACCOUNT_ARCHIVED": OrganisationLists(active, {"OUTPUT2": replace(rate, status="DELETED")}),
        "TAX_TYPE_UNKNOWN": OrganisationLists(active, {"OUTPUT2": rate}),
    }

    def read_again(fault_code: str) -> OrganisationLists | None:
        return newer.get(fault_code)

    desk = replace(office.desk(), map=partial(map_claimed, read_again=read_again))
    office.work_through(desk)
    assert office.row(1).status is Status.COMPLETE


def test_a_name_that_is_not_known_waits_for_ingestion_to_read_the_list_and_then_stops(
    office: Office, ledger: FakeLedger, clock: FakeClock
) -> None:
    _with_settings(office, tax_types_by_category={GST: {"Books": "ZERORATED"}})
    office.with_invoices(make_invoice(1, make_line(tax_category_id=5)))
    office.lists.lists["tax_category"] = {"4": {"name": "Standard"}}
    asked: list[NameList] = []

    def is_read_again(kind: NameList) -> bool:
        asked.append(kind)
        return len(asked) == 1

    office.map = partial(map_claimed, is_read_again=is_read_again)
    office.post()
    row = office.row(1)
    assert (row.status, row.hold_code) == (Status.PENDING_SYNC, "REFRESHING")
    assert row.history[-1][2].message == "Autotask is asked again what tax category 5 is called."
    clock.pass_by(minutes=5)
    office.post()
    assert row.fault
    assert row.fault.code == "NAME_UNKNOWN"
    assert asked == [NameList.TAX_CATEGORIES] * 2
    assert ledger.sent == []


def test_a_locked_period_holds_the_invoice_until_half_a_day_has_passed(
    office: Office, ledger: FakeLedger, clock: FakeClock
) -> None:
    _with_settings(office, lock_date_rule="hold")
    _knows(office, xero_organisation={"organisation": ORGANISATION}).with_invoices(make_invoice(1))
    office.post()
    row = office.row(1)
    assert (row.status, row.hold_code) == (Status.PENDING_SYNC, "PERIOD_LOCKED")
    assert row.history[-1][2].message == "Dated 2026-11-20; Xero is locked up to 2026-11-20."
    assert office.post() == 0
    opened = ORGANISATION | {"period_lock_on": "2026-10-31"}
    _knows(office, xero_organisation={"organisation": opened})
    clock.pass_by(minutes=12 * 60)
    office.post()
    assert row.status is Status.COMPLETE
    assert len(ledger.sent) == 1


def test_a_locked_period_stops_the_invoice_by_the_other_rule(office: Office) -> None:
    _knows(office, xero_organisation={"organisation": ORGANISATION}).with_invoices(make_invoice(1))
    office.post()
    fault = office.row(1).fault
    assert fault
    assert fault.code == "PERIOD_LOCKED"
    assert "2026-11-20" in fault.message


def test_a_document_that_was_moved_out_of_a_locked_period_stays_there(office: Office) -> None:
    _knows(office, xero_organisation={"organisation": ORGANISATION})
    draft = make_draft(issued_on=date(2026, 11, 20))
    moved = make_document(draft, issued_on=date(2026, 11, 21), due_on=date(2026, 12, 21))
    kept = keep_locked_date(office.desk(), draft, moved)
    assert (kept.issued_on, kept.due_on) == (date(2026, 11, 21), date(2026, 12, 21))


def test_the_contacts_own_terms_say_when_it_is_due(office: Office, ledger: FakeLedger) -> None:
    _with_settings(office, due_date_rule="xero_contact").with_invoices(make_invoice(1))
    office.links.note_terms("kauri", {7: PaymentTerms(3, "DAYSAFTERBILLDATE")}, office.clock())
    office.post()
    (document,) = ledger.documents.values()
    assert document.due_on == date(2026, 11, 23)


def test_names_that_only_some_rules_need_come_from_the_stored_lists() -> None:
    rules = [
        {"category": "Region", "source": "territory"},
        {"category": "Business line", "source": "line_of_business"},
    ]
    categories = {"GST": {"Telecoms": "TAX001"}}
    lists = InMemoryLists(
        billing_code={"11": {"name": "Labor", "department_id": 5}},
        territory={"4": {"name": "South"}},
        line_of_business={"3": {"division": "Services", "name": "Cloud"}},
        tax_category={"6": {"name": "Telecoms"}},
        department={"5": {"name": "Field"}},
        company={"7": {"territory_id": 4}},
    )
    settings = make_settings(tracking=rules, tax_types_by_category=categories)
    connection = replace(make_connection(), settings=settings)
    names = Contexts(connection, lists, "https://sync.example").of(make_record(), "c").names
    assert (names.territory, names.territory_id) == ("South", 4)
    assert names.lines_of_business == {3: ("Services / Cloud", "Cloud", "Services")}
    assert names.tax_categories == {6: "Telecoms"}
    assert (names.departments, names.templates) == ({}, {})


def test_a_department_is_known_by_the_work_type() -> None:
    lists = InMemoryLists(
        billing_code={"11": {"name": "Labor", "department_id": 5}, "12": {"name": "Travel"}},
        department={"5": {"name": "Field"}},
    )
    rule = {"category": "Business line", "source": "department"}
    connection = replace(make_connection(), settings=make_settings(tracking=[rule]))
    names = Contexts(connection, lists, "https://sync.example").of(make_record(), "c").names
    assert names.departments == {11: "Field"}
    assert names.department_ids == {11: 5}
