"""What Xero refuses, in its own words."""

from typing import Any

import pytest

from tests.unit.sandbox.xero.conftest import Bookkeeper, line

ZERO = "00000000-0000-0000-0000-000000000000"


def archived_contact(xero: Bookkeeper) -> str:
    rows = xero.rows("Contacts?includeArchived=true")
    return next(str(row["ContactID"]) for row in rows if row["ContactStatus"] == "ARCHIVED")


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"CurrencyCode": "EUR"}, "Organisation is not subscribed to currency EUR"),
        (
            {"Date": "2025-11-30"},
            "The document date cannot be before the period lock date, currently set at 30-Nov-2025",
        ),
        ({"DueDate": None}, "The document DueDate field must be specified."),
        ({"LineItems": []}, "One or more line items must be specified"),
        ({"Contact": None}, "A Contact must be specified for this type of transaction"),
        (
            {"Contact": {}},
            (
                "The Contact must contain at least 1 of the following elements to identify the "
                "contact: Name, ContactID, ContactNumber"
            ),
        ),
        ({"Type": "ACCRECCREDIT"}, "Invoice not of valid type for creation"),
        ({"Status": "PAID"}, "Invoice not of valid status for creation"),
        ({"Url": "/invoices/1"}, "Url must be a valid absolute URL."),
        ({"Url": "https://xero.example/1"}, "Url cannot contain the word 'xero'."),
        ({"InvoiceNumber": "N" * 256}, "InvoiceNumber must be 255 characters or less."),
    ],
)
def test_a_document_that_breaks_a_rule_is_refused(
    xero: Bookkeeper, fields: dict[str, Any], complaint: str
) -> None:
    assert xero.complaints(**fields) == [complaint]


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"AccountCode": "999"}, "Account code '999' is not a valid code for this document."),
        ({"AccountCode": "610"}, "Account code '610' is not a valid code for this document."),
        ({"AccountCode": "090"}, "Account code '090' is not a valid code for this document."),
        (
            {"AccountCode": "204"},
            (
                "Account code '204' has been archived, or has been deleted. "
                "Each line item must reference a valid account."
            ),
        ),
        ({"AccountCode": None}, "Account code must be specified"),
        (
            {"AccountCode": "835"},
            "The TaxType code 'OUTPUT2' cannot be used with account code '835'.",
        ),
        (
            {"TaxType": "INPUT2"},
            "The TaxType code INPUT2 does not exist or cannot be used for this type of transaction.",
        ),
        (
            {"TaxType": "OUTPUT"},
            "The TaxType code OUTPUT does not exist or cannot be used for this type of transaction.",
        ),
        ({"Description": ""}, "Description must be specified"),
    ],
)
def test_a_line_that_breaks_a_rule_is_refused(
    xero: Bookkeeper, fields: dict[str, Any], complaint: str
) -> None:
    assert xero.complaints(LineItems=[line(**fields)]) == [complaint]


def test_the_first_day_after_the_lock_date_is_open(xero: Bookkeeper) -> None:
    assert xero.complaints(Date="2025-12-01") == []


def test_the_year_end_lock_is_named_before_the_period_lock(xero: Bookkeeper) -> None:
    xero.door("edit", entity="Organisation", fields={"EndOfYearLockDate": "2026-03-31"})
    assert xero.complaints(Date="2025-11-01") == [
        "The document date cannot be before the end of year lock date, currently set at 31-Mar-2026"
    ]


def test_a_draft_with_an_unknown_account_is_accepted_with_a_warning(xero: Bookkeeper) -> None:
    sent = xero.invoice("D-1", Status="DRAFT", LineItems=[line(AccountCode="476")])
    [made] = xero.each("PUT", "Invoices", sent)
    assert made["StatusAttributeString"] == "WARNING"
    assert made["Warnings"] == [
        {
            "Message": "Account code '476' has been removed as it does not match "
            "a recognised account."
        }
    ]


def test_a_line_may_be_a_description_and_nothing_else(xero: Bookkeeper) -> None:
    made = xero.posted("D-2", LineItems=[{"Description": "As agreed:"}, line()])
    assert set(made["LineItems"][0]) == {"Description", "Tracking", "LineItemID"}


def test_a_missing_tax_type_is_the_accounts_own(xero: Bookkeeper) -> None:
    sent = line()
    del sent["TaxType"]
    assert xero.posted("D-3", LineItems=[sent])["LineItems"][0]["TaxType"] == "OUTPUT2"


def test_a_document_for_an_archived_contact_is_refused(xero: Bookkeeper) -> None:
    assert xero.complaints(Contact={"ContactID": archived_contact(xero)}) == [
        (
            "The contact with the specified contact details has been archived. The contact must be "
            "un-archived before creating new invoices or credit notes"
        )
    ]


def test_an_unknown_contact_name_on_a_document_creates_that_contact(xero: Bookkeeper) -> None:
    made = xero.posted("C-1", Contact={"Name": "Brand New Limited"})
    assert made["Contact"]["IsCustomer"] is True
    assert xero.rows('Contacts?where=Name=="brand new limited"')


def test_a_refused_document_does_not_leave_its_contact_behind(xero: Bookkeeper) -> None:
    assert xero.complaints(Contact={"Name": "Never Limited"}, CurrencyCode="EUR")
    assert xero.rows('Contacts?where=Name=="Never Limited"') == []


def test_another_contact_field_on_a_document_edits_the_contact(xero: Bookkeeper) -> None:
    contact_id = xero.contact_id()
    xero.posted("C-2", Contact={"ContactID": contact_id, "EmailAddress": "lost@example.com"})
    [contact] = xero.rows(f"Contacts/{contact_id}")
    assert contact["EmailAddress"] == "lost@example.com"


def test_a_missing_number_is_generated_for_sales_only(xero: Bookkeeper) -> None:
    sale = xero.posted("", InvoiceNumber=None)
    bill = xero.posted(
        "", InvoiceNumber=None, Type="ACCPAY", LineItems=[line(AccountCode="429", TaxType="INPUT2")]
    )
    assert (sale["InvoiceNumber"], bill["InvoiceNumber"]) == ("INV-0001", "")


def test_a_bill_drops_its_reference(xero: Bookkeeper) -> None:
    bill = xero.posted(
        "B-1",
        Type="ACCPAY",
        Reference="kept?",
        LineItems=[line(AccountCode="429", TaxType="INPUT2")],
    )
    assert bill["Reference"] == ""


def test_commas_in_numbers_are_accepted(xero: Bookkeeper) -> None:
    assert xero.posted("20261101,1")["InvoiceNumber"] == "20261101,1"


def test_a_refused_element_echoes_what_was_sent_with_a_zero_id(xero: Bookkeeper) -> None:
    [made] = xero.each("PUT", "Invoices", xero.invoice("E-1", CurrencyCode="EUR"))
    assert made["InvoiceID"] == ZERO
    assert made["HasErrors"] is True
    assert (made["InvoiceNumber"], made["Total"], made["Status"]) == ("E-1", 115.0, "AUTHORISED")
    assert "AmountDue" not in made
    assert "UpdatedDateUTC" not in made


def test_tracking_that_does_not_exist_is_dropped_silently(xero: Bookkeeper) -> None:
    pairs = [{"Name": "Region", "Option": "North Island"}, {"Name": "Region", "Option": "Mars"}]
    [row] = xero.posted("K-1", LineItems=[line(Tracking=pairs)])["LineItems"]
    assert [pair["Option"] for pair in row["Tracking"]] == ["North Island"]


def test_tracking_as_an_object_breaks_the_server(xero: Bookkeeper) -> None:
    sent = xero.invoice("K-2", LineItems=[line(Tracking={"Name": "Region", "Option": "Mars"})])
    answer = xero.call("PUT", "Invoices", json={"Invoices": [sent]})
    assert answer.status_code == 500


def test_somebody_without_approval_rights_gets_a_draft_back(xero: Bookkeeper) -> None:
    waiting = xero.posted("R-0", Status="DRAFT")
    order = {"Contact": waiting["Contact"], "LineItems": [line(TaxType="NONE")]}
    xero.door("switches", approval_rights=False)
    assert xero.posted("R-1")["Status"] == "DRAFT"
    approved = xero.one("POST", f"Invoices/{waiting['InvoiceID']}", Status="AUTHORISED")
    assert approved["Status"] == "DRAFT"
    [made] = xero.each("PUT", "PurchaseOrders", {**order, "Status": "AUTHORISED"})
    assert made["Status"] == "DRAFT"
    assert xero.door("bookkeeper/approve", document="R-1")["Status"] == "AUTHORISED"
    actions = {
        row["Name"]: row["Status"] for row in xero.get("Organisation/Actions").json["Actions"]
    }
    assert actions["ApproveInvoice"] == "NOT-ALLOWED"


def test_an_invoice_cannot_be_marked_sent_before_it_is_approved(xero: Bookkeeper) -> None:
    [made] = xero.each("PUT", "Invoices", xero.invoice("S-1", Status="DRAFT", SentToContact=True))
    assert made["SentToContact"] is False
    assert made["Warnings"][0]["Message"].startswith("Only AUTHORISED invoices may have")


def test_credit_notes_follow_the_same_rules(xero: Bookkeeper) -> None:
    note = {
        "Type": "ACCRECCREDIT",
        "CreditNoteNumber": "CR-1",
        "Contact": {"ContactID": xero.contact_id()},
        "Date": "2026-11-01",
        "Status": "AUTHORISED",
        "LineItems": [line()],
    }
    made = xero.one("PUT", "CreditNotes", **note)
    again = xero.one("PUT", "CreditNotes", **note)
    discounted = xero.one(
        "PUT",
        "CreditNotes",
        **{**note, "CreditNoteNumber": "CR-2", "LineItems": [line(DiscountRate=5)]},
    )
    assert (made["RemainingCredit"], made["ID"]) == (115.0, made["CreditNoteID"])
    assert "Url" not in made
    assert again["ValidationErrors"] == [{"Message": "Credit Note # must be unique."}]
    assert discounted["HasErrors"] is True


def first_message(row: dict[str, Any]) -> str:
    return str(row["ValidationErrors"][0]["Message"])


@pytest.mark.parametrize(
    ("entity", "field", "title"),
    [("Invoices", "InvoiceID", "Invoice"), ("CreditNotes", "CreditNoteID", "Credit Note")],
)
def test_an_unknown_id_in_the_body_is_named(
    xero: Bookkeeper, entity: str, field: str, title: str
) -> None:
    unknown = {field: "297c2dc5-cc47-4afd-8ec8-74990b8761e9", "Reference": "x"}
    assert first_message(xero.one("POST", entity, **unknown)) == (
        f"An existing {title} with the specified {field} could not be found"
    )


def test_a_document_in_a_closed_year_cannot_be_edited(xero: Bookkeeper) -> None:
    made = xero.posted("Y-1")
    xero.door("bookkeeper/lock_dates", end_of_year="2026-11-30")
    changed = xero.one("POST", f"Invoices/{made['InvoiceID']}", Reference="new")
    assert first_message(changed) == (
        "This document cannot be edited as it is currently dated before the end of year lock date, "
        "currently set at 30-Nov-2026"
    )


def test_a_description_has_four_thousand_characters_at_most(xero: Bookkeeper) -> None:
    assert xero.complaints("L-1", LineItems=[line(Description="d" * 4000)]) == []
    assert xero.complaints("L-2", LineItems=[line(Description="d" * 4001)]) == [
        "Description must be less than or equal to 4000 characters."
    ]


def test_a_contact_name_has_no_angle_brackets(xero: Bookkeeper) -> None:
    assert first_message(xero.one("PUT", "Contacts", Name="A <B>")) == (
        "The contact name cannot contain any of the following characters: < >"
    )


@pytest.mark.parametrize(("entity", "noun"), [("Invoices", "Invoice"), ("Contacts", "Contact")])
def test_an_empty_body_is_refused_in_xeros_spelling(
    xero: Bookkeeper, entity: str, noun: str
) -> None:
    answer = xero.call("PUT", entity, data=b"")
    assert (answer.status_code, answer.json["Type"]) == (400, "NoDataProcessedException")
    assert answer.json["Message"] == (
        "No data has been processed for this endpoint. This endpoint is expecting "
        f"{noun} data to be specifed in the request body."
    )
