from typing import Any

import pytest

from core.domain.contacts.recipients import Contradiction, Recipients, choose_recipients
from core.domain.person import Person
from tests.factories.documents import make_company, make_settings

EMMA = Person(1, "Emma", "Chen", "emma@a.example")
FINN = Person(2, "Finn", "Lewis", "finn@a.example")


def _marked(person_id: int, email: str, role: str = "Accounts") -> Person:
    return Person(person_id, f"P{person_id}", "", email, role=role)


def _choose(*people: Person, **settings: Any) -> Recipients:
    found = choose_recipients(make_company(people=people), make_settings(**settings))
    assert isinstance(found, Recipients)
    return found


def test_the_person_that_the_field_marks_comes_before_everybody() -> None:
    main = Person(1, "Emma", "", "emma@a.example", is_billing=True)
    found = _choose(main, _marked(2, "accounts@a.example"))
    assert (found.person, found.email) == (_marked(2, "accounts@a.example"), "accounts@a.example")
    assert found.reason == "P2 gets the invoices: Position is Accounts in Autotask."


@pytest.mark.parametrize("value", ["accounts", " ACCOUNTS "])
def test_the_mark_is_read_without_regard_to_case_and_blanks(value: str) -> None:
    marked = _marked(2, "a@a.example", value)
    assert _choose(EMMA, marked).person == marked


def test_the_value_of_the_mark_is_the_connections_own() -> None:
    marked = _marked(2, "a@a.example", "Billing")
    assert _choose(EMMA, marked, billing_person_value="Billing").person == marked


def test_without_a_value_nobody_is_marked() -> None:
    found = _choose(
        _marked(1, "a@a.example", ""), _marked(2, "b@a.example"), billing_person_value=""
    )
    assert found.person is None


def test_two_marked_people_of_different_addresses_are_a_contradiction() -> None:
    people = (_marked(2, "b@a.example"), _marked(1, "a@a.example"))
    found = choose_recipients(make_company(people=people), make_settings())
    assert found == Contradiction((people[1], people[0]))


def test_two_marked_people_of_one_address_are_none() -> None:
    found = _choose(_marked(2, "A@a.example"), _marked(1, "a@a.example"))
    assert found.person == _marked(1, "a@a.example")


def test_the_main_billing_contact_is_next() -> None:
    main = Person(2, "Finn", "Lewis", "finn@a.example", is_billing=True)
    found = _choose(EMMA, main)
    assert found.person == main
    assert found.reason == "Finn Lewis gets the invoices: the main billing contact in Autotask."


def test_the_main_billing_contact_counts_only_if_the_connection_wants_it() -> None:
    main = Person(2, "Finn", "Lewis", "finn@a.example", is_billing=True)
    assert _choose(EMMA, main, use_main_billing_contact=False).person is None


def test_the_only_active_contact_is_last() -> None:
    found = _choose(EMMA)
    assert found.person == EMMA
    assert found.reason == "Emma Chen gets the invoices: the only active contact."


def test_of_several_without_a_mark_nobody_is_chosen_and_the_primary_ones_address_is_kept() -> None:
    primary = Person(2, "Finn", "Lewis", "finn@a.example", is_primary=True)
    found = _choose(EMMA, primary)
    assert (found.person, found.email) == (None, "finn@a.example")
    assert found.reason == (
        "No person: none of 2 active contacts is marked in Autotask. "
        "The primary contact's address finn@a.example stands alone."
    )


def test_of_several_without_a_mark_and_without_a_primary_one_there_is_no_address() -> None:
    found = _choose(EMMA, FINN)
    assert (found.person, found.email) == (None, "")
    assert found.reason.endswith("The contact has no e-mail address.")


def test_a_company_without_people_is_told_as_that() -> None:
    found = _choose()
    assert (found.person, found.email, found.included) == (None, "", ())
    assert found.reason == "Autotask has no active contact for it."


def test_included_people_come_once_an_address_and_never_beside_themselves() -> None:
    copies = [
        _marked(10, "x@a.example", "AccountsIncludedPerson"),
        _marked(11, "X@a.example", "AccountsIncludedPerson"),
        _marked(12, "EMMA@a.example", "accountsincludedperson"),
        _marked(13, "y@a.example", "AccountsIncludedPerson"),
    ]
    main = Person(1, "Emma", "Chen", "emma@a.example", is_billing=True)
    found = _choose(main, *copies)
    assert found.included == (copies[0], copies[3])
    assert found.warnings == ()


def test_the_sixth_included_person_is_left_out_with_a_warning() -> None:
    copies = [_marked(10 + i, f"{i}@a.example", "AccountsIncludedPerson") for i in range(6)]
    found = _choose(_marked(1, "a@a.example"), *copies)
    assert found.included == tuple(copies[:5])
    assert found.warnings == ("P15 is left out: Xero keeps five additional people.",)


def test_an_included_person_without_an_address_is_left_out_with_a_warning() -> None:
    found = _choose(_marked(1, "a@a.example"), _marked(2, "", "AccountsIncludedPerson"))
    assert found.included == ()
    assert found.warnings == ("P2 is left out: no e-mail address.",)


def test_without_an_address_of_the_contact_xero_would_refuse_included_people() -> None:
    found = _choose(EMMA, _marked(2, "b@a.example", "AccountsIncludedPerson"))
    assert found.included == ()
    (warning,) = found.warnings
    assert "no e-mail address" in warning
