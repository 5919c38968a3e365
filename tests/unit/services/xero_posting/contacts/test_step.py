from dataclasses import asdict

import pytest

from core.domain.batch import BatchKind
from core.domain.contacts.book import contact_number
from core.domain.errors import OutcomeUnknownError, RateLimitedError
from core.domain.person import Person
from core.domain.status import Status
from tests.factories.documents import LABOR, make_company, make_invoice
from tests.fakes.clock import FakeClock
from tests.fakes.ledger import FakeLedger
from tests.fakes.links import InMemoryLists
from tests.fakes.office import Office


def _unlinked(office: Office, *companies: int) -> Office:
    invoices = [make_invoice(100 + each, company_id=each) for each in companies]
    return office.with_invoices(*invoices, linked=False)


def test_unknown_companies_become_contacts_in_one_call_before_their_invoices(
    office: Office, ledger: FakeLedger
) -> None:
    _unlinked(office, 7, 8, 9).post()
    assert [(sent.method, sent.path, len(sent.rows)) for sent in ledger.sent] == [
        ("PUT", "Contacts", 3),
        ("PUT", "Invoices", 3),
    ]
    assert office.standings() == {107: "complete", 108: "complete", 109: "complete"}
    for company_id, contact_id in office.links.by_company.items():
        assert ledger.people[contact_id].number == contact_number("kauri", company_id)


def test_one_look_at_all_contacts_serves_all_unknown_companies(
    office: Office, ledger: FakeLedger
) -> None:
    ledger.contacts_a_page = 2
    for company_id in range(1, 6):
        ledger.add_contact(f"COMPANY  {company_id}")
    _unlinked(office, 1, 2, 3, 4, 5).post()
    assert ledger.reads == ["contacts"] * 3
    assert [sent.path for sent in ledger.sent] == ["Invoices"]
    assert set(office.links.how.values()) == {"the name"}


def test_a_company_that_is_linked_costs_no_look(office: Office, ledger: FakeLedger) -> None:
    office.with_invoices(make_invoice(1))
    office.post()
    assert ledger.reads == []


def test_more_than_fifty_companies_take_a_call_for_each_fifty(
    office: Office, ledger: FakeLedger
) -> None:
    _unlinked(office, *range(1, 103)).post()
    contacts = [len(sent.rows) for sent in ledger.sent if sent.path == "Contacts"]
    assert contacts == [50, 50, 2]
    assert len(ledger.documents) == 102


def test_two_new_companies_of_one_name_become_two_contacts(
    office: Office, ledger: FakeLedger
) -> None:
    office.invoices.add(make_invoice(1, company_id=7), company="Aroha Dental")
    office.invoices.add(make_invoice(2, company_id=8), company="aroha dental")
    office.post()
    assert sorted(contact.name for contact in ledger.people.values()) == [
        "Aroha Dental",
        "aroha dental (8)",
    ]
    assert office.standings() == {1: "complete", 2: "complete"}


def test_what_autotask_knows_of_a_company_goes_along(office: Office, ledger: FakeLedger) -> None:
    emma = Person(1, "Emma", "Chen", "pay@aroha.example")
    company = make_company(7, "Aroha Dental", number="A-7", people=(emma,))
    office.lists = InMemoryLists(
        company={"7": asdict(company)}, billing_code={str(LABOR): {"name": "Labor"}}
    )
    _unlinked(office, 7).post()
    (row,) = ledger.sent[0].rows
    assert (row["Name"], row["EmailAddress"]) == ("Aroha Dental", "pay@aroha.example")


def test_an_account_number_finds_a_contact_of_another_name(
    office: Office, ledger: FakeLedger
) -> None:
    contact = ledger.add_contact("Aroha (old)", account_number="A-7")
    office.lists = InMemoryLists(
        company={"7": asdict(make_company(7, number="A-7"))},
        billing_code={str(LABOR): {"name": "Labor"}},
    )
    _unlinked(office, 7).post()
    assert office.links.by_company == {7: contact.xero_id}


def test_a_company_whose_contact_is_archived_is_a_fault_and_nothing_is_sent_for_it(
    office: Office, ledger: FakeLedger
) -> None:
    ledger.add_contact("Company 7", number=contact_number("kauri", 7), is_archived=True)
    _unlinked(office, 7, 8).post()
    assert office.standings() == {107: "fault", 108: "complete"}
    fault = office.row(107).fault
    assert fault
    assert fault.code == "CONTACT_ARCHIVED"
    assert "Company 7" in fault.message


def test_a_contact_that_xero_refuses_stops_the_invoices_of_its_company_alone(
    office: Office, ledger: FakeLedger
) -> None:
    ledger.refusals[contact_number("kauri", 7)] = ("Email address must be valid.",)
    _unlinked(office, 7, 8)
    office.invoices.add(make_invoice(200, company_id=7), company="Company 7")
    office.post()
    assert office.standings() == {107: "fault", 108: "complete", 200: "fault"}
    fault = office.row(107).fault
    assert fault
    assert (fault.code, fault.vendor_text) == ("EMAIL_INVALID", "Email address must be valid.")


def test_a_lost_answer_about_contacts_holds_their_invoices_and_makes_no_second_contact(
    office: Office, ledger: FakeLedger, clock: FakeClock
) -> None:
    _unlinked(office, 7, 8)
    ledger.fail_next("drop_after_commit")
    with pytest.raises(OutcomeUnknownError):
        office.post()
    assert set(office.standings().values()) == {"pending_sync"}
    assert office.post() == 0
    office.settle()
    assert len(ledger.people) == 2
    assert office.standings() == {107: "complete", 108: "complete"}
    contacts = [sent for sent in ledger.sent if sent.path == "Contacts"]
    assert len({sent.key for sent in contacts}) == 1


@pytest.mark.parametrize("fault", ["error_after_commit", "error_before_commit", "late_commit"])
def test_an_old_question_about_contacts_is_answered_by_looking_for_our_numbers(
    office: Office, ledger: FakeLedger, clock: FakeClock, fault: str
) -> None:
    _unlinked(office, 7, 8)
    ledger.fail_next(fault)
    with pytest.raises(OutcomeUnknownError):
        office.post()
    clock.pass_by(minutes=6)
    office.resolve()
    assert "contacts_by_number" in ledger.reads
    office.settle()
    assert len(ledger.people) == 2
    assert office.standings() == {107: "complete", 108: "complete"}


def test_while_contacts_are_open_the_invoices_of_known_companies_go(
    office: Office, ledger: FakeLedger
) -> None:
    _unlinked(office, 7)
    ledger.fail_next("drop_before_commit")
    with pytest.raises(OutcomeUnknownError):
        office.post()
    office.with_invoices(make_invoice(1, company_id=1))
    assert office.post() == 1
    assert office.standings() == {107: "pending_sync", 1: "complete"}


def test_a_contact_made_by_somebody_else_meanwhile_is_looked_up(
    office: Office, ledger: FakeLedger
) -> None:
    """Our number is on it: another of our batches was faster than this look at the contacts."""
    _unlinked(office, 7)
    read = ledger.contacts

    def then_it_appears(page: int) -> object:
        found = read(page)
        ledger.add_contact("Company 7", number=contact_number("kauri", 7))
        return found

    ledger.contacts = then_it_appears  # type: ignore[method-assign, assignment]
    office.post()
    assert office.standings() == {107: "complete"}
    assert len(ledger.people) == 1
    assert office.links.how == {7: "our contact number"}


def test_a_name_that_somebody_took_meanwhile_is_a_fault_that_says_so(
    office: Office, ledger: FakeLedger
) -> None:
    _unlinked(office, 7)
    read = ledger.contacts

    def then_it_appears(page: int) -> object:
        found = read(page)
        ledger.add_contact("Company 7")
        return found

    ledger.contacts = then_it_appears  # type: ignore[method-assign, assignment]
    office.post()
    fault = office.row(107).fault
    assert fault
    assert fault.code == "CONTACT_NAME_TAKEN"
    ledger.contacts = read  # type: ignore[method-assign]
    office.invoices.resync(107, office.clock())
    office.post()
    assert office.standings() == {107: "complete"}
    assert len(ledger.people) == 1


def test_a_request_about_contacts_that_xero_would_not_read_is_sent_one_by_one(
    office: Office, ledger: FakeLedger
) -> None:
    _unlinked(office, 7, 8, 9)
    ledger.fail_next("refused_whole", "", "refused_whole")
    office.post()
    contacts = [len(sent.rows) for sent in ledger.sent if sent.path == "Contacts"]
    assert contacts == [3, 1, 1, 1]
    assert office.standings() == {107: "complete", 108: "fault", 109: "complete"}


def test_a_limit_reached_while_contacts_are_made_changes_nothing_and_ends_the_round(
    office: Office, ledger: FakeLedger
) -> None:
    _unlinked(office, 7)
    ledger.fail_next("rate_limited")
    with pytest.raises(RateLimitedError):
        office.post()
    assert office.batches.open_batches("kauri") == []
    assert office.standings() == {107: "pending_sync"}
    assert [batch.kind for batch in office.batches.all] == [BatchKind.CONTACTS]
    office.settle()
    assert office.standings() == {107: "complete"}


def test_an_answer_about_contacts_that_misses_one_is_completed_by_a_look(
    office: Office, ledger: FakeLedger
) -> None:
    _unlinked(office, 7, 8)
    ledger.edit_answer = lambda elements: elements[:1] if len(elements) == 2 else elements
    desk = office.desk()
    office.work_through(desk)
    assert "contacts_by_number" in ledger.reads
    assert len(ledger.people) == 2


def test_an_invoice_whose_contact_was_archived_after_the_link_is_matched_again_on_resync(
    office: Office, ledger: FakeLedger
) -> None:
    office.with_invoices(make_invoice(1))
    ledger.refusals["INV-1"] = (
        (
            "The contact with the specified contact details has been archived. The contact must be "
            "un-archived before creating new invoices or credit notes"
        ),
    )
    office.post()
    assert office.row(1).status is Status.FAULT
    assert office.links.by_company == {}
    ledger.refusals.clear()
    office.invoices.resync(1, office.clock())
    office.post()
    assert office.standings() == {1: "complete"}


def test_two_companies_of_one_name_keep_their_own_contacts_when_an_answer_is_lost(
    office: Office, ledger: FakeLedger
) -> None:
    """Xero has the first one's contact and nobody knows yet; it must not be taken for the other."""
    office.invoices.add(make_invoice(1, company_id=7), company="Aroha Dental")
    ledger.fail_next("drop_after_commit")
    with pytest.raises(OutcomeUnknownError):
        office.post()
    office.invoices.add(make_invoice(2, company_id=8), company="Aroha Dental")
    office.post()
    office.settle()
    assert office.standings() == {1: "complete", 2: "complete"}
    for company_id in (7, 8):
        contact = ledger.people[office.links.by_company[company_id]]
        assert contact.number == contact_number("kauri", company_id)


def test_a_contact_that_stands_for_another_company_is_a_fault_and_not_a_loop(
    office: Office, ledger: FakeLedger
) -> None:
    contact = ledger.add_contact("Aroha Dental", number=contact_number("kauri", 7))
    office.links.by_company[8] = contact.xero_id
    _unlinked(office, 7)
    office.settle()
    fault = office.row(107).fault
    assert fault
    assert fault.code == "CONTACT_TAKEN"
    assert ledger.sent == []


def test_the_queue_and_the_contacts_are_looked_at_once_a_round(
    office: Office, ledger: FakeLedger
) -> None:
    ledger.refusals[contact_number("kauri", 3)] = ("Email address must be valid.",)
    _unlinked(office, *range(1, 301)).post()
    assert ledger.reads == ["contacts"]
    assert office.invoices.looks_at_companies == 1
    assert list(office.standings().values()).count("complete") == 299


def test_a_round_in_which_every_company_is_linked_never_looks_at_the_queue_for_contacts(
    office: Office,
) -> None:
    office.with_invoices(*(make_invoice(each, company_id=each) for each in range(1, 120)))
    office.post()
    assert office.invoices.looks_at_companies == 0


def test_figures_for_two_hundred_new_customers(office: Office, ledger: FakeLedger) -> None:
    """Four writes and one read for the contacts of a thousand invoices of two hundred customers."""
    for autotask_id in range(1, 1001):
        office.invoices.add(make_invoice(autotask_id, company_id=autotask_id % 200 + 1))
    office.post()
    assert [len(sent.rows) for sent in ledger.sent if sent.path == "Contacts"] == [50] * 4
    assert ledger.reads == ["contacts"]
    assert len([sent for sent in ledger.sent if sent.path == "Invoices"]) == 20
