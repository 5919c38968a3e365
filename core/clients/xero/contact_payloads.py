"""Contacts to the exact bytes that are frozen and sent.

Lengths are those of Xero's OpenAPI file; Xero folds blanks and refuses `<` and `>` in names.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from core.clients.exact_json import dump
from core.domain.contacts.update import ContactChange
from core.domain.contacts.xero_contact import ContactDraft, ContactPerson, Phone, PostalAddress
from core.domain.plain_text import clean, cut

Body = dict[str, Any]

_LINES = 4


def freeze_contacts(drafts: Sequence[ContactDraft]) -> bytes:
    """Write the body that creates these contacts."""
    return dump({"Contacts": [_contact(draft) for draft in drafts]})


def freeze_contact_updates(changes: Sequence[ContactChange]) -> bytes:
    """Write the body that changes these contacts, each by its id.

    Lists are sent whole, because Xero takes a person who is not in it for one who left.
    """
    return dump({"Contacts": [_change(change) for change in changes]})


def _contact(draft: ContactDraft) -> Body:
    body: Body = {"Name": _name(draft.name), "ContactNumber": draft.number}
    texts = {
        "FirstName": _text(draft.first_name, 255),
        "LastName": _text(draft.last_name, 255),
        "EmailAddress": _text(draft.email, 255),
        "TaxNumber": _text(draft.tax_number, 50),
        "DefaultCurrency": draft.default_currency,
    }
    body |= {key: text for key, text in texts.items() if text}
    lists = {
        # POBOX is the address that Xero prints on invoices.
        "Addresses": _filled([_address(draft.address)], "AddressType"),
        "Phones": _filled(map(_phone, draft.phones), "PhoneType"),
        "ContactPersons": [_person(person) for person in draft.persons],
    }
    return body | {key: rows for key, rows in lists.items() if rows}


def _change(change: ContactChange) -> Body:
    body: Body = {"ContactID": change.xero_id}
    texts = {
        "Name": _name(change.name),
        "FirstName": _text(change.first_name, 255),
        "LastName": _text(change.last_name, 255),
        "EmailAddress": _text(change.email, 255),
        "TaxNumber": _text(change.tax_number, 50),
    }
    body |= {key: text for key, text in texts.items() if text}
    lists = {
        "Addresses": [_address(address) for address in change.addresses],
        "Phones": [_phone(phone) for phone in change.phones],
        "ContactPersons": [_person(person) for person in change.persons],
    }
    return body | {key: rows for key, rows in lists.items() if rows}


def _name(name: str) -> str:
    return cut(" ".join(clean(name).replace("<", "(").replace(">", ")").split()), 255)


def _address(address: PostalAddress) -> Body:
    lines = [*address.lines, *[""] * _LINES][:_LINES]
    return {
        "AddressType": address.kind,
        **{f"AddressLine{place}": _text(line, 500) for place, line in enumerate(lines, start=1)},
        "City": _text(address.city, 255),
        "Region": _text(address.region, 255),
        "PostalCode": _text(address.postal_code, 50),
        "Country": _text(address.country, 50),
        "AttentionTo": _text(address.attention, 255),
    }


def _phone(phone: Phone) -> Body:
    return {
        "PhoneType": phone.kind,
        "PhoneNumber": _text(phone.number, 50),
        "PhoneAreaCode": _text(phone.area_code, 10),
        "PhoneCountryCode": _text(phone.country_code, 20),
    }


def _person(person: ContactPerson) -> Body:
    return {
        "FirstName": _text(person.first_name, 255),
        "LastName": _text(person.last_name, 255),
        "EmailAddress": _text(person.email, 255),
        "IncludeInEmails": person.gets_emails,
    }


def _filled(rows: Iterable[Body], kind: str) -> list[Body]:
    """Rows of a new contact that say anything, without their empty fields."""
    kept = [{key: text for key, text in row.items() if text} for row in rows]
    return [row for row in kept if set(row) != {kind}]


def _text(text: str, length: int) -> str:
    return cut(clean(text), length)
