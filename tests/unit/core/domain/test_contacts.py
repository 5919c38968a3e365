import pytest

from core.domain.company import Address
from core.domain.contacts import (
    Archived,
    ContactBook,
    Create,
    Found,
    contact_number,
    draft_contact,
)
from core.domain.xero_document import ContactDraft, XeroContact
from tests.factories.documents import make_company

NUMBER = contact_number("kauri", 7)


def _contact(xero_id: str, name: str = "Aroha Dental", **more: object) -> XeroContact:
    return XeroContact(xero_id, name, **more)  # type: ignore[arg-type]


def _match(*contacts: XeroContact, number: str = "", taken: set[str] | None = None) -> object:
    company = make_company(number=number)
    return ContactBook(contacts).match(company, NUMBER, taken or set())


def test_our_own_number_on_a_contact_comes_before_everything_else() -> None:
    ours = _contact("a", "Renamed Since", number=NUMBER)
    by_account = _contact("b", "Other", account_number="A-7")
    by_name = _contact("c")
    assert _match(by_name, by_account, ours, number="A-7") == Found(ours, "our contact number")


def test_the_account_number_comes_before_the_name() -> None:
    by_account, by_name = _contact("b", "Other", account_number="A-7"), _contact("c")
    assert _match(by_name, by_account, number="A-7") == Found(by_account, "the account number")


def test_a_name_is_found_however_it_is_written() -> None:
    contact = _contact("c", "  AROHA\u00a0 dental\u200b")
    assert _match(contact) == Found(contact, "the name")


def test_a_company_without_a_number_is_not_found_by_contacts_without_one() -> None:
    assert isinstance(_match(_contact("a", "Other")), Create)


def test_a_contact_that_stands_for_another_company_is_never_taken() -> None:
    match = _match(_contact("c"), taken={"c"})
    assert isinstance(match, Create)
    assert match.draft.name == "Aroha Dental (7)"


@pytest.mark.parametrize("number", ["kauri-8", "kauri-77"])
def test_a_contact_that_we_made_for_another_company_is_not_taken_by_its_name(number: str) -> None:
    made_for_another = _contact("c", number=number, account_number="A-7")
    assert isinstance(_match(made_for_another, number="A-7"), Create)


@pytest.mark.parametrize("number", ["", "kauri-x", "other-8", "K-8"])
def test_a_contact_with_a_number_of_somebody_elses_may_be_found_by_its_name(number: str) -> None:
    contact = _contact("c", number=number)
    assert _match(contact) == Found(contact, "the name")


def test_an_active_contact_wins_over_an_archived_one_of_the_same_name() -> None:
    archived, active = _contact("old", is_archived=True), _contact("new")
    assert _match(archived, active) == Found(active, "the name")
    assert _match(active, archived) == Found(active, "the name")


def test_an_archived_contact_under_our_number_gives_way_to_an_active_one_by_name() -> None:
    archived = _contact("old", "Renamed", number=NUMBER, is_archived=True)
    active = _contact("new")
    assert _match(archived, active) == Found(active, "the name")


def test_an_archived_contact_that_alone_fits_is_explained_and_not_created_anew() -> None:
    archived = _contact("old", is_archived=True)
    assert _match(archived) == Archived(archived)


def test_the_first_archived_contact_found_is_the_one_that_is_explained() -> None:
    by_number = _contact("a", "Renamed", number=NUMBER, is_archived=True)
    by_name = _contact("b", is_archived=True)
    assert _match(by_name, by_number) == Archived(by_number)


def test_a_merged_contact_is_followed_to_the_one_that_lives() -> None:
    merged = _contact("a", is_archived=True, merged_into_id="b")
    between = _contact("b", "Between", is_archived=True, merged_into_id="c")
    alive = _contact("c", "Aroha Group")
    assert _match(merged, between, alive) == Found(alive, "the name")


def test_a_merge_into_a_contact_that_is_not_listed_leaves_the_archived_one() -> None:
    merged = _contact("a", is_archived=True, merged_into_id="gone")
    assert _match(merged) == Archived(merged)


def test_merges_that_run_in_a_circle_end() -> None:
    first = _contact("a", is_archived=True, merged_into_id="b")
    second = _contact("b", "Other", is_archived=True, merged_into_id="a")
    assert isinstance(_match(first, second), Archived)


def test_a_name_held_only_by_an_archived_contact_is_free() -> None:
    archived = _contact("old", is_archived=True)
    match = ContactBook([archived]).match(make_company(), NUMBER, {"old"})
    assert isinstance(match, Create)
    assert match.draft.name == "Aroha Dental"


def test_two_new_companies_of_one_name_get_two_names() -> None:
    book = ContactBook(())
    first = book.match(make_company(7), contact_number("kauri", 7), set())
    assert isinstance(first, Create)
    book.add(XeroContact("draft", first.draft.name, first.draft.number))
    second = book.match(make_company(8), contact_number("kauri", 8), {"draft"})
    assert isinstance(second, Create)
    assert (first.draft.name, second.draft.name) == ("Aroha Dental", "Aroha Dental (8)")


def test_a_long_name_is_cut_so_that_its_suffix_still_fits() -> None:
    long = "Aroha " * 60
    folded = " ".join(long.split())[:255]
    book = ContactBook([_contact("c", folded)])
    match = book.match(make_company(7, long), NUMBER, {"c"})
    assert isinstance(match, Create)
    assert len(match.draft.name) == 255
    assert match.draft.name.endswith(" (7)")


def test_signs_that_xero_refuses_in_a_name_are_replaced() -> None:
    match = ContactBook(()).match(make_company(7, " A <b>  C "), NUMBER, set())
    assert isinstance(match, Create)
    assert match.draft.name == "A (b) C"


def test_a_new_contact_carries_what_autotask_knows() -> None:
    company = make_company(
        billing_email="pay@aroha.example",
        phone="+64 9 123",
        tax_number="123-456",
        address=Address("1 Main St", "", "Auckland", "AKL", "1010", "New Zealand"),
    )
    assert draft_contact(company, NUMBER, "Aroha Dental") == ContactDraft(
        name="Aroha Dental",
        number=NUMBER,
        email="pay@aroha.example",
        phone="+64 9 123",
        tax_number="123-456",
        address_lines=("1 Main St",),
        city="Auckland",
        region="AKL",
        postal_code="1010",
        country="New Zealand",
    )


def test_our_number_names_connection_and_company() -> None:
    assert contact_number("kauri", 7) == "kauri-7"


def test_a_long_connection_is_cut_and_the_company_never() -> None:
    number = contact_number("k" * 60, 2**31)
    assert len(number) == 50
    assert number.endswith(f"-{2**31}")
