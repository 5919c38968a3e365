"""What hangs below a record: allocations, notes, files, the customer's link."""

import hashlib
from typing import Any

import pytest

from tests.unit.sandbox.xero.conftest import Bookkeeper

Row = dict[str, Any]


def messages(row: Row) -> list[str]:
    return [error["Message"] for error in row["ValidationErrors"]]


def credit(xero: Bookkeeper, number: str, **fields: Any) -> Row:
    note = {**xero.invoice("x"), "Type": "ACCRECCREDIT", "CreditNoteNumber": number, **fields}
    made: Row = xero.one("PUT", "CreditNotes", **note)
    assert made["StatusAttributeString"] == "OK", made
    return made


def allocate(xero: Bookkeeper, note: Row, invoice: Row, amount: float) -> Any:
    path = f"CreditNotes/{note['CreditNoteID']}/Allocations"
    sent = {"Amount": amount, "Date": "2026-11-02", "Invoice": {"InvoiceID": invoice["InvoiceID"]}}
    return xero.call("PUT", path, json={"Allocations": [sent]})


def test_an_allocation_lowers_both_sides(xero: Bookkeeper) -> None:
    invoice, note = xero.posted("I-1"), credit(xero, "C-1")
    answer = allocate(xero, note, invoice, 60.5)
    assert answer.status_code == 200
    [made] = answer.json["Allocations"]
    assert made["Amount"] == 60.5
    [open_invoice] = xero.rows("Invoices/I-1")
    [open_note] = xero.rows("CreditNotes/C-1")
    assert (open_invoice["AmountDue"], open_invoice["AmountCredited"]) == (54.5, 60.5)
    assert open_invoice["CreditNotes"][0]["AppliedAmount"] == 60.5
    assert "_allocation" not in open_invoice["CreditNotes"][0]
    assert open_note["RemainingCredit"] == 54.5
    assert [row["Invoice"]["InvoiceNumber"] for row in open_note["Allocations"]] == ["I-1"]


def test_a_whole_allocation_pays_and_taking_it_back_opens_again(xero: Bookkeeper) -> None:
    invoice, note = xero.posted("I-1"), credit(xero, "C-1")
    [made] = allocate(xero, note, invoice, 115).json["Allocations"]
    [paid] = xero.rows("Invoices/I-1")
    assert paid["Status"] == "PAID"
    path = f"CreditNotes/{note['CreditNoteID']}/Allocations/{made['AllocationID']}"
    assert xero.call("DELETE", path).json["IsDeleted"] is True
    [again] = xero.rows("Invoices/I-1")
    [note] = xero.rows("CreditNotes/C-1")
    assert (again["Status"], again["AmountDue"]) == ("AUTHORISED", 115.0)
    assert (note["Status"], note["RemainingCredit"], note["Allocations"]) == (
        *("AUTHORISED", 115.0),
        [],
    )


@pytest.mark.parametrize(
    ("amount", "fields", "complaint"),
    [
        (500, {}, "The amount exceeds the remaining credit of this credit note"),
        (1, {"Status": "DRAFT"}, "Credit notes can only be allocated to Authorised documents"),
    ],
)
def test_what_cannot_be_allocated(
    xero: Bookkeeper, amount: float, fields: Row, complaint: str
) -> None:
    invoice, note = xero.posted("I-1"), credit(xero, "C-1", **fields)
    refused = allocate(xero, note, invoice, amount)
    assert refused.status_code == 400
    assert messages(refused.json["Elements"][0]) == [complaint]


def test_an_allocated_credit_note_freezes_the_invoice_and_its_contact(xero: Bookkeeper) -> None:
    invoice, note = xero.posted("I-1"), credit(xero, "C-1")
    allocate(xero, note, invoice, 10)
    [other] = xero.each("PUT", "Contacts", {"Name": "Other Limited"})
    path = f"Invoices/{invoice['InvoiceID']}"
    moved = xero.one("POST", path, Contact={"ContactID": other["ContactID"]})
    voided = xero.one("POST", path, Status="VOIDED")
    assert messages(moved) == [
        "This document cannot be edited as it has a payment or credit note allocated to it."
    ]
    assert messages(voided)[0].startswith("The status VOIDED cannot be applied to the invoice")


@pytest.mark.parametrize("entity", ["Invoices", "Contacts"])
def test_notes_are_added_and_listed(xero: Bookkeeper, entity: str) -> None:
    own = xero.posted("I-1")
    key = own["InvoiceID"] if entity == "Invoices" else own["Contact"]["ContactID"]
    body = {"HistoryRecords": [{"Details": "Posted by Counterfoil"}]}
    added = xero.call("PUT", f"{entity}/{key}/History", json=body).json["HistoryRecords"]
    assert list(added[0]) == ["DateUTCString", "DateUTC", "Details", "ValidationErrors"]
    [listed] = xero.get(f"{entity}/{key}/History").json["HistoryRecords"]
    assert (listed["Details"], listed["User"]) == ("Posted by Counterfoil", "System Generated")


def test_a_note_that_is_too_long_or_nothing_is_refused(xero: Bookkeeper) -> None:
    key = xero.posted("I-1")["InvoiceID"]
    for details in ("n" * 2501, ""):
        body = {"HistoryRecords": [{"Details": details}]}
        assert xero.call("PUT", f"Invoices/{key}/History", json=body).status_code == 400
    assert xero.get(f"Invoices/{key}/History").json["HistoryRecords"] == []


def test_a_file_with_the_same_name_replaces(xero: Bookkeeper) -> None:
    key = xero.posted("I-1")["InvoiceID"]
    path, headers = f"Invoices/{key}/Attachments/a b.pdf", {"Content-Type": "application/pdf"}
    first = xero.call("PUT", path, data=b"one", headers=headers).json["Attachments"][0]
    query = {"IncludeOnline": "true"}
    second = xero.call("PUT", path, data=b"other", headers=headers, query_string=query)
    [row] = second.json["Attachments"]
    assert row["AttachmentID"] == first["AttachmentID"]
    assert (row["ContentLength"], row["MimeType"], row["IncludeOnline"]) == (
        *(5, "application/pdf"),
        True,
    )
    assert xero.call("GET", path, headers={"Accept": "*/*"}).data == b"other"
    [single] = xero.rows("Invoices/I-1")
    assert single["HasAttachments"] is True
    assert [file["FileName"] for file in single["Attachments"]] == ["a b.pdf"]


def test_a_second_file_of_the_name_may_stand_beside_the_first(xero: Bookkeeper) -> None:
    xero.door("switches", repeated_file_name="beside")
    key = xero.posted("I-1")["InvoiceID"]
    path = f"Invoices/{key}/Attachments/a.pdf"
    for method, content in (("PUT", b"one"), ("PUT", b"two"), ("POST", b"three")):
        assert xero.call(method, path, data=content).status_code == 200
    files = xero.get(f"Invoices/{key}/Attachments").json["Attachments"]
    assert {row["FileName"] for row in files} == {"a.pdf"}
    assert sorted(row["ContentLength"] for row in files) == [3, 5]


def test_a_file_of_any_bytes_shows_in_the_state_by_its_content(xero: Bookkeeper) -> None:
    content = bytes(range(256))
    note = credit(xero, "C-1")
    path = f"CreditNotes/{note['CreditNoteID']}/Attachments/a.pdf"
    headers = {"Content-Type": "application/pdf"}
    assert xero.call("POST", path, data=content, headers=headers).status_code == 200
    [file] = xero.state()["Attachments"]
    assert file["SHA256"] == hashlib.sha256(content).hexdigest()
    assert (file["OwnerID"], file["MimeType"]) == (note["CreditNoteID"], "application/pdf")


def test_the_same_key_and_bytes_get_the_same_answer(xero: Bookkeeper) -> None:
    key = xero.posted("I-1")["InvoiceID"]
    path, headers = f"Invoices/{key}/Attachments/a.pdf", {"Idempotency-Key": "k1"}
    xero.door("switches", repeated_file_name="beside")
    answers = [xero.call("PUT", path, data=b"one", headers=headers).json for _ in range(2)]
    assert answers[0] == answers[1]
    assert len(xero.state()["Attachments"]) == 1


def test_a_fault_for_files_leaves_invoices_alone(xero: Bookkeeper) -> None:
    key = xero.posted("I-1")["InvoiceID"]
    xero.door("faults", name="error_after_commit", endpoint="PUT Attachments", calls=1)
    assert xero.posted("I-2")["StatusAttributeString"] == "OK"
    path = f"Invoices/{key}/Attachments/a.pdf"
    assert xero.call("PUT", path, data=b"one").status_code == 500
    assert len(xero.state()["Attachments"]) == 1


@pytest.mark.parametrize("name", ["a:b.pdf", "a+b.pdf", "a|b.pdf"])
def test_a_file_name_with_forbidden_characters_is_refused(xero: Bookkeeper, name: str) -> None:
    key = xero.posted("I-1")["InvoiceID"]
    answer = xero.call("PUT", f"Invoices/{key}/Attachments/{name}", data=b"x")
    assert answer.status_code == 400


def test_a_record_has_at_most_ten_files(xero: Bookkeeper) -> None:
    key = xero.posted("I-1")["InvoiceID"]
    statuses = [
        xero.call("PUT", f"Invoices/{key}/Attachments/{number}.txt", data=b"x").status_code
        for number in range(11)
    ]
    assert statuses == [200] * 10 + [400]


def test_files_need_their_own_scope(stranger: Bookkeeper) -> None:
    stranger.connect(scope="openid offline_access accounting.contacts accounting.invoices")
    key = stranger.posted("I-1")["InvoiceID"]
    assert stranger.get(f"Invoices/{key}/Attachments").status_code == 401
    assert stranger.get(f"Invoices/{key}/History").status_code == 200


def test_a_customer_sees_approved_sales_invoices_only(xero: Bookkeeper) -> None:
    shown, hidden = xero.posted("I-1"), xero.posted("I-2", Status="DRAFT")
    answer = xero.get(f"Invoices/{shown['InvoiceID']}/OnlineInvoice")
    [row] = answer.json["OnlineInvoices"]
    assert row["OnlineInvoiceUrl"].startswith("https://in.xero.com/")
    assert xero.get(f"Invoices/{hidden['InvoiceID']}/OnlineInvoice").status_code == 404


def test_parts_of_what_is_not_there_are_a_404(xero: Bookkeeper) -> None:
    for path in ("Invoices/I-404/History", "Contacts/none/Attachments", "Invoices/x/Nothing"):
        assert xero.get(path).status_code == 404
