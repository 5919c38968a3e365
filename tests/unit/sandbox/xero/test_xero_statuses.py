"""What may become of a document once it exists."""

import pytest

from tests.unit.sandbox.xero.conftest import Bookkeeper, line

NOT_MODIFIABLE = "Invoice not of valid status for modification"


def changed(xero: Bookkeeper, invoice_id: str, **fields: object) -> list[str]:
    made = xero.one("POST", "Invoices", InvoiceID=invoice_id, **fields)
    return [error["Message"] for error in made.get("ValidationErrors", [])]


def status(xero: Bookkeeper, number: str) -> tuple[str, float]:
    [row] = xero.rows(f"Invoices/{number}")
    return row["Status"], row["AmountDue"]


@pytest.mark.parametrize(
    ("first", "then", "refused"),
    [
        ("DRAFT", "SUBMITTED", False),
        ("DRAFT", "AUTHORISED", False),
        ("DRAFT", "DELETED", False),
        ("DRAFT", "VOIDED", True),
        ("SUBMITTED", "DRAFT", False),
        ("AUTHORISED", "VOIDED", False),
        ("AUTHORISED", "DELETED", True),
        ("AUTHORISED", "DRAFT", True),
    ],
)
def test_statuses_follow_the_table(xero: Bookkeeper, first: str, then: str, refused: bool) -> None:
    made = xero.posted("S-1", Status=first)
    complaints = changed(xero, made["InvoiceID"], Status=then)
    assert complaints == ([NOT_MODIFIABLE] if refused else [])
    assert status(xero, made["InvoiceID"])[0] == (first if refused else then)


def test_a_refused_change_echoes_the_real_id_and_the_wanted_status(xero: Bookkeeper) -> None:
    made = xero.posted("S-2")
    answer = xero.one("POST", "Invoices", InvoiceID=made["InvoiceID"], Status="DELETED")
    assert (answer["InvoiceID"], answer["Status"]) == (made["InvoiceID"], "DELETED")
    assert answer["HasErrors"] is True


def test_a_voided_invoice_keeps_its_number_and_its_amount_due(xero: Bookkeeper) -> None:
    made = xero.posted("V-1")
    changed(xero, made["InvoiceID"], Status="VOIDED")
    assert status(xero, "V-1") == ("VOIDED", 115.0)
    assert xero.complaints("V-1") == ["Invoice # must be unique."]


def test_a_deleted_draft_frees_its_number(xero: Bookkeeper) -> None:
    made = xero.posted("V-2", Status="DRAFT")
    changed(xero, made["InvoiceID"], Status="DELETED")
    assert xero.complaints("V-2") == []


def test_posting_the_number_of_a_voided_invoice_is_refused(xero: Bookkeeper) -> None:
    made = xero.posted("V-3")
    changed(xero, made["InvoiceID"], Status="VOIDED")
    [answer] = xero.each("POST", "Invoices", xero.invoice("V-3"))
    assert answer["ValidationErrors"] == [{"Message": NOT_MODIFIABLE}]


def test_numbers_differing_only_in_case_are_the_same_number(xero: Bookkeeper) -> None:
    xero.posted("abc-1")
    assert xero.complaints("ABC-1") == ["Invoice # must be unique."]


def test_two_equal_numbers_in_one_call_give_one_document(xero: Bookkeeper) -> None:
    first, second = xero.each("PUT", "Invoices", xero.invoice("D-1"), xero.invoice("D-1"))
    assert (first["StatusAttributeString"], second["StatusAttributeString"]) == ("OK", "ERROR")


def test_post_overwrites_an_invoice_by_number(xero: Bookkeeper) -> None:
    made = xero.posted("P-1", Reference="the bookkeeper's")
    sent = xero.invoice("P-1", Reference="ours", LineItems=[line(UnitAmount=1)])
    [answer] = xero.each("POST", "Invoices", sent)
    assert answer["InvoiceID"] == made["InvoiceID"]
    [now] = xero.rows("Invoices/P-1")
    assert (now["Reference"], now["Total"]) == ("ours", 1.15)


def test_post_overwrites_even_another_suppliers_bill_by_number(xero: Bookkeeper) -> None:
    rows = xero.rows("Contacts?page=1&pageSize=2")
    bill = {"Type": "ACCPAY", "LineItems": [line(AccountCode="429", TaxType="INPUT2")]}
    made = xero.posted("1001", Contact={"ContactID": rows[0]["ContactID"]}, **bill)
    sent = xero.invoice("1001", Contact={"ContactID": rows[1]["ContactID"]}, **bill)
    [answer] = xero.each("POST", "Invoices", sent)
    assert answer["InvoiceID"] == made["InvoiceID"]
    assert answer["Contact"]["ContactID"] == rows[1]["ContactID"]


def test_bills_may_share_a_number_when_they_are_put(xero: Bookkeeper) -> None:
    bill = {"Type": "ACCPAY", "LineItems": [line(AccountCode="429", TaxType="INPUT2")]}
    first, second = xero.posted("77", **bill), xero.posted("77", **bill)
    assert first["InvoiceID"] != second["InvoiceID"]


def test_an_unknown_id_is_named(xero: Bookkeeper) -> None:
    unknown = "9d2b1a52-0000-4000-8000-000000000000"
    assert changed(xero, unknown, Status="VOIDED") == [
        "An existing Invoice with the specified InvoiceID could not be found"
    ]
    assert xero.call("POST", f"Invoices/{unknown}", json={"Status": "VOIDED"}).status_code == 404


def test_lines_left_out_of_an_update_are_removed(xero: Bookkeeper) -> None:
    made = xero.posted("L-1", LineItems=[line(), line(UnitAmount=50)])
    kept = made["LineItems"][1]["LineItemID"]
    lines = [{"LineItemID": kept, "Quantity": 2}, line(UnitAmount=1)]
    answer = xero.one("POST", "Invoices", InvoiceID=made["InvoiceID"], LineItems=lines)
    assert [row["LineAmount"] for row in answer["LineItems"]] == [100.0, 1.0]
    assert answer["LineItems"][0]["LineItemID"] == kept


def test_a_payment_pays_the_invoice_and_its_removal_opens_it_again(xero: Bookkeeper) -> None:
    xero.posted("M-1")
    part = xero.door("payments", invoice="M-1", amount=15)
    assert status(xero, "M-1") == ("AUTHORISED", 100.0)
    rest = xero.door("payments", invoice="M-1", date="2026-11-20")
    assert status(xero, "M-1") == ("PAID", 0.0)
    xero.door("edit", entity="Payments", id=rest["PaymentID"], fields={"Status": "DELETED"})
    assert status(xero, "M-1") == ("AUTHORISED", 100.0)
    found = {row["PaymentID"]: row["Status"] for row in xero.rows("Payments")}
    assert found == {part["PaymentID"]: "AUTHORISED", rest["PaymentID"]: "DELETED"}


def test_more_than_is_due_cannot_be_paid(xero: Bookkeeper) -> None:
    xero.posted("M-2")
    answer = xero.client.post("/_sandbox/payments", json={"invoice": "M-2", "amount": 116})
    assert answer.status_code == 400
    assert "exceeds the amount outstanding" in answer.json["error"]


def test_an_invoice_with_a_payment_keeps_its_amounts(xero: Bookkeeper) -> None:
    made = xero.posted("M-3")
    xero.door("payments", invoice="M-3", amount=15)
    row = made["LineItems"][0]["LineItemID"]
    dearer = [{"LineItemID": row, "UnitAmount": 200}]
    reworded = [{"LineItemID": row, "Description": "Remote support, October"}]
    assert changed(xero, made["InvoiceID"], LineItems=dearer) == [
        "This document cannot be edited as it has a payment or credit note allocated to it."
    ]
    assert changed(xero, made["InvoiceID"], LineItems=[line()]) == [
        " To update fields on a paid invoice line item, you must supply a LineItemID"
    ]
    assert changed(xero, made["InvoiceID"], LineItems=reworded, Reference="R") == []


def test_an_invoice_with_a_payment_cannot_be_voided(xero: Bookkeeper) -> None:
    made = xero.posted("M-4")
    xero.door("payments", invoice="M-4", amount=15)
    assert changed(xero, made["InvoiceID"], Status="VOIDED") == [
        (
            "The status VOIDED cannot be applied to the invoice because it has payments or "
            "credit notes allocated to it."
        )
    ]


def test_a_lock_date_moved_forward_closes_what_lies_before_it(xero: Bookkeeper) -> None:
    made = xero.posted("M-5")
    xero.door("edit", entity="Organisation", fields={"PeriodLockDate": "2026-11-15"})
    assert changed(xero, made["InvoiceID"], Status="VOIDED") == [
        (
            "This document cannot be edited as it is currently dated before the period lock date, "
            "currently set at 15-Nov-2026"
        )
    ]


def test_an_account_that_the_bookkeeper_restores_is_usable_at_once(xero: Bookkeeper) -> None:
    lines = [line(AccountCode="204")]
    assert xero.complaints("U-1", LineItems=lines)
    xero.door("edit", entity="Accounts", id="204", fields={"Status": "ACTIVE"})
    assert xero.complaints("U-1", LineItems=lines) == []
