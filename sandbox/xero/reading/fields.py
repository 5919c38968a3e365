"""The fields that `where` and `order` may name, with their types, and how a row's value is read."""

from collections.abc import Mapping
from typing import Any

from sandbox.xero.dates import moment_of

# Field types: text, guid, number, date, flag.
Fields = Mapping[str, str]

_DOCUMENT: Fields = {
    "Type": "text",
    "Status": "text",
    "Reference": "text",
    "CurrencyCode": "text",
    "LineAmountTypes": "text",
    "Contact.ContactID": "guid",
    "Contact.Name": "text",
    "Contact.ContactNumber": "text",
    "Date": "date",
    "DueDate": "date",
    "UpdatedDateUTC": "date",
    "SubTotal": "number",
    "TotalTax": "number",
    "Total": "number",
    "SentToContact": "flag",
}

FIELDS: Mapping[str, Fields] = {
    "Invoice": {
        **_DOCUMENT,
        "InvoiceID": "guid",
        "InvoiceNumber": "text",
        "AmountDue": "number",
        "AmountPaid": "number",
        "AmountCredited": "number",
    },
    "CreditNote": {
        **_DOCUMENT,
        "CreditNoteID": "guid",
        "CreditNoteNumber": "text",
        "RemainingCredit": "number",
    },
    "PurchaseOrder": {
        "PurchaseOrderID": "guid",
        "PurchaseOrderNumber": "text",
        "Status": "text",
        "Reference": "text",
        "Contact.Name": "text",
        "Date": "date",
        "DeliveryDate": "date",
        "UpdatedDateUTC": "date",
        "SubTotal": "number",
        "TotalTax": "number",
        "Total": "number",
    },
    "Contact": {
        "ContactID": "guid",
        "Name": "text",
        "ContactNumber": "text",
        "AccountNumber": "text",
        "ContactStatus": "text",
        "EmailAddress": "text",
        "FirstName": "text",
        "LastName": "text",
        "TaxNumber": "text",
        "IsSupplier": "flag",
        "IsCustomer": "flag",
        "UpdatedDateUTC": "date",
    },
    "Payment": {
        "PaymentID": "guid",
        "PaymentType": "text",
        "Status": "text",
        "Reference": "text",
        "Date": "date",
        "Amount": "number",
        "Invoice.InvoiceID": "guid",
        "Invoice.InvoiceNumber": "text",
        "IsReconciled": "flag",
        "UpdatedDateUTC": "date",
    },
    "Account": {
        "AccountID": "guid",
        "Code": "text",
        "Name": "text",
        "Status": "text",
        "Type": "text",
        "Class": "text",
        "TaxType": "text",
        "SystemAccount": "text",
        "EnablePaymentsToAccount": "flag",
        "UpdatedDateUTC": "date",
    },
    "Item": {
        "ItemID": "guid",
        "Code": "text",
        "Name": "text",
        "Description": "text",
        "IsSold": "flag",
        "IsPurchased": "flag",
        "UpdatedDateUTC": "date",
    },
    "Currency": {"Code": "text", "Description": "text"},
    "TrackingCategory": {"TrackingCategoryID": "guid", "Name": "text", "Status": "text"},
    "TaxRate": {
        "Name": "text",
        "TaxType": "text",
        "Status": "text",
        "EffectiveRate": "number",
    },
}


def value_of(row: Mapping[str, Any], field: str, kind: str) -> Any:
    """A row's value in a form that compares; None when the row has none."""
    value: Any = row
    for part in field.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    if value is None:
        return None
    if kind == "date":
        return moment_of(value)
    return str(value).lower() if kind in ("text", "guid") else value
