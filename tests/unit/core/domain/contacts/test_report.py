"""What the report says of a company is what the next round would do with it."""

from collections.abc import Collection

import pytest

from core.domain.contacts.book import ContactBook, MatchRules
from core.domain.contacts.link import ContactLink
from core.domain.contacts.report import LABELS, Finding, Verdict, look_up
from core.domain.xero_document import XeroContact
from tests.factories.documents import make_company

KAURI = make_company(7, "Kauri Property", number="A-7")


def look(
    *contacts: XeroContact, link: ContactLink | None = None, others: Collection[str] = ()
) -> Finding:
    return look_up(KAURI, link, ContactBook(contacts), "kauri-7", others, MatchRules())


def test_without_any_contact_one_would_be_made() -> None:
    finding = look(XeroContact("1", "Somebody else"))
    assert finding.verdict is Verdict.NONE
    assert "Kauri Property" in finding.message


@pytest.mark.parametrize(
    ("contact", "verdict"),
    [
        (XeroContact("1", "Any name", number="kauri-7"), Verdict.BY_NUMBER),
        (XeroContact("1", "Any name", account_number="A-7"), Verdict.BY_ACCOUNT),
        (XeroContact("1", "KAURI  property"), Verdict.BY_NAME),
        (XeroContact("1", "Any name", account_number="A-7", is_archived=True), Verdict.ARCHIVED),
    ],
)
def test_one_that_fits_is_told_with_what_it_fits_by(contact: XeroContact, verdict: Verdict) -> None:
    finding = look(contact)
    assert (finding.verdict, finding.contacts) == (verdict, (contact,))


def test_several_and_anothers_need_a_person() -> None:
    twins = XeroContact("1", "A", account_number="A-7"), XeroContact("2", "B", account_number="A-7")
    assert look(*twins).verdict is Verdict.SEVERAL
    ours = XeroContact("1", "Kauri Property", number="kauri-7")
    assert look(ours, others={"1"}).verdict is Verdict.TAKEN


@pytest.mark.parametrize(
    ("contacts", "verdict"),
    [
        ([XeroContact("1", "Kauri")], Verdict.LINKED),
        ([XeroContact("1", "Kauri", is_archived=True)], Verdict.ARCHIVED),
        ([], Verdict.GONE),
    ],
)
def test_a_link_is_looked_up_in_xero(contacts: list[XeroContact], verdict: Verdict) -> None:
    link = ContactLink(7, "Kauri Property", "1", "the name", xero_name="Kauri")
    assert look(*contacts, link=link).verdict is verdict


def test_every_verdict_has_its_label() -> None:
    assert LABELS.keys() == set(Verdict)
