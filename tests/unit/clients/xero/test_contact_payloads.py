import pytest

from core.clients.exact_json import load
from core.clients.xero.contact_payloads import freeze_contact_updates, freeze_contacts
from core.domain.contacts.update import ContactChange
from core.domain.contacts.xero_contact import ContactPerson, Phone, PostalAddress
from tests.unit.clients.xero.drafts import make_contact

FAMILY = "\U0001f468\u200d\U0001f469"


def test_a_contact_carries_only_what_is_known() -> None:
    assert load(freeze_contacts([make_contact()])) == {
        "Contacts": [{"Name": "Kauri Ltd", "ContactNumber": "AT-369"}]
    }


def test_a_contact_is_frozen_with_its_person_address_telephones_and_people() -> None:
    contact = make_contact(
        name="  <Kauri>  \x00Ltd ",
        email="billing@kauri.test",
        first_name="Emma",
        last_name="Chen\n",
        tax_number="12-345",
        address=PostalAddress("POBOX", ("1 Street", "", "Floor 2"), "Auckland", "", "1010"),
        phones=(Phone("DEFAULT", "09 123"), Phone("MOBILE", "021 1")),
        persons=(ContactPerson("Finn", "Lewis", "finn@kauri.test"),),
        default_currency="AUD",
    )
    assert load(freeze_contacts([contact]))["Contacts"] == [
        {
            "Name": "(Kauri) Ltd",
            "ContactNumber": "AT-369",
            "FirstName": "Emma",
            "LastName": "Chen",
            "EmailAddress": "billing@kauri.test",
            "TaxNumber": "12-345",
            "DefaultCurrency": "AUD",
            "Addresses": [
                {
                    "AddressType": "POBOX",
                    "AddressLine1": "1 Street",
                    "AddressLine3": "Floor 2",
                    "City": "Auckland",
                    "PostalCode": "1010",
                }
            ],
            "Phones": [
                {"PhoneType": "DEFAULT", "PhoneNumber": "09 123"},
                {"PhoneType": "MOBILE", "PhoneNumber": "021 1"},
            ],
            "ContactPersons": [
                {
                    "FirstName": "Finn",
                    "LastName": "Lewis",
                    "EmailAddress": "finn@kauri.test",
                    "IncludeInEmails": True,
                }
            ],
        }
    ]


@pytest.mark.parametrize("name", ["A" * 300, FAMILY * 100])
def test_a_long_name_is_cut_to_what_xero_counts(name: str) -> None:
    (row,) = load(freeze_contacts([make_contact(name=name)]))["Contacts"]
    assert len(row["Name"].encode("utf-16-le")) <= 2 * 255


def test_an_update_names_its_contact_and_leaves_out_what_is_not_changed() -> None:
    change = ContactChange("c-1", ("email",), email="new@kauri.test")
    assert load(freeze_contact_updates([change])) == {
        "Contacts": [{"ContactID": "c-1", "EmailAddress": "new@kauri.test"}]
    }


def test_an_update_sends_lists_whole_and_can_empty_a_line_of_an_address() -> None:
    change = ContactChange(
        "c-1",
        ("addresses", "persons"),
        addresses=(PostalAddress("STREET"), PostalAddress("POBOX", ("1 Street",), "Nelson")),
        phones=(Phone("DDI", "123", "09", "64"),),
        persons=(ContactPerson("Finn", "Lewis", "finn@kauri.test", gets_emails=False),),
    )
    (row,) = load(freeze_contact_updates([change]))["Contacts"]
    assert [address["AddressType"] for address in row["Addresses"]] == ["STREET", "POBOX"]
    assert (row["Addresses"][1]["AddressLine1"], row["Addresses"][1]["AddressLine2"]) == (
        "1 Street",
        "",
    )
    assert row["Phones"] == [
        {
            "PhoneType": "DDI",
            "PhoneNumber": "123",
            "PhoneAreaCode": "09",
            "PhoneCountryCode": "64",
        }
    ]
    assert row["ContactPersons"][0]["IncludeInEmails"] is False


def test_the_same_contacts_give_the_same_bytes() -> None:
    assert freeze_contacts([make_contact()]) == freeze_contacts([make_contact()])
