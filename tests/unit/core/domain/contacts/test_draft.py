import pytest

from core.domain.company import Address
from core.domain.contacts.draft import clean_name, distinguished, draft_contact
from core.domain.contacts.recipients import Recipients
from core.domain.contacts.xero_contact import ContactDraft, ContactPerson, Phone, PostalAddress
from core.domain.person import Person
from tests.factories.documents import make_company

NOBODY = Recipients(None, "", (), "Autotask has no active contact for it.")
EMMA = Person(1, "Emma", "Chen", "emma@a.example", "09 111", "021 1", "09 112")


def test_a_new_contact_carries_what_autotask_knows_of_company_and_person() -> None:
    company = make_company(
        phone="+64 9 123",
        fax="+64 9 124",
        tax_number="123-456",
        address=Address("1 Main St", "", "Auckland", "AKL", "1010", "New Zealand"),
    )
    copy = Person(2, "Finn", "Lewis", "finn@a.example")
    found = draft_contact(company, "kauri-7", "Aroha", Recipients(EMMA, EMMA.email, (copy,), ""))
    assert found == ContactDraft(
        name="Aroha",
        number="kauri-7",
        email="emma@a.example",
        first_name="Emma",
        last_name="Chen",
        tax_number="123-456",
        address=PostalAddress("POBOX", ("1 Main St",), "Auckland", "AKL", "1010", "New Zealand"),
        phones=(Phone("DEFAULT", "09 111"), Phone("MOBILE", "021 1"), Phone("FAX", "09 112")),
        persons=(ContactPerson("Finn", "Lewis", "finn@a.example"),),
    )


def test_without_a_person_the_companys_own_telephones_are_used() -> None:
    company = make_company(phone="+64 9 123", fax="+64 9 124")
    found = draft_contact(company, "kauri-7", "Aroha", NOBODY)
    assert found.phones == (Phone("DEFAULT", "+64 9 123"), Phone("FAX", "+64 9 124"))
    assert (found.first_name, found.email) == ("", "")


def test_a_company_of_which_nothing_is_known_but_its_name_makes_a_contact_of_a_name() -> None:
    assert draft_contact(make_company(), "n", "Aroha", NOBODY) == ContactDraft("Aroha", "n")


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        (" A <b>  C ", "A (b) C"),
        ("A\u00a0B\tC\n", "A B C"),
        ("A" * 300, "A" * 255),
        ("A" * 254 + " B", "A" * 254),
    ],
)
def test_a_name_is_made_such_that_xero_takes_it(name: str, clean: str) -> None:
    assert clean_name(name) == clean


def test_a_name_that_is_taken_is_told_apart_by_the_companys_number() -> None:
    assert distinguished("Aroha Dental", 7) == "Aroha Dental (7)"
    long = distinguished("A" * 255, 12345)
    assert (len(long), long[-8:]) == (255, " (12345)")
