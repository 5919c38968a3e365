"""The texts are Xero's own, as seen on the wire (reference/xero-api.md, section 8)."""

import pytest

from core.domain.refusals import asks_for_look_up, recognise

KNOWN = [
    ("Account code '300' is not a valid code for this document.", "ACCOUNT_INVALID", "300"),
    (
        (
            "Account code 'X' has been archived, or has been deleted. Each line item must reference a "
            "valid account."
        ),
        "ACCOUNT_ARCHIVED",
        "account X",
    ),
    ("Account code must be specified", "ACCOUNT_MISSING", "account on every line"),
    ("Account must be valid.", "ACCOUNT_INVALID", "(unknown)"),
    ("Tax rate must be valid.", "TAX_TYPE_UNKNOWN", "(unknown)"),
    (
        "The TaxType code 'OUTPUT' cannot be used with account code '200'.",
        "TAX_TYPE_MISMATCH",
        "tax rate OUTPUT with account 200",
    ),
    (
        "The TaxType code NONE does not exist or cannot be used for this type of transaction.",
        "TAX_TYPE_UNKNOWN",
        "Tax rate NONE",
    ),
    (
        (
            "The contact with the specified contact details has been archived. The contact must be "
            "un-archived before creating new invoices or credit notes"
        ),
        "CONTACT_ARCHIVED",
        "Aroha Dental",
    ),
    (
        (
            "The specified contact details matched an archived contact. Archived contacts cannot "
            "currently be edited via the API."
        ),
        "CONTACT_ARCHIVED",
        "Aroha Dental",
    ),
    (
        (
            "The document date cannot be before the end of year lock date, currently set at "
            "31-Jul-2013"
        ),
        "PERIOD_LOCKED",
        "lock date 31-Jul-2013",
    ),
    (
        "The document date cannot be before the period lock date, currently set at 31-Mar-2026",
        "PERIOD_LOCKED",
        "lock date 31-Mar-2026",
    ),
    (
        "Invoice INV-1 cannot be edited as it is currently dated before the end of year lock date",
        "PERIOD_LOCKED",
        "2026-11-20",
    ),
    ("Organisation is not subscribed to currency EUR", "CURRENCY_NOT_SUBSCRIBED", "EUR"),
    ("Users Organisation is not subscribed to currency NZD", "CURRENCY_NOT_SUBSCRIBED", "NZD"),
    (
        "The current organisation is not subscribed to currency 'EUR'.",
        "CURRENCY_NOT_SUBSCRIBED",
        "EUR",
    ),
    ("Tax amount cannot be greater than the line amount", "TAX_TOO_LARGE", "larger"),
    ("Invoice not of valid status for modification", "DOCUMENT_LOCKED", "does not allow"),
    (
        "This document cannot be edited as it has a payment or credit note allocated to it.",
        "DOCUMENT_LOCKED",
        "payment or credit",
    ),
    (
        (
            "The status VOIDED cannot be applied to the invoice because it has payments or credit "
            "notes allocated to it."
        ),
        "DOCUMENT_LOCKED",
        "payment or credit",
    ),
    ("You have reached the limit of invoices you can approve", "PLAN_LIMIT", "Xero plan"),
]
UNKNOWN = [
    "One or more line items must be specified",
    "A Contact must be specified for this type of transaction",
    (
        "The Contact must contain at least 1 of the following elements to identify the contact: Name, "
        "ContactID, ContactNumber"
    ),
    "The document DueDate field must be specified.",
    "The line total 1.00 does not match the expected line total 100.00",
    "The document total does not equal the sum of the lines.",
    "Invoice not of valid status for creation",
    "Invoice not of valid type for creation",
    " To update fields on a paid invoice line item, you must supply a LineItemID",
    "An existing Invoice with the specified InvoiceID could not be found",
    "The document with the supplied id was not found for this endpoint.",
    "Email address must be valid.",
    "Idempotency Key: 4f2 is used with a different request.",
]
ABOUT = {"issued_on": "2026-11-20", "company": "Aroha Dental", "number": "INV-1"}


@pytest.mark.parametrize(("text", "code", "said"), KNOWN, ids=[text[:40] for text, *_ in KNOWN])
def test_a_refusal_seen_on_the_wire_becomes_its_cause_with_the_real_values(
    text: str, code: str, said: str
) -> None:
    fault = recognise([text], **ABOUT)
    assert fault.code == code
    assert said in fault.message
    assert fault.vendor_text == text


@pytest.mark.parametrize("text", UNKNOWN)
def test_a_text_that_no_pattern_knows_is_shown_unchanged(text: str) -> None:
    fault = recognise([text])
    assert fault.code == "XERO_REFUSED"
    assert fault.vendor_text == text


def test_the_first_reason_that_is_known_names_the_cause_and_all_are_shown() -> None:
    reasons = [
        "Something Xero never said before.",
        "Account code '476' is not a valid code for this document.",
        "Tax amount cannot be greater than the line amount",
    ]
    fault = recognise(reasons)
    assert fault.code == "ACCOUNT_INVALID"
    assert fault.vendor_text.splitlines() == reasons


def test_what_xero_names_wins_over_what_the_document_says() -> None:
    fault = recognise(["Organisation is not subscribed to currency EUR"], currency="USD")
    assert "EUR" in fault.title
    assert "USD" not in fault.message


@pytest.mark.parametrize(
    "text",
    [
        "Invoice # must be unique.",
        "Credit Note # must be unique.",
        "Order number must be unique",
        "INVOICE # MUST BE UNIQUE.",
        (
            "The contact name X is already assigned to another contact. The contact name must be "
            "unique across all active contacts."
        ),
    ],
)
def test_must_be_unique_is_a_question_and_not_an_error(text: str) -> None:
    assert asks_for_look_up([text])
    assert asks_for_look_up(["Something else", text])


@pytest.mark.parametrize("text", [text for text, *_ in KNOWN] + UNKNOWN)
def test_no_other_refusal_asks_for_a_look_up(text: str) -> None:
    assert not asks_for_look_up([text])
