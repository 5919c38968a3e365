"""Every field that Xero's pages call optimised can be filtered on, for every resource."""

from typing import Any

import pytest
from werkzeug.datastructures import Headers

from sandbox.door.storage import Store
from sandbox.xero.identity.access import Caller
from sandbox.xero.reading.selection import selected
from sandbox.xero.refusals import BadRequestError
from sandbox.xero.resource import Sent
from sandbox.xero.switches import Switches
from tests.unit.sandbox.xero.conftest import Bookkeeper


@pytest.fixture
def books(xero: Bookkeeper) -> dict[str, Any]:
    """One of everything, and what filters name."""
    contact = xero.one("PUT", "Contacts", Name="Filter Limited", ContactNumber="AT-7",
                       AccountNumber="AC-7", EmailAddress="a@filter.test")  # fmt: skip
    by_id = {"ContactID": contact["ContactID"]}
    invoice = xero.posted("F-1", Contact=by_id, Reference="ref", DueDate="2026-11-30")
    payment = xero.door("bookkeeper/pay", document="F-1", amount=15, date="2026-11-02")
    note = {**xero.invoice("x", Contact=by_id), "Type": "ACCRECCREDIT", "Reference": "ref"}
    note = xero.one("PUT", "CreditNotes", **note, CreditNoteNumber="C-1")
    return {"xero": xero, "contact": contact, "invoice": invoice, "payment": payment, "note": note}


def found(books: dict[str, Any], entity: str, where: str) -> int:
    answer = books["xero"].call("GET", entity, query_string={"where": where, "page": "1"})
    assert answer.status_code == 200, answer.text
    return len(answer.json[entity])


@pytest.mark.parametrize(
    "where",
    [
        'Status=="AUTHORISED"',
        'Contact.ContactID==guid("{contact[ContactID]}")',
        'Contact.Name=="filter limited"',
        'Contact.ContactNumber=="AT-7"',
        'Reference=="ref"',
        'InvoiceNumber=="F-1"',
        'InvoiceID==Guid("{invoice[InvoiceID]}") OR InvoiceID==Guid("{note[CreditNoteID]}")',
        'Type=="ACCREC"',
        "AmountPaid==15",
        "Date>=DateTime(2026,11,1) AND Date<=DateTime(2026,11,1)",
        "DueDate>DateTime(2026,11,29)",
        "AmountDue>=100.0 AND AmountDue<100.5",
    ],
)
def test_invoices(books: dict[str, Any], where: str) -> None:
    assert found(books, "Invoices", where.format(**books)) == 1


@pytest.mark.parametrize(
    "where",
    [
        'Status=="AUTHORISED"',
        "Date==DateTime(2026,11,1)",
        'Reference=="ref"',
        'Type=="ACCRECCREDIT"',
        'Contact.ContactID==guid("{contact[ContactID]}") AND Date==DateTime(2026,11,01)',
        'Contact.Name.Contains("ilter")',
        'CreditNoteNumber=="C-1"',
    ],
)
def test_credit_notes(books: dict[str, Any], where: str) -> None:
    assert found(books, "CreditNotes", where.format(**books)) == 1


@pytest.mark.parametrize(
    "where",
    [
        'Name=="FILTER LIMITED"',
        'EmailAddress=="a@filter.test"',
        'AccountNumber=="AC-7"',
        'ContactNumber=="AT-7" OR ContactNumber=="AT-8"',
        'Name.EndsWith("ter Limited")',
    ],
)
def test_contacts(books: dict[str, Any], where: str) -> None:
    assert found(books, "Contacts", where) == 1


@pytest.mark.parametrize(
    "where",
    [
        'PaymentType=="ACCRECPAYMENT"',
        'Status=="AUTHORISED"',
        "Date>DateTime(2026,11,1) AND Date<DateTime(2026,11,3)",
        'Invoice.InvoiceID==guid("{invoice[InvoiceID]}")',
        'Reference==""',
        'PaymentID==guid("{payment[PaymentID]}")',
    ],
)
def test_payments(books: dict[str, Any], where: str) -> None:
    assert found(books, "Payments", where.format(**books)) == 1


@pytest.mark.parametrize(
    ("entity", "where", "count"),
    [
        ("Accounts", 'Status=="ARCHIVED"', 1),
        ("Accounts", 'Class=="REVENUE" AND Code.StartsWith("22")', 2),
        ("TaxRates", 'Status=="DELETED"', 1),
        ("Currencies", 'Code=="NZD"', 1),
        ("TrackingCategories", 'Name=="Region"', 1),
        ("Items", 'Code=="FW-60"', 1),
    ],
)
def test_settings(xero: Bookkeeper, entity: str, where: str, count: int) -> None:
    answer = xero.call("GET", entity, query_string={"where": where})
    assert len(answer.json[entity]) == count


def test_a_filter_that_matches_more_than_a_hundred_thousand_rows_is_a_400() -> None:
    changed = "/Date(1793491200000+0000)/"
    rows = [{"InvoiceID": str(n), "UpdatedDateUTC": changed} for n in range(100_001)]
    switches = Switches(Store(":memory:"))
    sent = Sent({}, Headers(), b"", Caller("app", frozenset()), switches)
    with pytest.raises(BadRequestError, match="100000"):
        selected(rows, sent, "Invoice", "InvoiceID")
    assert len(selected(rows[1:], sent, "Invoice", "InvoiceID")) == 100_000
