from core.clients.xero.contact_answers import translate_full_contact
from core.clients.xero.fields import Element
from core.domain.contacts.xero_contact import ContactPerson, PaymentTerms, Phone, PostalAddress

RAW = {
    "ContactID": "c-1",
    "ContactStatus": "ACTIVE",
    "Name": "Aroha Dental",
    "FirstName": "Emma",
    "LastName": "Chen",
    "EmailAddress": "emma@a.test",
    "TaxNumber": "12-345",
    "Addresses": [
        {"AddressType": "STREET", "City": "", "Region": "", "PostalCode": "", "Country": ""},
        {
            "AddressType": "POBOX",
            "AddressLine1": "1 Main St",
            "AddressLine2": "",
            "AddressLine3": "Level 3",
            "City": "Auckland",
            "Region": "AKL",
            "PostalCode": "1010",
            "Country": "New Zealand",
            "AttentionTo": "Front desk",
        },
    ],
    "Phones": [
        {
            "PhoneType": "DEFAULT",
            "PhoneNumber": "123",
            "PhoneAreaCode": "9",
            "PhoneCountryCode": "64",
        }
    ],
    "ContactPersons": [
        {
            "FirstName": "Finn",
            "LastName": "Lewis",
            "EmailAddress": "finn@a.test",
            "IncludeInEmails": False,
        }
    ],
    "PaymentTerms": {
        "Bills": {"Day": 15, "Type": "OFCURRENTMONTH"},
        "Sales": {"Day": 10, "Type": "DAYSAFTERBILLMONTH"},
    },
}


def test_a_contact_is_read_with_everything_that_an_update_could_lose() -> None:
    full = translate_full_contact(Element(RAW))
    assert (full.contact.xero_id, full.contact.email) == ("c-1", "emma@a.test")
    assert (full.first_name, full.last_name, full.tax_number) == ("Emma", "Chen", "12-345")
    assert full.addresses == (
        PostalAddress("STREET"),
        PostalAddress(
            "POBOX",
            ("1 Main St", "", "Level 3"),
            "Auckland",
            "AKL",
            "1010",
            "New Zealand",
            "Front desk",
        ),
    )
    assert full.phones == (Phone("DEFAULT", "123", "9", "64"),)
    assert full.persons == (ContactPerson("Finn", "Lewis", "finn@a.test", gets_emails=False),)


def test_terms_are_those_of_sales() -> None:
    assert translate_full_contact(Element(RAW)).terms == PaymentTerms(10, "DAYSAFTERBILLMONTH")


def test_a_contact_with_terms_for_bills_alone_has_none() -> None:
    raw = {**RAW, "PaymentTerms": {"Bills": {"Day": 15, "Type": "OFCURRENTMONTH"}}}
    assert translate_full_contact(Element(raw)).terms is None
    assert translate_full_contact(Element({"ContactID": "c-1"})).terms is None
