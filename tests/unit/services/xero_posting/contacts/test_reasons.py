"""The record panel says why an invoice goes to the contact it goes to."""

from dataclasses import asdict
from typing import Any

from core.domain.contacts.link import ContactLink
from core.domain.decision import Decision, Subject
from core.domain.person import Person
from services.xero_posting.contacts.reasons import contact_decisions
from tests.factories.documents import NOON, make_company, make_connection, make_settings
from tests.fakes.links import InMemoryLinks, InMemoryLists

COMPANY = make_company(7, people=(Person(1, "Emma", "Chen", "emma@a.example"),))


def _decide(how: str, **settings: Any) -> tuple[Decision, ...]:
    links = InMemoryLinks()
    links.link("kauri", ContactLink(7, "Aroha Dental", "c", how, xero_name="Aroha Ltd"), NOON)
    connection = make_connection(settings=make_settings(**settings))
    lists = InMemoryLists(company={"7": asdict(COMPANY)})
    return contact_decisions(connection, links, lists, [7])[7]


def test_a_contact_that_was_found_says_by_what() -> None:
    assert _decide("the account number") == (
        Decision(
            Subject.CONTACT,
            "Aroha Ltd",
            "Aroha Dental is Xero's contact Aroha Ltd, found by the account number.",
        ),
    )


def test_a_contact_that_was_made_says_who_gets_the_invoices() -> None:
    (decision,) = _decide("created")
    assert decision.reason == (
        "Xero had no contact for Aroha Dental, so one was made. "
        "Emma Chen gets the invoices: the only active contact."
    )


def test_a_contact_that_is_kept_up_to_date_says_who_gets_the_invoices() -> None:
    (decision,) = _decide("the name", update_contacts=True)
    assert decision.reason.endswith("Emma Chen gets the invoices: the only active contact.")


def test_a_company_without_a_contact_has_nothing_to_say() -> None:
    found = contact_decisions(make_connection(), InMemoryLinks(), InMemoryLists(), [7])
    assert found == {7: ()}
