"""Autotask's rows become invoices, and a bad row names the field that is bad."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clients.autotask.translate import (
    TranslationError,
    translate_billing_code,
    translate_billing_item,
    translate_company,
    translate_currency,
    translate_invoice,
    translate_payment_term,
    translate_purchase_order,
    translate_tax,
    translate_tax_category,
    translate_tax_region,
)
from core.clients.exact_json import dump, load

INVOICE = {
    "id": 1001,
    "companyID": 369,
    "createDateTime": "2026-09-05T09:47:15.227Z",
    "dueDate": "2026-10-05T00:00:00.000Z",
    "invoiceDateTime": "2026-09-05T00:00:00.000Z",
    "invoiceNumber": "AT-1085",
    "invoiceTotal": Decimal("100.0"),
    "isVoided": False,
    "orderNumber": "",
    "paidDate": None,
    "paymentTerm": 1,
    "taxRegionName": "VAT",
    "totalTaxValue": Decimal("20.0"),
    "voidedDate": None,
    "webServiceDate": None,
    "invoiceStatus": 1,
}
ITEM = {
    "id": 26039,
    "billingCodeID": 29683502,
    "taxCategoryID": None,
    "description": "Remote support",
    "extendedPrice": Decimal("386.6450"),
    "invoiceID": 1001,
    "itemName": "Remote Support",
    "lineItemFullDescription": None,
    "quantity": Decimal("2.0"),
    "rate": Decimal("50.0"),
    "sortOrderID": 0,
    "taxDollars": Decimal("20.0"),
    "totalAmount": Decimal("100.0"),
}


def invoice(**changes: Any) -> dict[str, Any]:
    return INVOICE | changes


def item(**changes: Any) -> dict[str, Any]:
    return ITEM | changes


def test_an_invoice_is_read_with_its_lines_in_printed_order() -> None:
    read = translate_invoice(
        INVOICE, [item(id=3, sortOrderID=2), item(id=2, sortOrderID=1), item(id=1, sortOrderID=2)]
    )
    assert read.number == "AT-1085"
    assert (read.issued_on, read.due_on) == (date(2026, 9, 5), date(2026, 10, 5))
    assert read.created_at == datetime(2026, 9, 5, 9, 47, 15, 227000, UTC)
    assert (read.header_total, read.header_tax) == (Decimal("100.0"), Decimal("20.0"))
    assert (read.tax_region, read.order_number, read.payment_term_id) == ("VAT", None, 1)
    assert read.is_final
    assert not read.is_voided
    assert [line.autotask_id for line in read.lines] == [2, 1, 3]
    assert read.total == Decimal("360.00")


def test_what_tracking_and_branding_go_by_comes_along() -> None:
    line = item(organizationalLevelAssociationID=3, taxCategoryID=5)
    read = translate_invoice(invoice(invoiceEditorTemplateID=102), [line])
    assert read.template_id == 102
    assert (read.lines[0].line_of_business_id, read.lines[0].tax_category_id) == (3, 5)
    assert translate_billing_code({"id": 1, "department": 9}).department_id == 9
    company = translate_company({"id": 7, "companyName": "A", "territoryID": 4})
    assert company.territory_id == 4


def test_what_was_billed_counts_not_what_the_work_was_worth() -> None:
    line = translate_billing_item(item(totalAmount=0, taxDollars=None))
    assert (line.net, line.tax, line.rate) == (Decimal(0), Decimal(0), Decimal("50.0"))


def test_an_invoice_may_come_without_number_region_and_due_date() -> None:
    read = translate_invoice(
        invoice(invoiceNumber="  ", taxRegionName=None, dueDate=None, paymentTerm=None), []
    )
    assert (read.number, read.tax_region, read.due_on, read.payment_term_id) == (None,) * 4


@pytest.mark.parametrize(("status", "is_final"), [(1, True), (None, True), (-3, False), (7, False)])
def test_only_success_is_final(status: int | None, is_final: bool) -> None:
    assert translate_invoice(invoice(invoiceStatus=status), []).is_final is is_final


def test_calendar_days_are_never_shifted() -> None:
    read = translate_invoice(
        invoice(invoiceDateTime="2026-09-05T23:59:59-11:00", paidDate="2026-09-30"), []
    )
    assert (read.issued_on, read.paid_on) == (date(2026, 9, 5), date(2026, 9, 30))


@pytest.mark.parametrize("told", ["soon", 5, True, "2026-13-01", ["2026-09-30"], {}])
def test_a_date_of_payment_that_is_none_stops_no_invoice(told: object) -> None:
    """Nothing depends on it yet, and the raw row keeps it."""
    assert translate_invoice(invoice(paidDate=told), []).paid_on is None


@pytest.mark.parametrize(
    ("text", "hour"),
    [("2026-09-05T09:00:00", 9), ("2026-09-05T09:00:00Z", 9), ("2026-09-05T09:00:00+02:00", 7)],
)
def test_instants_without_zone_are_utc(text: str, hour: int) -> None:
    read = translate_invoice(invoice(createDateTime=text, voidedDate=text, isVoided=True), [])
    assert read.created_at == read.voided_at == datetime(2026, 9, 5, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("raw", "raw_items", "field", "autotask_id"),
    [
        (invoice(invoiceTotal="100.00"), [], "Invoices.invoiceTotal", 1001),
        (invoice(invoiceTotal=True), [], "Invoices.invoiceTotal", 1001),
        (invoice(invoiceTotal=Decimal("1E+40")), [], "Invoices.invoiceTotal", 1001),
        (invoice(companyID=None), [], "Invoices.companyID", 1001),
        (invoice(companyID="369"), [], "Invoices.companyID", 1001),
        (invoice(invoiceDateTime=None), [], "Invoices.invoiceDateTime", 1001),
        (invoice(invoiceDateTime="2025-13-45T00:00:00Z"), [], "Invoices.invoiceDateTime", 1001),
        (invoice(createDateTime="yesterday"), [], "Invoices.createDateTime", 1001),
        (invoice(createDateTime=None), [], "Invoices.createDateTime", 1001),
        (invoice(id=None), [], "Invoices.id", None),
        (INVOICE, [item(totalAmount=None)], "BillingItems.totalAmount", 26039),
        (INVOICE, [item(quantity="two")], "BillingItems.quantity", 26039),
    ],
)
def test_a_bad_row_names_the_field_and_the_record(
    raw: dict[str, Any], raw_items: list[dict[str, Any]], field: str, autotask_id: int | None
) -> None:
    with pytest.raises(TranslationError) as caught:
        translate_invoice(raw, raw_items)
    assert (caught.value.field, caught.value.autotask_id) == (field, autotask_id)
    assert field in str(caught.value)


@pytest.mark.parametrize(
    ("texts", "described"),
    [
        ({"lineItemFullDescription": "As printed"}, "As printed"),
        ({"itemName": "Remote Support", "description": "Remote support"}, "Remote support"),
        ({"itemName": "Backup", "description": "50 GB"}, "Backup - 50 GB"),
        ({"itemName": "Backup", "description": None}, "Backup"),
        ({"itemName": None, "description": "50 GB"}, "50 GB"),
        ({"itemName": None, "description": None}, ""),
    ],
)
def test_a_line_is_described_as_it_is_printed(texts: dict[str, Any], described: str) -> None:
    assert translate_billing_item(item(**texts)).description == described


@given(st.decimals(-(10**10), 10**10, places=4), st.decimals(-(10**6), 10**6, places=4))
def test_money_comes_through_the_wire_to_the_last_digit(net: Decimal, tax: Decimal) -> None:
    raw = load(dump(item(totalAmount=net, taxDollars=tax)))
    line = translate_billing_item(raw)
    assert (line.net, line.tax) == (net, tax)


def test_a_company_comes_with_its_user_defined_fields_and_its_billing_address() -> None:
    company = translate_company(
        {
            "id": 0,
            "companyName": " Kauri  Ltd ",
            "companyNumber": None,
            "currencyID": 2,
            "isTaxExempt": True,
            "taxID": "12-345",
            "phone": "09 1",
            "address1": "Street",
            "billingAddress1": "Box 1",
            "billToCity": "Auckland",
            "billToZipCode": "1010",
            "userDefinedFields": [
                {"name": "XeroNoSync", "value": "Yes"},
                {"name": "Empty", "value": None},
            ],
        }
    )
    assert (company.autotask_id, company.name, company.currency_id) == (0, "Kauri  Ltd", 2)
    assert company.udfs == {"XeroNoSync": "Yes", "Empty": ""}
    assert (company.address.line1, company.address.city) == ("Box 1", "Auckland")
    assert company.is_tax_exempt


def test_a_company_without_billing_address_is_found_at_its_own() -> None:
    company = translate_company({"id": 5, "companyName": "A", "address1": "S 1", "city": "Nelson"})
    assert (company.address.line1, company.address.city) == ("S 1", "Nelson")
    assert company.udfs == {}


def test_a_purchase_order_adds_up_from_its_items() -> None:
    raw = {
        "id": 9,
        "purchaseOrderNumber": "PO-9",
        "vendorID": 4,
        "status": 2,
        "createDateTime": "2026-09-01T10:00:00Z",
        "submitDateTime": "2026-09-02T10:00:00Z",
        "freight": Decimal("12.50"),
    }
    items = [{"id": 1, "orderID": 9, "quantity": 3, "unitCost": Decimal("10.10"), "memo": "Cable"}]
    order = translate_purchase_order(raw, items)
    assert (order.status, order.ordered_on, order.total) == (
        "Submitted",
        date(2026, 9, 2),
        Decimal("42.80"),
    )
    assert translate_purchase_order(raw, items, {2: "Sent off"}).status == "Sent off"
    assert translate_purchase_order({**raw, "status": 99}, []).status == "Status 99"


def test_lists_are_read() -> None:
    code = translate_billing_code({"id": 1, "name": "Labour", "externalNumber": "220"})
    assert (code.name, code.external_number, code.is_active) == ("Labour", "220", True)
    assert translate_currency({"id": 1, "name": "NZD", "isInternalCurrency": True}).is_internal
    assert translate_payment_term({"id": 1, "name": "Net 30", "paymentDueInDays": 30}).days == 30
    assert not translate_tax_region({"id": 1, "name": "GST", "isActive": False}).is_active
    assert translate_tax_category({"id": 1, "name": "Standard"}).is_active
    tax = translate_tax(
        {"id": 1, "taxName": "GST", "taxRate": 15, "taxRegionID": 1, "taxCategoryID": 1}
    )
    assert (tax.rate, tax.is_compounded) == (Decimal(15), False)
