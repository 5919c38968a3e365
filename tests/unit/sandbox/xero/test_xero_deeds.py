"""The bookkeeper at the door: bound by Xero's rules, told in Xero's words."""

from typing import Any

import pytest

from tests.unit.sandbox.xero.conftest import Bookkeeper, line


def refused(xero: Bookkeeper, deed: str, **sent: Any) -> str:
    answer = xero.client.post(f"/_sandbox/bookkeeper/{deed}", json=sent)
    assert answer.status_code == 400
    return str(answer.json["error"])


def test_a_document_is_approved_edited_and_voided(xero: Bookkeeper) -> None:
    xero.posted("I-1", Status="DRAFT")
    assert xero.door("bookkeeper/approve", document="I-1")["Status"] == "AUTHORISED"
    edited = xero.door(
        "bookkeeper/edit", document="I-1", fields={"LineItems": [line(UnitAmount=7)]}
    )
    assert edited["Total"] == 8.05
    assert xero.door("bookkeeper/void", document="I-1")["Status"] == "VOIDED"
    assert refused(xero, "void", document="I-1") == "Invoice not of valid status for modification"


def test_a_voided_document_keeps_its_amounts(xero: Bookkeeper) -> None:
    xero.posted("I-1")
    voided = xero.door("bookkeeper/void", document="I-1")
    assert (voided["Total"], voided["AmountDue"]) == (115.0, 115.0)


def test_a_payment_goes_and_comes_back(xero: Bookkeeper) -> None:
    xero.posted("I-1")
    paid = xero.door("bookkeeper/pay", document="I-1", amount=15, date="2026-11-03")
    assert (paid["Amount"], paid["DateString"]) == (15.0, "2026-11-03T00:00:00")
    assert xero.door("bookkeeper/reverse", payment=paid["PaymentID"])["Status"] == "DELETED"
    assert refused(xero, "pay", document="I-1", amount=1000) == (
        "Payment amount exceeds the amount outstanding on this document."
    )


def test_lock_dates_are_set_and_taken_away(xero: Bookkeeper) -> None:
    xero.door("bookkeeper/lock_dates", period="2026-11-05", end_of_year="2026-03-31")
    assert xero.complaints(Date="2026-11-05") == [
        "The document date cannot be before the period lock date, currently set at 05-Nov-2026"
    ]
    xero.door("bookkeeper/lock_dates", period=None)
    assert xero.complaints("T-2", Date="2026-11-05") == []


@pytest.mark.parametrize("status", ["AUTHORISED", "VOIDED"])
def test_a_locked_document_is_neither_edited_nor_voided(xero: Bookkeeper, status: str) -> None:
    made = xero.posted("I-1")
    xero.door("bookkeeper/lock_dates", period="2026-11-05")
    change = {"Reference": "new"} if status == "AUTHORISED" else {"Status": status}
    changed = xero.one("POST", f"Invoices/{made['InvoiceID']}", **change)
    assert changed["ValidationErrors"][0]["Message"] == (
        "This document cannot be edited as it is currently dated before the period lock date, "
        "currently set at 05-Nov-2026"
    )


def test_archived_contacts_are_closed_for_edits_and_documents(xero: Bookkeeper) -> None:
    key = xero.contact_id()
    xero.door("bookkeeper/archive_contact", contact=key)
    [edited] = xero.each("POST", "Contacts", {"ContactID": key, "EmailAddress": "a@b.test"})
    assert edited["ValidationErrors"][0]["Message"] == (
        "The specified contact details matched an archived contact. Archived contacts cannot "
        "currently be edited via the API."
    )
    assert xero.complaints(Contact={"ContactID": key})


def test_a_merge_moves_documents_and_names_the_survivor(xero: Bookkeeper) -> None:
    made = xero.posted("I-1")
    merged = made["Contact"]["ContactID"]
    survivor = xero.door("bookkeeper/merge_contacts", contact=merged)
    [single] = xero.rows(f"Contacts/{merged}")
    assert (single["ContactStatus"], single["MergedToContactID"]) == (
        "ARCHIVED",
        survivor["ContactID"],
    )
    [invoice] = xero.rows("Invoices/I-1")
    assert invoice["Contact"]["ContactID"] == survivor["ContactID"]
    unpaged = xero.rows(f"Contacts?includeArchived=true&IDs={merged}")
    paged = xero.rows(f"Contacts?includeArchived=true&IDs={merged}&page=1")
    assert ["MergedToContactID" in row for row in (*unpaged, *paged)] == [False, True]


def test_archiving_an_account_is_noticed_by_the_next_invoice(xero: Bookkeeper) -> None:
    xero.door("bookkeeper/archive_account", code="220")
    xero.door("bookkeeper/delete_tax", tax_type="OUTPUT2")
    assert len(xero.complaints()) == 2


@pytest.mark.parametrize(
    ("deed", "sent", "words"),
    [
        ("sing", {}, "A bookkeeper does no sing"),
        ("pay", {"document": "nothing"}, "There is no invoice"),
        ("pay", {}, "document is missing."),
        ("edit", {"document": "x"}, "fields must be an object"),
        ("reverse", {"payment": "x"}, "There is no payment"),
        ("archive_contact", {"contact": "nobody"}, "There is no contact"),
        ("archive_account", {"code": "nothing"}, "There is no account"),
        ("delete_tax", {"tax_type": "nothing"}, "There is no tax rate"),
        ("lock_dates", {"year": "2026-01-01"}, "Send period, end_of_year or both"),
        ("lock_dates", {"period": "soon"}, "A date must look like"),
    ],
)
def test_nonsense_is_refused_with_a_sentence(
    xero: Bookkeeper, deed: str, sent: dict[str, Any], words: str
) -> None:
    assert refused(xero, deed, **sent).startswith(words)
