"""Xero's shapes are read tolerantly: what is new passes, what is missing is empty."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clients.exact_json import dump, load
from core.clients.xero import translate
from core.clients.xero.fields import Element, UnreadableElementError
from core.clients.xero.resources import RESOURCES
from core.domain.contacts.xero_contact import PaymentTerms
from core.domain.xero_document import DocumentKind, Tracking

INVOICE = {
    "Type": "ACCREC",
    "InvoiceID": "i-1",
    "InvoiceNumber": "AT-1",
    "Reference": "PO 7",
    "Url": "http://localhost:8000/r/demo/1",
    "AmountDue": Decimal("24.15"),
    "AmountPaid": Decimal("0.0"),
    "SentToContact": True,
    "Contact": {"ContactID": "c-1", "Name": "Kauri"},
    "DateString": "2026-09-14T00:00:00",
    "Date": "/Date(1789344000000+0000)/",
    "DueDate": "/Date(1789344000000)/",
    "Status": "BRANDNEW",
    "LineItems": [
        {
            "Description": "Work",
            "UnitAmount": Decimal("10.5"),
            "TaxType": "OUTPUT2",
            "TaxAmount": Decimal("3.15"),
            "LineAmount": 21,
            "AccountCode": "220",
            "Quantity": Decimal("2.0000"),
        },
        {"Description": "only words", "LineItemID": "l-2"},
    ],
    "SubTotal": 21,
    "TotalTax": Decimal("3.15"),
    "Total": Decimal("24.15"),
    "UpdatedDateUTC": "/Date(1789378199160+0000)/",
    "CurrencyCode": "XXZ",
}


def document(resource: str = "Invoices", **changes: Any) -> Any:
    return translate.translate_document(Element(INVOICE | changes), RESOURCES[resource])


def test_an_invoice_is_read_whole() -> None:
    read = document()
    assert (read.xero_id, read.number, read.contact_id) == ("i-1", "AT-1", "c-1")
    assert (read.status, read.currency) == ("BRANDNEW", "XXZ")
    assert (read.subtotal, read.tax, read.total) == (21, Decimal("3.15"), Decimal("24.15"))
    assert read.issued_on == read.due_on == date(2026, 9, 14)
    assert read.updated_at == datetime(2026, 9, 14, 9, 29, 59, 160000, UTC)
    assert read.marker_url == "http://localhost:8000/r/demo/1"
    assert read.is_sent_to_contact
    assert not read.has_payments
    assert (read.lines[0].net, read.lines[0].quantity) == (21, 2)
    assert (read.lines[1].description, read.lines[1].net) == ("only words", 0)


def test_an_almost_empty_document_is_read_too() -> None:
    read = translate.translate_document(Element({}), RESOURCES["Invoices"])
    assert read.number == ""
    assert read.total == 0
    assert read.issued_on is None
    assert not read.lines


def test_a_credit_note_is_due_what_is_left_of_it() -> None:
    read = document(
        "CreditNotes",
        Type="ACCRECCREDIT",
        CreditNoteID="n-1",
        CreditNoteNumber="AT-2",
        RemainingCredit=5,
    )
    assert (read.xero_id, read.number, read.amount_due) == ("n-1", "AT-2", 5)


@pytest.mark.parametrize(
    ("resource", "sort", "kind"),
    [
        ("Invoices", "ACCREC", DocumentKind.INVOICE),
        ("Invoices", "ACCPAY", DocumentKind.BILL),
        ("Invoices", "", DocumentKind.INVOICE),
        ("CreditNotes", "ACCRECCREDIT", DocumentKind.CREDIT_NOTE),
        ("PurchaseOrders", "PURCHASEORDER", DocumentKind.PURCHASE_ORDER),
        ("PurchaseOrders", "", DocumentKind.PURCHASE_ORDER),
    ],
)
def test_the_type_says_what_a_document_is(resource: str, sort: str, kind: DocumentKind) -> None:
    assert document(resource, Type=sort).kind is kind


def test_a_line_shows_its_id_and_what_a_bookkeeper_put_on_it() -> None:
    tracking = {
        "TrackingCategoryID": "c",
        "TrackingOptionID": "o",
        "Name": "Region",
        "Option": "North",
    }
    line = {"LineItemID": "l", "ItemCode": "SUPPORT", "DiscountRate": 10, "Tracking": [tracking]}
    [read] = document(LineItems=[line]).lines
    assert (read.xero_id, read.item_code, read.has_discount) == ("l", "SUPPORT", True)
    assert read.tracking == (Tracking("c", "o", "Region", "North"),)


@pytest.mark.parametrize(
    "tied",
    [
        {"Payments": [{"PaymentID": "p"}]},
        {"CreditNotes": [{"CreditNoteID": "n"}]},
        {"Allocations": [{"Amount": 1}]},
        {"AmountPaid": Decimal("0.01")},
        {"AmountCredited": 1},
    ],
)
def test_money_that_is_tied_to_a_document_shows(tied: dict[str, Any]) -> None:
    assert document(**tied).has_payments


@pytest.mark.parametrize(
    "text",
    [
        "/Date(1789344000000+0000)/",
        "/Date(1789344000000+1300)/",
        "/Date(1789344000000)/",
        "2026-09-14T00:00:00",
        "2026-09-14T00:00:00Z",
        "2026-09-14",
    ],
)
def test_a_date_is_read_in_all_its_spellings(text: str) -> None:
    assert document(Date=text).issued_on == date(2026, 9, 14)


@given(st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1)))  # noqa: DTZ001
def test_milliseconds_are_read_before_and_after_1970(moment: datetime) -> None:
    exact = moment.replace(microsecond=moment.microsecond // 1000 * 1000, tzinfo=UTC)
    milliseconds = round((exact - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() * 1000)
    read = Element({"at": f"/Date({milliseconds}+0000)/"}).instant("at")
    assert read == exact


@given(st.decimals(-(10**12), 10**12, places=4))
def test_money_is_read_to_the_last_digit_even_from_text(amount: Decimal) -> None:
    assert document(**load(dump({"Total": amount}))).total == amount
    assert document(Total=str(amount)).total == amount


@pytest.mark.parametrize(
    "broken",
    [
        {"Total": "a lot"},
        {"Total": Decimal("1E+99")},
        {"Total": []},
        {"Date": "soon"},
        {"Date": "/Date(99999999999999999)/"},
    ],
)
def test_what_cannot_be_read_says_so(broken: dict[str, Any]) -> None:
    with pytest.raises(UnreadableElementError, match=next(iter(broken))):
        document(**broken)


def test_contacts_are_read_with_their_fate() -> None:
    read = translate.translate_contact(
        Element(
            {"ContactID": "c", "Name": "K", "ContactStatus": "ARCHIVED", "MergedToContactID": "d"}
        )
    )
    assert (read.is_archived, read.merged_into_id) == (True, "d")
    assert not translate.translate_contact(Element({"ContactStatus": "ACTIVE"})).is_archived
    assert not translate.translate_contact(Element({"Name": "K"})).is_archived


@pytest.mark.parametrize(
    ("told", "year_end"),
    [
        ({"FinancialYearEndDay": 31, "FinancialYearEndMonth": 3}, (31, 3)),
        ({"FinancialYearEndDay": "30", "FinancialYearEndMonth": "6"}, (30, 6)),
        ({"FinancialYearEndDay": 31}, (None, None)),
        ({"FinancialYearEndDay": "last", "FinancialYearEndMonth": 3}, (None, None)),
        ({"FinancialYearEndDay": 31, "FinancialYearEndMonth": 13}, (None, None)),
        ({}, (None, None)),
    ],
)
def test_the_financial_year_ends_on_a_day_and_a_month_or_nobody_knows(
    told: dict[str, Any], year_end: tuple[int | None, int | None]
) -> None:
    read = translate.translate_organisation(Element({"Name": "K", **told}))
    assert (read.year_end_day, read.year_end_month) == year_end


def test_an_organisation_without_lock_dates_has_none() -> None:
    read = translate.translate_organisation(Element({"Name": "K", "ShortCode": "!Qj35V"}))
    assert (read.short_code, read.period_lock_on, read.year_end_lock_on) == ("!Qj35V", None, None)


def test_payment_terms_are_those_of_sales() -> None:
    sales = {"Day": 20, "Type": "OFFOLLOWINGMONTH"}
    terms = {"PaymentTerms": {"Bills": {"Day": 1, "Type": "OFCURRENTMONTH"}, "Sales": sales}}
    read = translate.translate_organisation(Element(terms))
    assert read.sales_terms == PaymentTerms(20, "OFFOLLOWINGMONTH")
    assert translate.read_terms(Element({"PaymentTerms": {}})) is None


def test_an_account_says_what_it_is() -> None:
    read = translate.translate_account(
        Element({"Code": "610", "Type": "CURRENT", "Class": "ASSET", "SystemAccount": "DEBTORS"})
    )
    assert (read.kind, read.account_class, read.system_account) == ("CURRENT", "ASSET", "DEBTORS")


def test_a_tax_rate_tells_which_accounts_it_suits() -> None:
    read = translate.translate_tax_rate(
        Element(
            {
                "TaxType": "OUTPUT2",
                "EffectiveRate": 15,
                "CanApplyToRevenue": True,
                "CanApplyToLiabilities": False,
            }
        )
    )
    assert read.rate == 15
    assert read.applies_to == {"REVENUE"}
    assert translate.translate_tax_rate(Element({"DisplayTaxRate": 9})).rate == 9
    zero = {"EffectiveRate": Decimal("0.0"), "DisplayTaxRate": Decimal("0.0")}
    assert translate.translate_tax_rate(Element(zero)).rate == 0


def test_a_payment_without_dates_is_refused() -> None:
    with pytest.raises(UnreadableElementError, match="no date"):
        translate.translate_payment(Element({"PaymentID": "p"}))
