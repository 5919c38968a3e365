"""Creating and changing contacts: names, numbers, archived ones."""

from collections.abc import Mapping
from typing import Any

from sandbox.xero.books import ZERO_ID, Books, Record, fresh_id
from sandbox.xero.elements import Element
from sandbox.xero.refusals import RejectedElementError

ARCHIVED = (
    "The specified contact details matched an archived contact. Archived contacts cannot "
    "currently be edited via the API."
)
NAME_MISSING = "The contact name must be specified."
NUMBER_TAKEN = (
    "The contact number {} is already assigned to another contact. "
    "The contact number must be unique across all contacts."
)
UNKNOWN = "An existing Contact with the specified ContactID could not be found"

_TEXTS = {
    "FirstName": 255,
    "LastName": 255,
    "CompanyNumber": 50,
    "EmailAddress": 255,
    "BankAccountDetails": 255,
    "TaxNumber": 50,
    "AccountNumber": 50,
    "ContactNumber": 50,
    "AccountsReceivableTaxType": 50,
    "AccountsPayableTaxType": 50,
    "SalesDefaultAccountCode": 50,
    "PurchasesDefaultAccountCode": 50,
}
_ADDRESS_TYPES = ("STREET", "POBOX")
_ADDRESS_KEYS = ("City", "Region", "PostalCode", "Country")
_ADDRESS_MORE = ("AddressLine1", "AddressLine2", "AddressLine3", "AddressLine4", "AttentionTo")
_PHONE_TYPES = ("DDI", "DEFAULT", "FAX", "MOBILE")
_PHONE_KEYS = ("PhoneNumber", "PhoneAreaCode", "PhoneCountryCode")
_MOST_PERSONS = 5
TERM_TYPES = (
    "DAYSAFTERBILLDATE",
    "DAYSAFTERBILLMONTH",
    "OFCURRENTMONTH",
    "OFFOLLOWINGMONTH",
)


def folded(name: str) -> str:
    """A name as Xero stores it: blanks at the ends gone, repeated ones single."""
    return " ".join(name.split())


def name_taken(name: str) -> str:
    """The message, which names the contact."""
    return (
        f"The contact name {name} is already assigned to another contact. "
        "The contact name must be unique across all active contacts."
    )


def payment_terms(sent: Element) -> Record:
    """The days after which bills and sales invoices are due."""
    terms: Record = {}
    for side in ("Bills", "Sales"):
        each = sent.child(side)
        kind = each.choice("Type", "PaymentTermType", TERM_TYPES) if each else None
        if each is not None and kind:
            terms[side] = {"Day": int(each.number("Day") or 0), "Type": kind}
    return terms


class ContactWriter:
    """Applies a posted contact to the books."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def apply(self, sent: Element, existing: Mapping[str, Any] | None) -> Record:
        """Create, or change what was found; raises when a rule is broken."""
        if existing is not None and existing["ContactStatus"] != "ACTIVE":
            raise RejectedElementError([ARCHIVED], existing)
        contact = {**blank_contact(), **(existing or {}), **self._changes(sent)}
        errors = self._errors(sent, contact)
        if errors:
            raise RejectedElementError(
                errors, {**contact, "ContactID": existing["ContactID"] if existing else ZERO_ID}
            )
        if contact == existing:
            return contact
        contact["ContactID"] = existing["ContactID"] if existing else fresh_id()
        return self._books.save("Contacts", contact)

    def _changes(self, sent: Element) -> Record:
        changes: Record = {name: sent.text(name) for name in _TEXTS if sent.has(name)}
        if sent.has("Name"):
            changes["Name"] = folded(sent.text("Name") or "")
        status = sent.choice("ContactStatus", "ContactStatus", ("ACTIVE", "ARCHIVED"))
        if status:
            changes["ContactStatus"] = status
        currency = sent.text("DefaultCurrency")
        if currency:
            changes["DefaultCurrency"] = currency.upper()
        for name, typed, types, keys in (
            ("Addresses", "AddressType", _ADDRESS_TYPES, (*_ADDRESS_MORE, *_ADDRESS_KEYS)),
            ("Phones", "PhoneType", _PHONE_TYPES, _PHONE_KEYS),
        ):
            rows = sent.children(name)
            if rows is not None:
                changes[name] = _typed_rows(rows, typed, types, keys)
        # Persons that are not sent are gone (contacts page, ContactPersons).
        persons = sent.children("ContactPersons") or []
        changes["ContactPersons"] = [_person(person) for person in persons]
        terms = sent.child("PaymentTerms")
        if terms is not None:
            changes["PaymentTerms"] = payment_terms(terms)
        return changes

    def _errors(self, sent: Element, contact: Mapping[str, Any]) -> list[str]:
        errors = []
        name = str(contact.get("Name") or "")
        if not name:
            errors.append(NAME_MISSING)
        elif self._name_is_taken(name, contact):
            errors.append(name_taken(name))
        number = str(contact.get("ContactNumber") or "")
        if number and self._others("ContactNumber", number, contact):
            errors.append(NUMBER_TAKEN.format(number))
        errors += _length_errors(contact, name)
        persons = contact.get("ContactPersons") or []
        emails = [row.get("EmailAddress") for row in (contact, *persons)]
        if any(email and not _looks_like_email(str(email)) for email in emails):
            errors.append("Email address must be valid.")
        if len(persons) > _MOST_PERSONS:
            errors.append("A maximum of 5 contact persons can be added to a contact.")
        return errors

    def _name_is_taken(self, name: str, contact: Mapping[str, Any]) -> bool:
        others = self._others("Name", name, contact)
        return any(other["ContactStatus"] == "ACTIVE" for other in others)

    def _others(self, field: str, value: str, contact: Mapping[str, Any]) -> list[Record]:
        own = contact.get("ContactID")
        return [
            row for row in self._books.find("Contacts", field, value) if row["ContactID"] != own
        ]


def _length_errors(contact: Mapping[str, Any], name: str) -> list[str]:
    errors = [
        f"The {field} field must be {longest} characters or less."
        for field, longest in (*_TEXTS.items(), ("Name", 255))
        if len(str(contact.get(field) or "")) > longest
    ]
    if "<" in name or ">" in name:
        errors.append("The contact name cannot contain any of the following characters: < >")
    return errors


def _looks_like_email(text: str) -> bool:
    name, _, domain = text.partition("@")
    return bool(name) and "." in domain and not any(c.isspace() for c in text) and "@" not in domain


def blank_contact() -> Record:
    """What every contact has, whatever was said of it."""
    return {
        "ContactStatus": "ACTIVE",
        "EmailAddress": "",
        "BankAccountDetails": "",
        "Addresses": _typed_rows([], "AddressType", _ADDRESS_TYPES, _ADDRESS_KEYS),
        "Phones": _typed_rows([], "PhoneType", _PHONE_TYPES, _PHONE_KEYS),
        "ContactGroups": [],
        "IsSupplier": False,
        "IsCustomer": False,
        "ContactPersons": [],
        "HasAttachments": False,
    }


def _typed_rows(
    sent: list[Element], typed: str, types: tuple[str, ...], keys: tuple[str, ...]
) -> list[Record]:
    """One row a type, as Xero always shows them; what was sent fills its own row."""
    shown = keys[-4:] if typed == "AddressType" else keys
    rows: dict[str, Record] = {kind: {typed: kind, **dict.fromkeys(shown, "")} for kind in types}
    for row in sent:
        kind = row.choice(typed, typed, (*types, "OFFICE", "DELIVERY"))
        if kind in rows:
            rows[kind] |= {key: row.text(key) for key in keys if row.has(key)}
    return list(rows.values())


def _person(sent: Element) -> Record:
    return {
        "FirstName": sent.text("FirstName") or "",
        "LastName": sent.text("LastName") or "",
        "EmailAddress": sent.text("EmailAddress") or "",
        "IncludeInEmails": bool(sent.flag("IncludeInEmails")),
    }
