"""What a company without a contact becomes: linked, created, held, or stopped with the reason."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any

import pytest

from core.domain.company import Company
from core.domain.contacts.book import contact_number
from core.domain.person import Person
from tests.factories.documents import (
    LABOR,
    make_company,
    make_connection,
    make_invoice,
    make_settings,
)
from tests.fakes.clock import FakeClock
from tests.fakes.ledger import FakeLedger
from tests.fakes.links import InMemoryLists
from tests.fakes.office import Office


def _with(office: Office, *companies: Company, **settings: Any) -> Office:
    """Companies as ingestion stored them, each with an invoice that nobody has a contact for."""
    office.connection = make_connection(settings=make_settings(**settings))
    office.lists = InMemoryLists(
        company={str(each.autotask_id): asdict(each) for each in companies},
        billing_code={str(LABOR): {"name": "Labor"}},
    )
    for each in companies:
        invoice = make_invoice(100 + each.autotask_id, company_id=each.autotask_id)
        office.invoices.add(invoice, company=each.name)
    return office


def _fault(office: Office, autotask_id: int) -> tuple[str, str, str]:
    fault = office.row(autotask_id).fault
    assert fault
    return fault.code, fault.message, fault.link


def _created(ledger: FakeLedger) -> list[dict[str, Any]]:
    return [row for sent in ledger.sent if sent.path == "Contacts" for row in sent.rows]


def test_two_contacts_of_one_account_number_are_named_and_neither_is_taken(
    office: Office, ledger: FakeLedger
) -> None:
    for name in ("Aroha North", "Aroha South"):
        ledger.add_contact(name, account_number="A-7")
    _with(office, make_company(7, number="A-7"), make_company(8, "Tui")).post()
    code, message, _ = _fault(office, 107)
    assert code == "CONTACT_AMBIGUOUS"
    assert "Aroha North" in message
    assert "Aroha South" in message
    assert office.standings() == {107: "fault", 108: "complete"}


def test_an_account_number_may_be_left_out_of_account(office: Office, ledger: FakeLedger) -> None:
    ledger.add_contact("Aroha North", account_number="A-7")
    _with(office, make_company(7, number="A-7"), match_account_number=False).post()
    assert [row["Name"] for row in _created(ledger)] == ["Aroha Dental"]


def test_a_name_may_be_left_out_of_account_and_is_then_told_apart(
    office: Office, ledger: FakeLedger
) -> None:
    ledger.add_contact("Aroha Dental")
    _with(office, make_company(7), match_name=False).post()
    assert [row["Name"] for row in _created(ledger)] == ["Aroha Dental (7)"]


@pytest.mark.parametrize("key", ["number", "account_number"])
def test_an_archived_contact_under_a_number_is_named_with_a_link_to_it(
    office: Office, ledger: FakeLedger, key: str
) -> None:
    value = contact_number("kauri", 7) if key == "number" else "A-7"
    contact = ledger.add_contact("Aroha (old)", is_archived=True, **{key: value})
    _with(office, make_company(7, number="A-7")).post()
    code, _, link = _fault(office, 107)
    assert code == "CONTACT_ARCHIVED"
    assert link == f"xero:/Contacts/View/{contact.xero_id}"
    assert ledger.sent == []


def test_a_name_that_only_an_archived_contact_has_is_made_again_and_that_is_told(
    office: Office, ledger: FakeLedger
) -> None:
    ledger.add_contact("aroha dental", is_archived=True)
    _with(office, make_company(7)).post()
    assert office.standings() == {107: "complete"}
    assert [row["Name"] for row in _created(ledger)] == ["Aroha Dental"]
    (line,) = [line for line in office.lines if line["code"] == "CONTACT_MISSING"]
    assert "The archived contact aroha dental stays as it is." in line["message"]


def test_a_merged_contact_is_followed(office: Office, ledger: FakeLedger) -> None:
    alive = ledger.add_contact("Aroha Group")
    ledger.add_contact("Aroha Dental", is_archived=True, merged_into_id=alive.xero_id)
    _with(office, make_company(7)).post()
    assert office.links.by_company == {7: alive.xero_id}


@pytest.mark.parametrize("order", [(7, 8), (8, 7)])
def test_of_two_companies_of_one_name_the_second_never_shares_silently(
    office: Office, ledger: FakeLedger, order: tuple[int, int]
) -> None:
    first, second = (make_company(each, "Tasman Freight") for each in order)
    _with(office, first).post()
    office.invoices.add(make_invoice(900, company_id=second.autotask_id), company=second.name)
    office.post()
    names = {ledger.people[each].name for each in office.links.by_company.values()}
    assert names == {"Tasman Freight", f"Tasman Freight ({second.autotask_id})"}


def test_of_two_companies_of_one_name_one_finds_the_contact_and_the_other_gets_its_own(
    office: Office, ledger: FakeLedger
) -> None:
    contact = ledger.add_contact("TASMAN  freight")
    companies = [make_company(each, "Tasman Freight") for each in (7, 8)]
    _with(office, *companies).post()
    assert office.links.by_company[7] == contact.xero_id
    assert ledger.people[office.links.by_company[8]].name == "Tasman Freight (8)"


def test_a_contact_that_another_instance_linked_meanwhile_is_not_shared(
    office: Office, ledger: FakeLedger
) -> None:
    """The unique index decides; this round leaves the company out, the next gives it its own."""
    contact = ledger.add_contact("Tasman Freight")
    _with(office, make_company(7, "Tasman Freight"))
    read = ledger.contacts

    def then_it_is_taken(page: int) -> object:
        found = read(page)
        office.links.by_company[8] = contact.xero_id
        return found

    ledger.contacts = then_it_is_taken  # type: ignore[method-assign, assignment]
    taken = office.links.taken

    def taken_as_it_was(connection_id: str) -> object:
        return {key: owner for key, owner in taken(connection_id).items() if owner != 8}

    office.links.taken = taken_as_it_was  # type: ignore[method-assign, assignment]
    office.links.link = lambda *_: False  # type: ignore[method-assign]
    office.post()
    assert office.standings() == {107: "pending_sync"}
    del office.links.link, office.links.taken, ledger.contacts
    office.post()
    assert ledger.people[office.links.by_company[7]].name == "Tasman Freight (7)"


def test_the_person_and_the_people_who_get_a_copy_go_along(
    office: Office, ledger: FakeLedger
) -> None:
    people = (
        Person(1, "Emma", "Chen", "emma@a.example", "09 1", "021 1", "09 2", role="Accounts"),
        Person(2, "Finn", "Lewis", "finn@a.example", role="AccountsIncludedPerson"),
    )
    _with(office, make_company(7, people=people)).post()
    (row,) = _created(ledger)
    assert (row["FirstName"], row["LastName"], row["EmailAddress"]) == (
        "Emma",
        "Chen",
        "emma@a.example",
    )
    assert [phone["PhoneType"] for phone in row["Phones"]] == ["DEFAULT", "MOBILE", "FAX"]
    assert [person["EmailAddress"] for person in row["ContactPersons"]] == ["finn@a.example"]


def test_people_who_are_left_out_are_named_in_the_log(office: Office) -> None:
    people = (
        Person(1, "Emma", "Chen", "emma@a.example", role="Accounts"),
        Person(2, "Finn", "Lewis", role="AccountsIncludedPerson"),
    )
    _with(office, make_company(7, people=people)).post()
    (line,) = [line for line in office.lines if line["code"] == "PERSON_LEFT_OUT"]
    assert line["message"] == "Aroha Dental: Finn Lewis is left out: no e-mail address."


def test_two_people_who_are_both_marked_stop_the_company_and_are_named(
    office: Office, ledger: FakeLedger
) -> None:
    people = tuple(
        Person(each, f"P{each}", "", f"p{each}@a.example", role="Accounts") for each in (1, 2)
    )
    _with(office, make_company(7, people=people)).post()
    code, message, _ = _fault(office, 107)
    assert code == "BILLING_PERSON_AMBIGUOUS"
    assert "P1 (p1@a.example), P2 (p2@a.example)" in message
    assert ledger.sent == []


def test_a_company_whose_contact_is_known_needs_no_person(
    office: Office, ledger: FakeLedger
) -> None:
    ledger.add_contact("Aroha Dental")
    people = tuple(
        Person(each, f"P{each}", "", f"p{each}@a.example", role="Accounts") for each in (1, 2)
    )
    _with(office, make_company(7, people=people)).post()
    assert office.standings() == {107: "complete"}


def test_a_connection_that_asks_first_holds_the_company_and_says_what_is_near(
    office: Office, ledger: FakeLedger
) -> None:
    ledger.add_contact("Aroha Dental Centre")
    _with(office, make_company(7), missing_contact="hold").post()
    row = office.row(107)
    assert (row.status.value, row.hold_code) == ("pending_sync", "CONTACT_WANTED")
    (_, _, step) = row.history[-1]
    assert "Aroha Dental Centre" in step.message
    assert "found at the next look" in step.message
    assert ledger.sent == []


def test_what_waits_for_a_contact_goes_on_by_itself_once_one_matches(
    office: Office, ledger: FakeLedger, clock: FakeClock
) -> None:
    _with(office, make_company(7), missing_contact="hold").post()
    office.post()
    assert ledger.reads == ["contacts"], "nothing is asked before its time is up"
    clock.pass_by(minutes=15)
    office.post()
    assert office.row(107).codes.count("CONTACT_WANTED") == 1
    contact = ledger.add_contact("Aroha Dental")
    clock.pass_by(minutes=15)
    office.post()
    assert office.standings() == {107: "complete"}
    assert office.links.by_company == {7: contact.xero_id}


def test_what_a_person_links_goes_on(office: Office, ledger: FakeLedger, clock: FakeClock) -> None:
    contact = ledger.add_contact("Quite Another Name")
    _with(office, make_company(7), missing_contact="hold").post()
    office.links.by_company[7] = contact.xero_id
    clock.pass_by(minutes=15)
    office.post()
    assert office.standings() == {107: "complete"}


def test_a_held_company_keeps_nobody_else_waiting(office: Office, ledger: FakeLedger) -> None:
    ledger.add_contact("Tui")
    companies = (make_company(7), make_company(8, "Tui"))
    _with(office, *companies, missing_contact="hold").post()
    assert office.standings() == {107: "pending_sync", 108: "complete"}


def test_a_former_link_is_taken_up_again_when_its_contact_is_restored(
    office: Office, ledger: FakeLedger
) -> None:
    """A person chose it under quite another name; nothing else would find it."""
    contact = ledger.add_contact("Quite Another Name")
    _with(office, make_company(7))
    office.links.by_company[7] = contact.xero_id
    office.links.distrust("kauri", [7])
    office.post()
    assert office.links.by_company == {7: contact.xero_id}
    assert office.standings() == {107: "complete"}


def test_a_former_link_whose_contact_stays_archived_is_explained_and_not_replaced(
    office: Office, ledger: FakeLedger
) -> None:
    contact = ledger.add_contact("Quite Another Name", is_archived=True)
    _with(office, make_company(7))
    office.links.by_company[7] = contact.xero_id
    office.links.distrust("kauri", [7])
    office.post()
    code, _, link = _fault(office, 107)
    assert (code, link) == ("CONTACT_ARCHIVED", f"xero:/Contacts/View/{contact.xero_id}")
    assert ledger.sent == []


def test_a_former_link_gives_way_to_an_active_contact_that_fits(
    office: Office, ledger: FakeLedger
) -> None:
    old = ledger.add_contact("Aroha (old)", is_archived=True)
    fits = ledger.add_contact("Aroha Dental")
    _with(office, make_company(7))
    office.links.by_company[7] = old.xero_id
    office.links.distrust("kauri", [7])
    office.post()
    assert office.links.by_company == {7: fits.xero_id}


def test_a_contact_is_created_once_whatever_the_clock_says(
    office: Office, ledger: FakeLedger, clock: FakeClock
) -> None:
    _with(office, make_company(7))
    ledger.late_by = timedelta(seconds=30)
    ledger.fail_next("late_commit")
    office.settle()
    assert len(ledger.people) == 1
    assert office.standings() == {107: "complete"}
