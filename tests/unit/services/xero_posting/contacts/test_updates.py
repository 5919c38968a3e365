"""Changes of a company in Autotask on their way to its Xero contact (option `update_contacts`)."""

from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

import pytest

from core.domain.batch import BatchKind
from core.domain.company import Address, Company
from core.domain.contacts.xero_contact import (
    ContactPerson,
    FullContact,
    PaymentTerms,
    Phone,
    PostalAddress,
)
from core.domain.errors import OutcomeUnknownError
from core.domain.person import Person
from core.domain.xero_document import XeroContact
from tests.factories.documents import (
    LABOR,
    make_company,
    make_connection,
    make_invoice,
    make_settings,
)
from tests.fakes.clock import FakeClock
from tests.fakes.contacts import ARCHIVED, TAKEN
from tests.fakes.ledger import Elements, FakeLedger
from tests.fakes.links import InMemoryLists
from tests.fakes.office import Office

EMMA = Person(1, "Emma", "Chen", "emma@a.example", "09 111", role="Accounts")
COMPANY = make_company(
    7,
    "Aroha Dental",
    tax_number="12-345",
    address=Address("1 Main St", "", "Nelson"),
    people=(EMMA,),
)
BOOKKEEPERS = ContactPerson("Mere", "Ngata", "mere@a.example", gets_emails=False)


def _store(office: Office, *companies: Company) -> None:
    office.lists = InMemoryLists(
        company={str(each.autotask_id): asdict(each) for each in companies},
        billing_code={str(LABOR): {"name": "Labor"}},
    )


@pytest.fixture
def contact(office: Office, ledger: FakeLedger) -> XeroContact:
    """A linked contact with what a bookkeeper put there, and an invoice for it."""
    office.connection = make_connection(settings=make_settings(update_contacts=True))
    _store(office, COMPANY)
    made = ledger.add_contact("Aroha Dental", email="old@a.example")
    ledger.contact_book.full[made.xero_id] = FullContact(
        made,
        addresses=(PostalAddress("STREET", ("9 Back Lane",), "Napier"),),
        phones=(Phone("DDI", "555"),),
        persons=(BOOKKEEPERS,),
    )
    office.links.by_company[7] = made.xero_id
    _invoice(office, 1)
    return made


def _invoice(office: Office, autotask_id: int) -> None:
    office.invoices.add(make_invoice(autotask_id, company_id=7), company="Aroha Dental")


def _updates(ledger: FakeLedger) -> list[dict[str, Any]]:
    return [row for sent in ledger.sent if sent.method == "POST" for row in sent.rows]


def _full(office: Office, contact: XeroContact) -> FullContact:
    (full,) = office.ledger.contact_book.in_full([contact.xero_id])
    return full


def test_what_changed_is_written_by_id_and_nothing_of_the_bookkeepers_is_lost(
    office: Office, ledger: FakeLedger, contact: XeroContact
) -> None:
    office.post()
    (sent,) = [each for each in ledger.sent if each.method == "POST"]
    assert (sent.path, sent.rows[0]["ContactID"]) == ("Contacts", contact.xero_id)
    assert "Name" not in sent.rows[0]
    full = _full(office, contact)
    assert (full.contact.email, full.first_name, full.tax_number) == (
        "emma@a.example",
        "Emma",
        "12-345",
    )
    assert full.persons == (BOOKKEEPERS,)
    assert {each.kind: each.city for each in full.addresses} == {
        "STREET": "Napier",
        "POBOX": "Nelson",
    }
    assert {each.kind: each.number for each in full.phones} == {"DDI": "555", "DEFAULT": "09 111"}
    assert office.standings() == {1: "complete"}


def test_contacts_are_left_alone_unless_the_connection_wants_it(
    office: Office, ledger: FakeLedger, contact: XeroContact
) -> None:
    office.connection = make_connection()
    office.post()
    assert [sent.path for sent in ledger.sent] == ["Invoices"]
    assert ledger.reads == []


def test_a_company_that_did_not_change_costs_no_read(
    office: Office, ledger: FakeLedger, contact: XeroContact
) -> None:
    office.post()
    _invoice(office, 2)
    office.post()
    assert ledger.reads == ["contacts_in_full"]
    _store(office, replace(COMPANY, tax_number="99-999"))
    _invoice(office, 3)
    office.post()
    assert ledger.reads == ["contacts_in_full"] * 2
    assert len(_updates(ledger)) == 2
    assert _full(office, contact).tax_number == "99-999"


def test_a_contact_that_says_the_same_already_is_read_once_and_not_written(
    office: Office, ledger: FakeLedger, contact: XeroContact
) -> None:
    _store(office, make_company(7, "aroha  dental"))
    for autotask_id in (2, 3):
        office.post()
        _invoice(office, autotask_id)
    assert ledger.reads == ["contacts_in_full"]
    assert _updates(ledger) == []


def test_a_contact_that_we_have_just_made_is_not_compared(
    office: Office, ledger: FakeLedger
) -> None:
    office.connection = make_connection(settings=make_settings(update_contacts=True))
    _store(office, COMPANY)
    for autotask_id in (1, 2):
        _invoice(office, autotask_id)
        office.post()
    assert ledger.reads == ["contacts"]


def test_a_name_that_was_told_apart_stays(
    office: Office, ledger: FakeLedger, contact: XeroContact
) -> None:
    ledger.people[contact.xero_id] = replace(contact, name="Aroha Dental (7)")
    office.post()
    assert _full(office, contact).contact.name == "Aroha Dental (7)"
    assert office.standings() == {1: "complete"}


def test_a_name_that_is_another_contacts_stops_no_invoice_and_is_left_out_next_time(
    office: Office, ledger: FakeLedger, contact: XeroContact
) -> None:
    ledger.add_contact("Aroha Group")
    _store(office, replace(COMPANY, name="Aroha Group"))
    office.post()
    assert office.standings() == {1: "complete"}
    (line,) = [line for line in office.lines if line["code"] == "CONTACT_NOT_CHANGED"]
    assert line["detail"]["vendor_text"] == TAKEN.format("Aroha Group")
    for autotask_id in (2, 3):
        _invoice(office, autotask_id)
        office.post()
    assert ["Name" in row for row in _updates(ledger)] == [True, False]
    assert _full(office, contact).contact.email == "emma@a.example"


def test_what_xero_refuses_for_good_is_not_sent_again_until_it_changes(
    office: Office, ledger: FakeLedger, contact: XeroContact
) -> None:
    ledger.refusals[contact.xero_id] = ("Email address must be valid.",)
    office.post()
    _invoice(office, 2)
    office.post()
    assert len(_updates(ledger)) == 1
    assert office.standings() == {1: "complete", 2: "complete"}


def test_an_archived_contact_is_not_written_and_its_link_no_longer_trusted(
    office: Office, ledger: FakeLedger, contact: XeroContact
) -> None:
    ledger.people[contact.xero_id] = replace(contact, is_archived=True)
    office.post()
    assert _updates(ledger) == []
    assert office.links.details[7].is_distrusted


def test_a_contact_that_xero_does_not_have_any_more_is_no_longer_trusted(
    office: Office, ledger: FakeLedger, contact: XeroContact
) -> None:
    del ledger.people[contact.xero_id]
    office.post()
    assert _updates(ledger) == []
    assert office.links.details[7].is_distrusted


def test_terms_of_a_contact_that_xero_does_not_have_are_not_asked_for_again_and_again(
    office: Office, ledger: FakeLedger, contact: XeroContact
) -> None:
    del ledger.people[contact.xero_id]
    office.connection = make_connection(settings=make_settings(due_date_rule="xero_contact"))
    for autotask_id in (2, 3):
        office.post()
        _invoice(office, autotask_id)
    assert ledger.reads == ["contacts_in_full"]


def test_a_contact_archived_between_reading_and_writing_distrusts_its_link(
    office: Office, ledger: FakeLedger, contact: XeroContact
) -> None:
    ledger.refusals[contact.xero_id] = (ARCHIVED,)
    office.post()
    assert office.links.details[7].is_distrusted


def test_a_lost_answer_is_compared_again_and_never_sent_blindly(
    office: Office, ledger: FakeLedger, contact: XeroContact, clock: FakeClock
) -> None:
    ledger.fail_next("drop_after_commit")
    with pytest.raises(OutcomeUnknownError):
        office.post()
    (batch,) = office.batches.open_batches("kauri")
    assert batch.kind is BatchKind.CONTACT_UPDATE
    office.settle()
    _invoice(office, 2)
    office.post()
    assert len(_updates(ledger)) == 1
    assert ledger.reads.count("contacts_in_full") == 2
    assert office.standings() == {1: "complete", 2: "complete"}


def test_a_change_that_is_taken_back_after_a_lost_answer_is_taken_back_in_xero_too(
    office: Office, ledger: FakeLedger, contact: XeroContact, clock: FakeClock
) -> None:
    """What was noted before is what Autotask says again, and yet not what Xero has."""
    office.post()
    _store(office, replace(COMPANY, tax_number="99-999"))
    _invoice(office, 2)
    ledger.fail_next("drop_after_commit")
    with pytest.raises(OutcomeUnknownError):
        office.post()
    assert _full(office, contact).tax_number == "99-999"
    office.settle()
    _store(office, COMPANY)
    _invoice(office, 3)
    office.post()
    assert _full(office, contact).tax_number == COMPANY.tax_number


def test_a_change_that_is_given_up_costs_no_call_and_proves_nothing_of_xero(
    office: Office, ledger: FakeLedger, contact: XeroContact, clock: FakeClock
) -> None:
    ledger.fail_next("drop_after_commit")
    with pytest.raises(OutcomeUnknownError):
        office.post()
    clock.pass_by(minutes=10)
    reads = len(ledger.reads)
    assert office.resolve() == 0
    assert (office.batches.open_batches("kauri"), len(ledger.reads)) == ([], reads)


def test_while_a_change_is_open_the_contact_is_not_changed_again(
    office: Office, ledger: FakeLedger, contact: XeroContact
) -> None:
    ledger.fail_next("drop_before_commit")
    with pytest.raises(OutcomeUnknownError):
        office.post()
    _store(office, replace(COMPANY, tax_number="99-999"))
    office.post()
    assert len(_updates(ledger)) == 1
    assert office.standings() == {1: "complete"}


def test_a_late_change_cannot_land_on_a_newer_one(
    office: Office, ledger: FakeLedger, contact: XeroContact, clock: FakeClock
) -> None:
    ledger.late_by = timedelta(minutes=6)
    ledger.fail_next("late_commit")
    with pytest.raises(OutcomeUnknownError):
        office.post()
    _store(office, replace(COMPANY, tax_number="99-999"))
    for each in range(2, 15):
        _invoice(office, each)
        office.round()
        clock.pass_by(minutes=1)
    ledger.contacts(1)
    assert _full(office, contact).tax_number == "99-999"
    assert office.standings() == dict.fromkeys(range(1, 15), "complete")


def test_other_changes_wait_while_one_is_unanswered_and_documents_do_not(
    office: Office, ledger: FakeLedger, contact: XeroContact
) -> None:
    ledger.fail_next("drop_before_commit")
    assert isinstance(office.round(), OutcomeUnknownError)
    _store(office, make_company(8, "Company 8", tax_number="1"))
    office.with_invoices(make_invoice(8, company_id=8))
    assert office.round() is None
    assert len(_updates(ledger)) == 1
    assert office.standings() == {1: "complete", 8: "complete"}


def test_a_person_whom_a_bookkeeper_adds_while_others_are_written_is_kept(
    office: Office, ledger: FakeLedger
) -> None:
    office.connection = make_connection(settings=make_settings(update_contacts=True))
    copy = Person(2, "Finn", "Lewis", "finn@a.example", role="AccountsIncludedPerson")
    people = (EMMA, copy)
    companies = [make_company(each, f"Company {each}", people=people) for each in range(1, 82)]
    _store(office, *companies)
    office.with_invoices(
        *(make_invoice(each.autotask_id, company_id=each.autotask_id) for each in companies)
    )
    (last,) = [each for each in ledger.people.values() if each.name == "Company 81"]

    def add_person(elements: Elements) -> Elements:
        if len(ledger.sent) == 1:
            ledger.contact_book.full[last.xero_id] = FullContact(last, persons=(BOOKKEEPERS,))
        return elements

    ledger.edit_answer = add_person
    office.post()
    assert [each.email for each in _full(office, last).persons] == [
        "mere@a.example",
        "finn@a.example",
    ]


def test_more_than_forty_changes_take_a_call_for_each_forty(
    office: Office, ledger: FakeLedger
) -> None:
    office.connection = make_connection(settings=make_settings(update_contacts=True))
    companies = [make_company(each, f"Company {each}", tax_number="1") for each in range(1, 103)]
    _store(office, *companies)
    office.with_invoices(
        *(make_invoice(each.autotask_id, company_id=each.autotask_id) for each in companies)
    )
    office.post()
    assert [len(sent.rows) for sent in ledger.sent if sent.method == "POST"] == [40, 40, 22]


def test_a_request_of_changes_that_xero_would_not_read_is_sent_one_by_one(
    office: Office, ledger: FakeLedger
) -> None:
    office.connection = make_connection(settings=make_settings(update_contacts=True))
    companies = [make_company(each, f"Company {each}", tax_number="1") for each in (7, 8)]
    _store(office, *companies)
    office.with_invoices(*(make_invoice(each, company_id=each) for each in (7, 8)))
    ledger.fail_next("refused_whole", "", "refused_whole")
    office.post()
    assert [len(sent.rows) for sent in ledger.sent if sent.method == "POST"] == [2, 1, 1]
    assert office.standings() == {7: "complete", 8: "complete"}


def test_people_who_contradict_each_other_change_nothing(
    office: Office, ledger: FakeLedger, contact: XeroContact
) -> None:
    other = Person(2, "Finn", "Lewis", "finn@a.example", role="Accounts")
    _store(office, replace(COMPANY, people=(EMMA, other)))
    office.post()
    assert (ledger.reads, _updates(ledger)) == ([], [])
    assert office.standings() == {1: "complete"}


def test_a_person_for_whom_there_is_no_room_is_named_in_the_log(
    office: Office, ledger: FakeLedger, contact: XeroContact
) -> None:
    full = tuple(ContactPerson("P", str(i), f"{i}@a.example") for i in range(5))
    before = ledger.contact_book.full[contact.xero_id]
    ledger.contact_book.full[contact.xero_id] = replace(before, persons=full)
    copy = Person(2, "Finn", "Lewis", "finn@a.example", role="AccountsIncludedPerson")
    _store(office, replace(COMPANY, people=(EMMA, copy)))
    office.post()
    assert _full(office, contact).persons == full
    (line,) = [line for line in office.lines if line["code"] == "PERSON_LEFT_OUT"]
    assert "finn@a.example" in line["message"]


def test_terms_are_read_once_a_day_and_only_if_due_dates_need_them(
    office: Office, ledger: FakeLedger, contact: XeroContact, clock: FakeClock
) -> None:
    terms = PaymentTerms(20, "OFFOLLOWINGMONTH")
    before = ledger.contact_book.full[contact.xero_id]
    ledger.contact_book.full[contact.xero_id] = replace(before, terms=terms)
    office.connection = make_connection(settings=make_settings(due_date_rule="xero_contact"))
    for autotask_id in (2, 3):
        office.post()
        _invoice(office, autotask_id)
    assert ledger.reads == ["contacts_in_full"]
    assert office.links.terms("kauri", [7]) == {7: terms}
    clock.pass_by(minutes=25 * 60)
    office.post()
    assert ledger.reads == ["contacts_in_full"] * 2
