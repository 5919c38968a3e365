"""How contacts look in answers."""

from collections.abc import Mapping
from typing import Any

from sandbox.xero.books import Record

_FIELDS = (
    "ContactID", "ContactNumber", "AccountNumber", "ContactStatus", "Name", "FirstName",
    "LastName", "CompanyNumber", "EmailAddress", "BankAccountDetails", "TaxNumber",
    "AccountsReceivableTaxType", "AccountsPayableTaxType", "Addresses", "Phones",
    "UpdatedDateUTC", "ContactGroups", "IsSupplier", "IsCustomer", "DefaultCurrency",
    "SalesDefaultAccountCode", "PurchasesDefaultAccountCode", "PaymentTerms", "ContactPersons",
    "HasAttachments", "MergedToContactID",
)  # fmt: skip
_SUMMARY = ("ContactID", "ContactNumber", "AccountNumber", "ContactStatus", "Name", "EmailAddress",
            "Addresses", "Phones", "UpdatedDateUTC", "ContactGroups", "IsSupplier", "IsCustomer",
            "ContactPersons", "HasAttachments")  # fmt: skip


def full_contact(contact: Mapping[str, Any]) -> Record:
    """Everything known of a contact."""
    return {**_picked(contact, _FIELDS), "HasValidationErrors": False}


def listed_contact(contact: Mapping[str, Any]) -> Record:
    """A row of a list without pages, which does not say into what a contact was merged."""
    row = full_contact(contact)
    row.pop("MergedToContactID", None)
    return row


def summary_contact(contact: Mapping[str, Any]) -> Record:
    """A row of a summary: the lists are there but empty."""
    row = _picked(contact, _SUMMARY)
    empty: Record = {name: [] for name in ("Addresses", "Phones", "ContactPersons")}
    return {**row, **empty, "HasValidationErrors": False}


def refused_contact(contact: Mapping[str, Any]) -> Record:
    """The echo of a contact that was not accepted."""
    return {**_picked(contact, _FIELDS), "HasValidationErrors": True}


def _picked(contact: Mapping[str, Any], names: tuple[str, ...]) -> Record:
    return {name: contact[name] for name in names if contact.get(name) is not None}
