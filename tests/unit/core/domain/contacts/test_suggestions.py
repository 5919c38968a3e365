import pytest

from core.domain.contacts.suggestions import Suggestion, suggest
from core.domain.person import Person
from core.domain.xero_document import XeroContact
from tests.factories.documents import make_company


def _contact(xero_id: str, name: str, **more: object) -> XeroContact:
    return XeroContact(xero_id, name, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "name",
    [
        "Aroha Dental Limited",
        "Aroha Dental Ltd.",
        "Dental Aroha",
        "Aroha Dentist",
        "AROHA DENTAL GROUP",
        "Aroha Dntal",
    ],
)
def test_a_name_that_reads_alike_is_suggested(name: str) -> None:
    (found,) = suggest(make_company(name="Aroha Dental"), [_contact("a", name)], ())
    assert found.why == "a name that reads alike"
    assert found.percent >= 60


@pytest.mark.parametrize("name", ["Kauri Timber", "Limited", "Dunedin Group", "", "Arrow Freight"])
def test_another_name_is_not_suggested(name: str) -> None:
    assert suggest(make_company(name="Aroha Dental"), [_contact("a", name)], ()) == []


def test_the_same_account_number_is_the_surest() -> None:
    same = _contact("a", "Other", account_number=" A-7 ")
    near = _contact("b", "Aroha Dental Ltd")
    found = suggest(make_company(name="Aroha Dental", number="A-7"), [near, same], ())
    assert found[0] == Suggestion(same, 100, "the same account number")
    assert found[1].contact == near


def test_an_address_of_the_same_domain_is_a_hint() -> None:
    company = make_company(people=(Person(1, email="emma@aroha.example"),))
    found = suggest(company, [_contact("a", "Tui Trust", email="pay@AROHA.example")], ())
    assert [(each.percent, each.why) for each in found] == [
        (50, "an e-mail address of the same domain")
    ]


@pytest.mark.parametrize("email", ["pay@gmail.com", ""])
def test_an_address_that_anybody_may_have_is_no_hint(email: str) -> None:
    company = make_company(people=(Person(1, email=email),))
    assert suggest(company, [_contact("a", "Tui Trust", email=email)], ()) == []


def test_archived_contacts_and_those_of_others_are_not_suggested() -> None:
    contacts = [_contact("a", "Aroha Dental", is_archived=True), _contact("b", "Aroha Dental")]
    assert suggest(make_company(), contacts, {"b"}) == []


def test_the_likeliest_come_first_and_only_a_few() -> None:
    contacts = [_contact(str(i), f"Aroha Dental {'x' * i}") for i in range(9)]
    found = suggest(make_company(name="Aroha Dental"), contacts, (), most=3)
    assert [each.contact.xero_id for each in found] == ["0", "1", "2"]


def test_a_company_of_nothing_but_legal_words_is_compared_by_them() -> None:
    company = make_company(name="The Company")
    found = suggest(company, [_contact("a", "Company, The"), _contact("b", "Aroha")], ())
    assert [(each.contact.xero_id, each.percent) for each in found] == [("a", 99)]
