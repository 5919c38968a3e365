from dataclasses import replace

import pytest

from core.domain.contacts.update import ContactChange, content_hash, find_change
from core.domain.contacts.xero_contact import (
    ContactDraft,
    ContactPerson,
    FullContact,
    Phone,
    PostalAddress,
)
from core.domain.xero_document import XeroContact

STREET = PostalAddress("STREET", ("9 Back Lane",), "Napier")
POBOX = PostalAddress(
    "POBOX", ("1 Main St",), "Auckland", "AKL", "1010", "New Zealand", "Front desk"
)
EMMA = ContactPerson("Emma", "Chen", "emma@a.example", gets_emails=False)
FINN = ContactPerson("Finn", "Lewis", "finn@a.example")
FOUND = FullContact(
    XeroContact("c", "Aroha Dental", email="pay@a.example"),
    first_name="Mere",
    last_name="Ngata",
    tax_number="12-345",
    addresses=(STREET, POBOX),
    phones=(Phone("DEFAULT", "123 4567", "9", "64"), Phone("DDI", "555")),
    persons=(EMMA,),
)
SAME = ContactDraft(
    "aroha  dental",
    "kauri-7",
    email="pay@a.example",
    first_name="Mere",
    last_name="Ngata",
    tax_number="12-345",
    address=PostalAddress("POBOX", ("1 Main  St",), "Auckland", "AKL", "1010"),
    phones=(Phone("DEFAULT", "+64 9 123-4567"),),
    persons=(ContactPerson("Emma", "Chen", "EMMA@a.example"),),
)


def _change(**changes: object) -> ContactChange:
    found = find_change(replace(SAME, **changes), FOUND)  # type: ignore[arg-type]
    assert found is not None
    return found


def test_what_is_the_same_in_other_spelling_is_no_change() -> None:
    assert find_change(SAME, FOUND) is None


def test_what_autotask_does_not_know_is_never_a_change() -> None:
    assert find_change(ContactDraft("Aroha Dental", "kauri-7"), FOUND) is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "Aroha Group"),
        ("email", "new@a.example"),
        ("first_name", "Tama"),
        ("last_name", "Parata"),
        ("tax_number", "99-999"),
    ],
)
def test_a_text_that_differs_is_written_and_the_others_are_not(field: str, value: str) -> None:
    change = _change(**{field: value})
    assert field in change.changed
    texts = {name: getattr(change, name) for name in ("name", "email", "first_name", "last_name")}
    assert getattr(change, field) == value
    assert [text for name, text in texts.items() if name != field and text] == []


def test_lists_are_sent_whole_with_every_change() -> None:
    change = _change(email="new@a.example")
    assert set(change.addresses) == {STREET, POBOX}
    assert set(change.phones) == set(FOUND.phones)
    assert change.persons == (EMMA,)


def test_a_name_that_may_not_be_written_is_left_alone() -> None:
    draft = replace(SAME, name="Aroha Group", persons=())
    assert find_change(draft, FOUND, keeps_name=True) is None


def test_an_address_keeps_what_autotask_does_not_know_of_it() -> None:
    change = _change(address=PostalAddress("POBOX", ("2 New St", "Level 3"), "Nelson"))
    assert change.changed == ("addresses",)
    assert change.addresses == (
        STREET,
        PostalAddress(
            "POBOX",
            ("2 New St", "Level 3"),
            "Nelson",
            "AKL",
            "1010",
            "New Zealand",
            "Front desk",
        ),
    )


def test_a_telephone_of_another_number_replaces_its_kind_alone() -> None:
    change = _change(phones=(Phone("DEFAULT", "09 999"), Phone("MOBILE", "021 1")))
    assert set(change.phones) == {
        Phone("DEFAULT", "09 999"),
        Phone("DDI", "555"),
        Phone("MOBILE", "021 1"),
    }


def test_a_person_is_added_and_none_is_removed() -> None:
    change = _change(persons=(FINN,))
    assert change.persons == (EMMA, FINN)


def test_a_person_whose_name_changed_is_known_by_the_address_and_keeps_what_xero_says() -> None:
    change = _change(persons=(ContactPerson("Emma", "Walker", "emma@a.example"),))
    assert change.persons == (ContactPerson("Emma", "Walker", "emma@a.example", gets_emails=False),)


def test_a_person_whose_address_changed_is_known_by_the_name() -> None:
    change = _change(persons=(ContactPerson("emma", "chen", "emma@new.example"),))
    assert [person.email for person in change.persons] == ["emma@new.example"]


def test_a_person_for_whom_there_is_no_room_is_left_out_with_a_warning() -> None:
    full = tuple(ContactPerson("P", str(i), f"{i}@a.example") for i in range(5))
    draft = replace(SAME, email="new@a.example", persons=(FINN,))
    change = find_change(draft, replace(FOUND, persons=full))
    assert change is not None
    assert change.persons == full
    assert change.warnings == ("finn@a.example is left out: the contact has five people already.",)


def test_only_what_autotask_says_makes_the_fingerprint() -> None:
    assert content_hash(SAME) == content_hash(replace(SAME))
    assert content_hash(SAME) != content_hash(replace(SAME, email="new@a.example"))
