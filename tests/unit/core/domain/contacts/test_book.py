import pytest

from core.domain.contacts.book import (
    Ambiguous,
    Archived,
    ContactBook,
    Create,
    Found,
    MatchRules,
    Taken,
    contact_number,
)
from core.domain.xero_document import XeroContact
from tests.factories.documents import make_company

NUMBER = contact_number("kauri", 7)


def _contact(xero_id: str, name: str = "Aroha Dental", **more: object) -> XeroContact:
    return XeroContact(xero_id, name, **more)  # type: ignore[arg-type]


def _match(
    *contacts: XeroContact, number: str = "", taken: set[str] | None = None, **rules: bool
) -> object:
    company = make_company(number=number)
    return ContactBook(contacts).match(company, NUMBER, taken or set(), MatchRules(**rules))


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
    assert match == Create("Aroha Dental (7)")


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


def test_a_name_that_only_an_archived_contact_has_is_free_and_the_contact_is_named() -> None:
    archived = _contact("old", is_archived=True)
    assert _match(archived) == Create("Aroha Dental", passed_over=archived)


@pytest.mark.parametrize("more", [{"number": NUMBER}, {"account_number": "A-7"}])
def test_an_archived_contact_under_a_number_is_explained_and_not_made_a_second_time(
    more: dict[str, str],
) -> None:
    archived = _contact("old", "Renamed", is_archived=True, **more)
    assert _match(archived, number="A-7") == Archived(archived)


def test_an_archived_contact_under_the_account_number_gives_way_to_an_active_one_by_name() -> None:
    archived = _contact("old", "Renamed", account_number="A-7", is_archived=True)
    assert _match(archived, _contact("new"), number="A-7") == Found(_contact("new"), "the name")


def test_the_first_archived_contact_found_is_the_one_that_is_explained() -> None:
    by_number = _contact("a", "Renamed", number=NUMBER, is_archived=True)
    by_account = _contact("b", account_number="A-7", is_archived=True)
    assert _match(by_account, by_number, number="A-7") == Archived(by_number)


def test_several_active_contacts_of_one_account_number_are_left_to_a_person() -> None:
    one, other = (_contact(each, each, account_number=" A-7 ") for each in "ab")
    found = _match(one, other, _contact("c"), number="A-7 ")
    assert found == Ambiguous((one, other), "the account number")


def test_of_several_with_one_account_number_the_only_active_one_is_taken() -> None:
    archived = _contact("a", "Old", account_number="A-7", is_archived=True)
    active = _contact("b", "New", account_number="A-7")
    assert _match(archived, active, number="A-7") == Found(active, "the account number")


def test_of_several_with_one_account_number_those_of_other_companies_do_not_count() -> None:
    others, ours = (_contact(each, each, account_number="A-7") for each in "ab")
    assert _match(others, ours, number="A-7", taken={"a"}) == Found(ours, "the account number")


def test_an_account_number_is_compared_exactly() -> None:
    lower = _contact("a", "Other", account_number="a-7")
    assert isinstance(_match(lower, number="A-7"), Create)


def test_a_name_that_folds_alike_gives_way_to_the_one_that_xero_takes_for_the_same() -> None:
    wide, plain = _contact("a", "\uff21roha Dental"), _contact("b", "AROHA  dental")
    assert _match(wide, plain) == Found(plain, "the name")


def test_several_active_names_that_only_fold_alike_are_left_to_a_person() -> None:
    wide, marked = _contact("a", "\uff21roha Dental"), _contact("b", "Aroha\u200b Dental")
    assert _match(wide, marked) == Ambiguous((wide, marked), "the name")


def test_the_account_number_counts_only_if_the_connection_trusts_it() -> None:
    by_account = _contact("a", "Other", account_number="A-7")
    assert _match(by_account, number="A-7", by_account_number=False) == Create("Aroha Dental")


def test_a_name_that_may_not_be_trusted_is_still_in_use() -> None:
    assert _match(_contact("c"), by_name=False) == Create("Aroha Dental (7)")


def test_our_number_counts_whatever_the_connection_trusts() -> None:
    ours = _contact("a", "Renamed", number=NUMBER)
    assert _match(ours, by_account_number=False, by_name=False) == Found(ours, "our contact number")


def test_a_merged_contact_is_followed_to_the_one_that_lives() -> None:
    merged = _contact("a", is_archived=True, merged_into_id="b")
    between = _contact("b", "Between", is_archived=True, merged_into_id="c")
    alive = _contact("c", "Aroha Group")
    assert _match(merged, between, alive) == Found(alive, "the name")


def test_a_merge_into_a_contact_that_is_not_listed_leaves_the_archived_one() -> None:
    merged = _contact("a", number=NUMBER, is_archived=True, merged_into_id="gone")
    assert _match(merged) == Archived(merged)


def test_merges_that_run_in_a_circle_end() -> None:
    first = _contact("a", number=NUMBER, is_archived=True, merged_into_id="b")
    second = _contact("b", "Other", is_archived=True, merged_into_id="a")
    assert isinstance(_match(first, second), Archived)


def test_contacts_that_were_merged_into_one_are_one() -> None:
    merged = _contact("a", "Old", account_number="A-7", is_archived=True, merged_into_id="b")
    alive = _contact("b", "New", account_number="A-7")
    assert _match(merged, alive, number="A-7") == Found(alive, "the account number")


@pytest.mark.parametrize("taken", ["ours", "theirs"])
def test_our_number_on_a_contact_of_another_company_is_for_a_person_to_settle(taken: str) -> None:
    ours = _contact("ours", number=NUMBER, is_archived=True, merged_into_id="theirs")
    theirs = _contact("theirs", "Aroha Group")
    assert _match(ours, theirs, taken={taken}) == Taken(theirs)


def test_the_life_of_a_contact_after_its_merge_is_found_by_its_old_id() -> None:
    merged = _contact("a", is_archived=True, merged_into_id="b")
    book = ContactBook([merged, _contact("b", "Aroha Group")])
    assert book.find("a") == book.find("b") == _contact("b", "Aroha Group")
    assert book.find("unknown") is None


def test_a_contact_that_comes_on_two_pages_is_one() -> None:
    contact = _contact("a", account_number="A-7")
    assert list(ContactBook([contact, contact])) == [contact]
    assert _match(contact, contact, number="A-7") == Found(contact, "the account number")


def test_a_name_held_only_by_an_archived_contact_of_another_company_is_free() -> None:
    archived = _contact("old", is_archived=True)
    match = ContactBook([archived]).match(make_company(), NUMBER, {"old"})
    assert match == Create("Aroha Dental")


@pytest.mark.parametrize(("first", "second"), [(7, 8), (8, 7)])
def test_two_new_companies_of_one_name_get_two_names_in_either_order(
    first: int, second: int
) -> None:
    book = ContactBook(())
    match = book.match(make_company(first), contact_number("kauri", first), set())
    assert match == Create("Aroha Dental")
    book.add(XeroContact("draft", "Aroha Dental", contact_number("kauri", first)))
    match = book.match(make_company(second), contact_number("kauri", second), {"draft"})
    assert match == Create(f"Aroha Dental ({second})")


def test_a_company_without_a_visible_name_is_named_by_its_number() -> None:
    assert ContactBook(()).match(make_company(7, " \n"), NUMBER, set()) == Create("Company 7")


def test_our_number_names_connection_and_company() -> None:
    assert contact_number("kauri", 7) == "kauri-7"


def test_a_connection_that_fits_stands_there_as_it_is() -> None:
    assert contact_number("k" * 48, 7) == "k" * 48 + "-7"


def test_two_long_connections_with_one_beginning_share_no_number() -> None:
    first, second = ("k" * 50 + each for each in "ab")
    assert contact_number(first, 7) != contact_number(second, 7)
    assert len(contact_number(first, 7)) == len(contact_number(second, 7)) == 50


def test_a_contact_of_another_company_is_known_however_much_of_the_connection_is_cut() -> None:
    connection, other = "k" * 50 + "a", "k" * 50 + "b"
    ours = _contact("x", number=contact_number(connection, 12345))
    book = ContactBook([ours])
    company = make_company(7, "Aroha Dental")
    match = book.match(company, contact_number(connection, 7), set())
    assert match == Create("Aroha Dental (7)")
    assert book.match(company, contact_number(other, 7), set()) == Found(ours, "the name")


def test_a_long_connection_is_cut_and_the_company_never() -> None:
    number = contact_number("k" * 60, 2**31)
    assert len(number) == 50
    assert number.endswith(f"-{2**31}")
