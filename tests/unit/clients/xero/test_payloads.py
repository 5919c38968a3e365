"""What is frozen is exactly what Xero is to read, and always the same bytes."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clients.exact_json import load
from core.clients.xero.payloads import freeze_documents, freeze_fitting, freeze_update
from core.domain.xero_document import DocumentKind, Tracking
from tests.unit.clients.xero.drafts import (
    CONTACT_ID,
    make_credit_note,
    make_draft,
    make_line,
)


def frozen(**changes: Any) -> dict[str, Any]:
    [document] = load(freeze_documents([make_draft(**changes)]))["Invoices"]
    return document  # type: ignore[no-any-return]


def test_an_invoice_is_frozen_field_by_field() -> None:
    assert freeze_documents([make_draft()]) == (
        b'{"Invoices":[{"Type":"ACCREC","Contact":{"ContactID":"' + CONTACT_ID.encode() + b'"},'
        b'"InvoiceNumber":"AT-1085","Date":"2026-09-05","LineAmountTypes":"Exclusive",'
        b'"CurrencyCode":"NZD","Status":"DRAFT","LineItems":[{"Description":"Remote support",'
        b'"Quantity":1.2833,"UnitAmount":165.00,"AccountCode":"220","TaxType":"OUTPUT2",'
        b'"TaxAmount":31.76}],"Reference":"PO 7","DueDate":"2026-10-05",'
        b'"Url":"http://localhost:8000/r/demo/1001"}]}'
    )


def test_an_invoice_may_go_without_due_date_and_marker() -> None:
    assert not {"DueDate", "Url"} & set(frozen(due_on=None, marker_url=""))


def test_a_credit_note_has_neither_due_date_nor_url() -> None:
    [note] = load(freeze_documents([make_credit_note()]))["CreditNotes"]
    assert (note["Type"], note["CreditNoteNumber"]) == ("ACCRECCREDIT", "AT-1086")
    assert not {"DueDate", "Url", "SentToContact", "InvoiceNumber"} & set(note)


def test_totals_are_left_to_xero() -> None:
    document = frozen()
    assert not {"SubTotal", "TotalTax", "Total"} & set(document)
    assert "LineAmount" not in document["LineItems"][0]


@pytest.mark.parametrize(
    ("status", "wanted", "sent"),
    [("AUTHORISED", True, True), ("AUTHORISED", False, None), ("DRAFT", True, None)],
)
def test_only_an_approved_invoice_is_marked_as_sent(
    status: str, wanted: bool, sent: bool | None
) -> None:
    assert frozen(status=status, is_sent_to_contact=wanted).get("SentToContact") is sent


def test_an_update_names_the_document_and_clears_an_old_reference() -> None:
    [document] = load(freeze_update(make_draft(reference=""), "the-id"))["Invoices"]
    assert (document["InvoiceID"], document["Reference"]) == ("the-id", "")
    [note] = load(freeze_update(make_credit_note(), "the-id"))["CreditNotes"]
    assert (note["CreditNoteID"], note["Reference"]) == ("the-id", "PO 7")
    assert "Reference" not in frozen(reference="")


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("line one\r\nline two", "line one\nline two"),
        ("tab\tand\u00a0blank\u2028here", "tab and blank here"),
        ("bell\x07 zero\u200bwidth\ufeff", "bell zerowidth"),
        ("half \ud83d pair", "half  pair"),
        ("  edges  ", "edges"),
        ("naïve €5 🎉", "naïve €5 🎉"),
        ("x" * 4001, "x" * 4000),
        ("🎉" * 2001, "🎉" * 2000),
        ("x" + "🎉" * 2000, "x" + "🎉" * 1999),
    ],
)
def test_a_description_is_what_xero_can_take(text: str, sent: str) -> None:
    assert frozen(lines=(make_line(description=text),))["LineItems"][0]["Description"] == sent


@given(st.text(max_size=5000), st.decimals(-(10**10), 10**10, places=4))
def test_any_text_and_any_amount_make_a_body_that_can_be_read_back(
    text: str, amount: Decimal
) -> None:
    lines = (make_line(description=text, unit_amount=amount),)
    body = freeze_documents([make_draft(lines=lines, reference=text[:200])])
    [line] = load(body)["Invoices"][0]["LineItems"]
    assert line["UnitAmount"] == amount
    assert len(line["Description"].encode("utf-16-le")) <= 8000
    assert body == freeze_documents([make_draft(lines=lines, reference=text[:200])])


def test_a_batch_holds_one_kind() -> None:
    with pytest.raises(ValueError, match="exactly one kind"):
        freeze_documents([make_draft(), make_credit_note()])
    with pytest.raises(ValueError, match="exactly one kind"):
        freeze_documents([])


def test_without_a_number_of_ours_xero_numbers_the_document() -> None:
    assert "InvoiceNumber" not in frozen(number="")


def test_a_bill_carries_our_mark_in_its_url_and_has_no_reference() -> None:
    bill = frozen(kind=DocumentKind.BILL, number="B-1")
    assert (bill["Type"], bill["InvoiceNumber"]) == ("ACCPAY", "B-1")
    assert bill["Url"]
    assert "Reference" not in bill
    update = freeze_update(make_draft(kind=DocumentKind.BILL), "the-id")
    assert "Reference" not in load(update)["Invoices"][0]


def test_a_purchase_order_carries_our_mark_in_its_reference() -> None:
    draft = make_draft(kind=DocumentKind.PURCHASE_ORDER, number="PO-1", reference="Autotask demo/1")
    [order] = load(freeze_documents([draft]))["PurchaseOrders"]
    assert (order["PurchaseOrderNumber"], order["Reference"]) == ("PO-1", "Autotask demo/1")
    assert not {"Type", "Url", "DueDate", "InvoiceNumber"} & set(order)


def test_a_line_names_itself_its_item_and_its_tracking_as_far_as_known() -> None:
    tracking = (Tracking("c", "o", "Region", "North"), Tracking("", "", "Team", "Red"))
    line = make_line(xero_id="l-1", item_code="SUPPORT", tracking=tracking)
    [sent] = frozen(lines=(line,))["LineItems"]
    assert (sent["LineItemID"], sent["ItemCode"]) == ("l-1", "SUPPORT")
    assert sent["Tracking"] == [
        {
            "TrackingCategoryID": "c",
            "Name": "Region",
            "TrackingOptionID": "o",
            "Option": "North",
        },
        {"Name": "Team", "Option": "Red"},
    ]
    assert not {"LineItemID", "ItemCode", "Tracking"} & set(frozen()["LineItems"][0])


def test_tax_that_is_left_to_xero_is_not_sent() -> None:
    [line] = frozen(lines=(make_line(tax_type=""),))["LineItems"]
    assert not {"TaxType", "TaxAmount"} & set(line)


def test_a_theme_is_sent_when_there_is_one() -> None:
    assert frozen(branding_theme_id="theme")["BrandingThemeID"] == "theme"
    assert "BrandingThemeID" not in frozen()


@pytest.mark.parametrize("most", [1, 700, 1_200, 100_000])
def test_as_many_documents_go_into_a_body_as_fit_and_at_least_one(most: int) -> None:
    drafts = [make_draft(number=f"AT-{number}") for number in range(8)]
    body, taken = freeze_fitting(drafts, most)
    assert body == freeze_documents(drafts[:taken])
    assert taken == 1 or len(body) <= most
    assert taken == len(drafts) or len(freeze_documents(drafts[: taken + 1])) > most
