"""A contact of Xero's JSON in full: what an update has to keep, and its payment terms."""

from core.clients.xero.fields import Element
from core.clients.xero.translate import read_terms, translate_contact
from core.domain.contacts.xero_contact import (
    ContactPerson,
    FullContact,
    Phone,
    PostalAddress,
)

_LINES = ("AddressLine1", "AddressLine2", "AddressLine3", "AddressLine4")


def translate_full_contact(element: Element) -> FullContact:
    """Lists of a summary come empty, so this is for contacts that were read in full only."""
    return FullContact(
        contact=translate_contact(element),
        first_name=element.text("FirstName"),
        last_name=element.text("LastName"),
        tax_number=element.text("TaxNumber"),
        addresses=tuple(_address(row) for row in element.elements("Addresses")),
        phones=tuple(_phone(row) for row in element.elements("Phones")),
        persons=tuple(_person(row) for row in element.elements("ContactPersons")),
        terms=read_terms(element),
    )


def _address(row: Element) -> PostalAddress:
    lines = [row.text(key) for key in _LINES]
    while lines and not lines[-1]:
        lines.pop()
    return PostalAddress(
        kind=row.text("AddressType"),
        lines=tuple(lines),
        city=row.text("City"),
        region=row.text("Region"),
        postal_code=row.text("PostalCode"),
        country=row.text("Country"),
        attention=row.text("AttentionTo"),
    )


def _phone(row: Element) -> Phone:
    return Phone(
        kind=row.text("PhoneType"),
        number=row.text("PhoneNumber"),
        area_code=row.text("PhoneAreaCode"),
        country_code=row.text("PhoneCountryCode"),
    )


def _person(row: Element) -> ContactPerson:
    return ContactPerson(
        row.text("FirstName"),
        row.text("LastName"),
        row.text("EmailAddress"),
        gets_emails=row.flag("IncludeInEmails"),
    )
