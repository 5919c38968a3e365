"""Payments through the interface: entering, refusing in pairs, deleting, freezing."""

from typing import Any

import pytest

from tests.unit.sandbox.xero.conftest import Bookkeeper, line

NOT_AUTHORISED = "Payments can only be made against Authorised documents"
TOO_MUCH = "Payment amount exceeds the amount outstanding on this document"
SCOPES = (
    "openid offline_access accounting.contacts accounting.invoices accounting.payments "
    "accounting.settings"
)


@pytest.fixture
def payer(stranger: Bookkeeper) -> Bookkeeper:
    stranger.door("limits", minute=False)
    return stranger.connect(scope=SCOPES)


def paid(xero: Bookkeeper, **fields: Any) -> Any:
    return xero.one("PUT", "Payments", **{"Account": {"Code": "090"}, **fields})


def messages(row: dict[str, Any]) -> list[str]:
    return [error["Message"] for error in row["ValidationErrors"]]


def test_a_payment_pays_and_its_deletion_opens_again(payer: Bookkeeper) -> None:
    made = payer.posted("P-1")
    by_id = {"Invoice": {"InvoiceID": made["InvoiceID"]}}
    part = paid(payer, **by_id, Amount=15, Date="2026-11-05", Reference="r" * 300)
    assert (part["PaymentType"], part["Reference"]) == ("ACCRECPAYMENT", "r" * 300)
    rest = paid(payer, Invoice={"InvoiceNumber": "P-1"}, Amount=100)
    [invoice] = payer.rows("Invoices/P-1")
    assert (invoice["Status"], invoice["AmountDue"], invoice["AmountPaid"]) == ("PAID", 0.0, 115.0)
    gone = payer.one("POST", f"Payments/{rest['PaymentID']}", Status="DELETED")
    [invoice] = payer.rows("Invoices/P-1")
    assert gone["Status"] == "DELETED"
    assert (invoice["Status"], invoice["AmountDue"]) == ("AUTHORISED", 100.0)
    assert "FullyPaidOnDate" not in invoice


@pytest.mark.parametrize(
    ("status", "amount", "complaints"),
    [
        ("DRAFT", 10, [NOT_AUTHORISED, TOO_MUCH]),
        ("AUTHORISED", 500, [TOO_MUCH]),
        ("AUTHORISED", 0, ["Payment amount must be greater than 0"]),
    ],
)
def test_refusals_of_payments_come_in_pairs(
    payer: Bookkeeper, status: str, amount: int, complaints: list[str]
) -> None:
    payer.posted("P-1", Status=status)
    refused = paid(payer, Invoice={"InvoiceNumber": "P-1"}, Amount=amount)
    assert messages(refused) == complaints
    assert refused["HasValidationErrors"] is True


def test_an_invoice_that_is_paid_takes_no_more(payer: Bookkeeper) -> None:
    payer.posted("P-1")
    paid(payer, Invoice={"InvoiceNumber": "P-1"}, Amount=115)
    again = paid(payer, Invoice={"InvoiceNumber": "P-1"}, Amount=1)
    assert messages(again) == [NOT_AUTHORISED, TOO_MUCH]


def test_a_payment_of_nothing_known_is_refused(payer: Bookkeeper) -> None:
    refused = paid(payer, Invoice={"InvoiceNumber": "nothing"}, Amount=1)
    assert messages(refused) == [
        "An existing Invoice with the specified InvoiceID could not be found"
    ]


def test_payments_can_be_deleted_and_nothing_else(payer: Bookkeeper) -> None:
    payer.posted("P-1")
    made = paid(payer, Invoice={"InvoiceNumber": "P-1"}, Amount=1)
    path = f"Payments/{made['PaymentID']}"
    assert messages(payer.one("POST", path, Amount=2)) == [
        "Payment status is not valid for modification"
    ]
    payer.door("edit", entity="Payments", id=made["PaymentID"], fields={"IsReconciled": True})
    assert messages(payer.one("POST", path, Status="DELETED")) == [
        "The payment cannot be deleted because it has been reconciled."
    ]
    payer.door("edit", entity="Payments", id=made["PaymentID"], fields={"IsReconciled": False})
    assert payer.one("POST", path, Status="DELETED")["Status"] == "DELETED"
    assert messages(payer.one("POST", path, Status="DELETED")) == [
        "Payment status is not valid for modification"
    ]


def test_bills_and_credit_notes_have_payments_of_their_own_types(payer: Bookkeeper) -> None:
    cost = line(AccountCode="429", TaxType="INPUT2")
    payer.posted("B-1", Type="ACCPAY", LineItems=[cost])
    note = {**payer.invoice("x"), "Type": "ACCRECCREDIT", "CreditNoteNumber": "C-1"}
    payer.one("PUT", "CreditNotes", **note)
    bill = paid(payer, Invoice={"InvoiceNumber": "B-1"}, Amount=1)
    refund = paid(payer, CreditNote={"CreditNoteNumber": "C-1"}, Amount=115)
    assert (bill["PaymentType"], refund["PaymentType"]) == ("ACCPAYPAYMENT", "ARCREDITPAYMENT")
    [stored] = payer.rows("CreditNotes/C-1")
    assert (stored["Status"], stored["RemainingCredit"]) == ("PAID", 0.0)


def test_reading_payments_is_not_enough_to_enter_one(xero: Bookkeeper) -> None:
    answer = xero.call("PUT", "Payments", json={"Payments": [{"Amount": 1}]})
    assert answer.status_code == 401


@pytest.mark.parametrize(
    "change",
    [
        {"Reference": "new"},
        {"DueDate": "2026-12-24"},
        {"InvoiceNumber": "P-9"},
        {"Url": "https://psa.example/9"},
    ],
)
def test_what_may_still_change_on_a_paid_invoice(payer: Bookkeeper, change: dict[str, Any]) -> None:
    made = payer.posted("P-1")
    payer.door("bookkeeper/pay", document="P-1")
    changed = payer.one("POST", f"Invoices/{made['InvoiceID']}", **change)
    assert changed["StatusAttributeString"] == "OK", changed


def test_words_account_and_tracking_of_a_paid_line_may_change(payer: Bookkeeper) -> None:
    made = payer.posted("P-1")
    payer.door("bookkeeper/pay", document="P-1", amount=5)
    kept = line(
        LineItemID=made["LineItems"][0]["LineItemID"],
        Description="Other words",
        AccountCode="230",
        Tracking=[{"Name": "Region", "Option": "Australia"}],
    )
    changed = payer.one("POST", f"Invoices/{made['InvoiceID']}", LineItems=[kept])
    [row] = changed["LineItems"]
    assert (row["Description"], row["AccountCode"]) == ("Other words", "230")
    assert row["Tracking"][0]["Option"] == "Australia"


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (
            {"Date": "2026-11-02"},
            "This document cannot be edited as it has a payment or credit note allocated to it.",
        ),
        (
            {"LineItems": [line(UnitAmount=7)]},
            " To update fields on a paid invoice line item, you must supply a LineItemID",
        ),
        (
            {"Status": "VOIDED"},
            (
                "The status VOIDED cannot be applied to the invoice because it has payments or "
                "credit notes allocated to it."
            ),
        ),
        (
            {"Status": "DRAFT"},
            (
                "The status DRAFT cannot be applied to the invoice because it has payments or "
                "credit notes allocated to it."
            ),
        ),
    ],
)
def test_what_may_not_change_on_a_paid_invoice(
    payer: Bookkeeper, change: dict[str, Any], complaint: str
) -> None:
    made = payer.posted("P-1")
    payer.door("bookkeeper/pay", document="P-1", amount=5)
    changed = payer.one("POST", f"Invoices/{made['InvoiceID']}", **change)
    assert messages(changed) == [complaint]
