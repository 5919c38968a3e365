"""Bills: numbers that repeat, references that vanish, and the trap of updating by number."""

from typing import Any

from tests.unit.sandbox.xero.conftest import Bookkeeper, line


def cost(**fields: Any) -> dict[str, Any]:
    return line(AccountCode="429", TaxType="INPUT2", **fields)


def billed(xero: Bookkeeper, number: str, **fields: Any) -> Any:
    return xero.posted(number, Type="ACCPAY", LineItems=[cost()], **fields)


def two_suppliers(xero: Bookkeeper) -> tuple[str, str]:
    made = xero.each("PUT", "Contacts", {"Name": "First Supply"}, {"Name": "Second Supply"})
    first, second = (str(contact["ContactID"]) for contact in made)
    return first, second


def test_two_bills_may_have_one_number(xero: Bookkeeper) -> None:
    first, second = two_suppliers(xero)
    one = billed(xero, "B-1", Contact={"ContactID": first})
    two = billed(xero, "B-1", Contact={"ContactID": second})
    again = billed(xero, "B-1", Contact={"ContactID": first})
    assert len({one["InvoiceID"], two["InvoiceID"], again["InvoiceID"]}) == 3


def test_a_bill_reads_its_reference_back_empty_and_keeps_its_link(xero: Bookkeeper) -> None:
    billed(xero, "B-1", Reference="mine", Url="https://psa.example/po/7")
    [single] = xero.rows("Invoices/B-1")
    [listed] = xero.rows('Invoices?where=Type=="ACCPAY"&page=1')
    assert (single["Reference"], listed["Reference"]) == ("", "")
    assert (single["Url"], listed["Url"]) == ("https://psa.example/po/7",) * 2


def test_a_bill_without_number_gets_none(xero: Bookkeeper) -> None:
    assert billed(xero, "", InvoiceNumber=None)["InvoiceNumber"] == ""


def test_posting_a_bill_by_number_overwrites_another_suppliers_bill(xero: Bookkeeper) -> None:
    first, second = two_suppliers(xero)
    one = billed(xero, "B-1", Contact={"ContactID": first})
    sent = xero.invoice("B-1", Type="ACCPAY", LineItems=[cost()], Contact={"ContactID": second})
    two = xero.one("POST", "Invoices", **sent)
    assert two["InvoiceID"] == one["InvoiceID"]
    assert two["Contact"]["ContactID"] == second


def test_a_bill_takes_no_discount(xero: Bookkeeper) -> None:
    assert xero.complaints(Type="ACCPAY", LineItems=[cost(DiscountRate=5)]) == [
        "Discounts can only be applied to sales invoices and quotes."
    ]


def test_a_bill_refuses_the_tax_of_sales(xero: Bookkeeper) -> None:
    complaints = xero.complaints(Type="ACCPAY", LineItems=[line(AccountCode="429")])
    assert complaints[0] == (
        "The TaxType code OUTPUT2 does not exist or cannot be used for this type of transaction."
    )


def test_a_bill_makes_its_contact_a_supplier(xero: Bookkeeper) -> None:
    first, _ = two_suppliers(xero)
    billed(xero, "B-1", Contact={"ContactID": first})
    [contact] = xero.rows(f"Contacts/{first}")
    assert (contact["IsSupplier"], contact["IsCustomer"]) == (True, False)


def test_numbers_that_xero_chooses_skip_those_that_are_taken(xero: Bookkeeper) -> None:
    xero.posted("INV-0002")
    chosen = [xero.posted("")["InvoiceNumber"] for _ in range(2)]
    assert chosen == ["INV-0001", "INV-0003"]


def test_credit_notes_to_suppliers_may_share_a_number(xero: Bookkeeper) -> None:
    note = {
        "Type": "ACCPAYCREDIT",
        "CreditNoteNumber": "C-1",
        "Contact": {"ContactID": xero.contact_id()},
        "Date": "2026-11-01",
        "Status": "AUTHORISED",
        "Reference": "dropped",
        "LineItems": [cost()],
    }
    one, two = xero.each("PUT", "CreditNotes", note, note)
    assert one["CreditNoteID"] != two["CreditNoteID"]
    assert (one["Reference"], one["StatusAttributeString"]) == ("", "OK")


def test_a_credit_note_without_number_gets_one(xero: Bookkeeper) -> None:
    note = {
        "Type": "ACCRECCREDIT",
        "Contact": {"ContactID": xero.contact_id()},
        "Status": "DRAFT",
        "LineItems": [line()],
    }
    assert xero.one("PUT", "CreditNotes", **note)["CreditNoteNumber"] == "CN-0001"
