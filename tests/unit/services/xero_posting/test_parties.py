"""Whose contact an invoice goes to when parents are billed."""

from dataclasses import asdict
from typing import Any

import pytest

from core.domain.company import Company
from core.domain.contacts.book import contact_number
from core.domain.contacts.payer import Payer
from core.domain.person import Person
from services.xero_posting.parties import Parties
from tests.factories.documents import (
    LABOR,
    make_company,
    make_connection,
    make_invoice,
    make_settings,
)
from tests.fakes.ledger import FakeLedger
from tests.fakes.links import InMemoryLists
from tests.fakes.office import Office

CHILD = make_company(7, "Child", parent_id=9)
PARENT = make_company(9, "Parent", people=(Person(1, "Emma", "Chen", "emma@p.example"),))


def _lists(*companies: Company) -> InMemoryLists:
    return InMemoryLists(
        company={str(each.autotask_id): asdict(each) for each in companies},
        billing_code={str(LABOR): {"name": "Labor"}},
    )


def _family(office: Office, rule: str, *companies: Company, **more: Any) -> Office:
    settings = make_settings(parent_billing=rule, **more)
    office.connection = make_connection(settings=settings)
    office.lists = _lists(*(companies or (CHILD, PARENT)))
    office.invoices.add(make_invoice(107, company_id=7), company="Child")
    return office


def _contact_of(office: Office, autotask_id: int) -> str:
    xero_id = office.row(autotask_id).xero_id
    assert xero_id
    return office.ledger.documents[xero_id].contact_name


@pytest.mark.parametrize(
    ("rule", "name"), [("never", "Child"), ("without_contact", "Parent"), ("always", "Parent")]
)
def test_the_invoice_goes_to_who_pays(office: Office, rule: str, name: str) -> None:
    _family(office, rule).post()
    assert _contact_of(office, 107) == name


def test_parent_and_child_share_the_parents_contact_and_one_link(
    office: Office, ledger: FakeLedger
) -> None:
    _family(office, "always")
    office.invoices.add(make_invoice(109, company_id=9), company="Parent")
    office.post()
    assert (_contact_of(office, 107), _contact_of(office, 109)) == ("Parent", "Parent")
    assert list(office.links.by_company) == [9]
    assert len(ledger.people) == 1


def test_a_child_with_people_of_its_own_pays_itself_unless_parents_always_do(
    office: Office,
) -> None:
    child = make_company(7, "Child", parent_id=9, people=(Person(2, "Finn"),))
    _family(office, "without_contact", child, PARENT).post()
    assert _contact_of(office, 107) == "Child"


def test_parents_that_run_in_a_circle_end_and_the_company_pays_itself(office: Office) -> None:
    circle = make_company(9, "Parent", parent_id=7)
    _family(office, "always", CHILD, circle).post()
    assert _contact_of(office, 107) == "Child"
    reasons = [each["reason"] for each in office.row(107).decisions if each["subject"] == "contact"]
    assert "circle" in reasons[0]


def test_the_decision_names_the_parent(office: Office) -> None:
    _family(office, "always").post()
    decisions = [each for each in office.row(107).decisions if each["subject"] == "contact"]
    assert decisions[0]["reason"] == "Parent is billed: parent of Child."
    assert {each["value"] for each in decisions} == {"Parent"}


def test_what_stops_the_payer_stops_the_childs_invoices(office: Office, ledger: FakeLedger) -> None:
    ledger.add_contact("Parent", number=contact_number("kauri", 9), is_archived=True)
    _family(office, "always").post()
    fault = office.row(107).fault
    assert fault
    assert fault.code == "CONTACT_ARCHIVED"
    assert "Parent" in fault.message


def test_what_holds_the_payer_holds_the_childs_invoices(office: Office) -> None:
    _family(office, "always", missing_contact="hold").post()
    assert office.row(107).hold_code == "CONTACT_WANTED"


def test_a_refused_contact_of_the_payer_stops_the_childs_invoices(
    office: Office, ledger: FakeLedger
) -> None:
    ledger.refusals[contact_number("kauri", 9)] = ("Email address must be valid.",)
    _family(office, "always").post()
    assert office.standings() == {107: "fault"}


def test_a_child_with_a_contact_from_before_goes_to_a_parent_that_has_none_yet(
    office: Office, ledger: FakeLedger
) -> None:
    office.links.by_company[7] = ledger.add_contact("Child").xero_id
    _family(office, "always").post()
    assert _contact_of(office, 107) == "Parent"


def test_a_company_that_ingestion_has_not_stored_is_known_by_its_name() -> None:
    parties = Parties(make_connection(), _lists(PARENT))
    assert parties.companies({9: "Parent", 8: "Tui"}) == [make_company(8, "Tui"), PARENT]


def test_a_parent_that_is_not_stored_leaves_the_company_itself() -> None:
    connection = make_connection(settings=make_settings(parent_billing="always"))
    (payer,) = Parties(connection, _lists(CHILD)).payers([7]).values()
    assert payer.company_id == 7


def test_without_parent_billing_no_company_is_loaded() -> None:
    parties = Parties(make_connection(), _lists(CHILD, PARENT))
    assert parties.payers([7, 8]) == {7: Payer(7), 8: Payer(8)}
