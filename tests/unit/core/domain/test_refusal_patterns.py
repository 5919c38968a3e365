"""Xero's texts as they stand in xero-api.md section 8, in 5, and in product-research.md (c)."""

import pytest

from core.domain.faults import CATALOGUE
from core.domain.refusal_patterns import REFUSALS
from core.domain.refusals import recognise

# What the document itself brings along.
ABOUT = {
    "number": "INV-1042", "company": "Aroha Dental", "currency": "NZD", "issued_on": "2026-11-20",
    "total": "115.00",
}  # fmt: skip

# Text, cause, and what of it a person has to read in the sentence.
SECTION_8 = [
    ("Invoice # must be unique.", "NUMBER_TAKEN", "INV-1042"),
    ("Credit Note # must be unique.", "NUMBER_TAKEN", "INV-1042"),
    ("Order number must be unique", "NUMBER_TAKEN", "INV-1042"),
    (
        "Account code '300' is not a valid code for this document.",
        "ACCOUNT_INVALID",
        "account 300",
    ),
    (
        (
            "Account code 'X' has been archived, or has been deleted. Each line item must reference a "
            "valid account."
        ),
        "ACCOUNT_ARCHIVED",
        "Account X",
    ),
    ("Account code must be specified", "ACCOUNT_MISSING", "on every line"),
    ("Account must be valid.", "ACCOUNT_INVALID", "does not say which one"),
    ("Tax rate must be valid.", "TAX_TYPE_UNKNOWN", "A tax rate of this document"),
    (
        "Account code '476' has been removed as it does not match a recognised account.",
        "ACCOUNT_REMOVED",
        "no active account 476",
    ),
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
    ("One or more line items must be specified", "LINES_MISSING", "no lines"),
    (
        "A Contact must be specified for this type of transaction",
        "CONTACT_MISSING",
        "Aroha Dental",
    ),
    (
        (
            "The Contact must contain at least 1 of the following elements to identify the contact: "
            "Name, ContactID, ContactNumber"
        ),
        "CONTACT_MISSING",
        "Aroha Dental",
    ),
    (
        (
            "The contact name Rata & Sons is already assigned to another contact. The contact name "
            "must be unique across all active contacts."
        ),
        "CONTACT_NAME_TAKEN",
        "“Rata & Sons”",
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
            "The contact with the specified contact details has been archived. The contact must be "
            "un-archived before creating new invoices or credit notes"
        ),
        "CONTACT_ARCHIVED",
        "Aroha Dental",
    ),
    ("The document DueDate field must be specified.", "DUE_DATE_MISSING", "due date"),
    (
        (
            "The document date cannot be before the end of year lock date, currently set at "
            "31-Jul-2013"
        ),
        "PERIOD_LOCKED",
        "dated 2026-11-20, and Xero's lock date is 31-Jul-2013",
    ),
    (
        "The document date cannot be before the period lock date, currently set at 1-Mar-2026",
        "PERIOD_LOCKED",
        "lock date is 1-Mar-2026",
    ),
    (
        "This document cannot be edited as it is currently dated before the end of year lock date",
        "PERIOD_LOCKED",
        "before Xero's lock date",
    ),
    ("Organisation is not subscribed to currency EUR", "CURRENCY_NOT_SUBSCRIBED", "EUR"),
    ("Users Organisation is not subscribed to currency USD", "CURRENCY_NOT_SUBSCRIBED", "USD"),
    (
        "The current organisation is not subscribed to currency 'EUR'.",
        "CURRENCY_NOT_SUBSCRIBED",
        "EUR",
    ),
    (
        "The line total 1.00 does not match the expected line total 100.00",
        "LINE_TOTAL_MISMATCH",
        "said 1.00 and Xero came to 100.00",
    ),
    (
        "The document total does not equal the sum of the lines.",
        "DOCUMENT_TOTAL_MISMATCH",
        "not the sum",
    ),
    ("Tax amount cannot be greater than the line amount", "TAX_TOO_LARGE", "larger"),
    ("Invoice not of valid status for creation", "STATUS_REFUSED", "in the status"),
    ("Invoice not of valid status for modification", "DOCUMENT_LOCKED", "does not allow"),
    ("Invoice not of valid type for creation", "STATUS_REFUSED", "of the type"),
    (
        "This document cannot be edited as it has a payment or credit note allocated to it.",
        "DOCUMENT_LOCKED",
        "payment or credit",
    ),
    *(
        (
            (
                f"The status {status} cannot be applied to the invoice because it has payments or "
                "credit notes allocated to it."
            ),
            "DOCUMENT_LOCKED",
            "payment or credit",
        )
        for status in ("VOIDED", "SUBMITTED", "AUTHORISED", "DRAFT")
    ),
    (
        " To update fields on a paid invoice line item, you must supply a LineItemID",
        "DOCUMENT_LOCKED",
        "payment or credit",
    ),
    (
        "An existing Invoice with the specified InvoiceID could not be found",
        "NOT_FOUND_IN_XERO",
        "INV-1042",
    ),
    (
        "An existing Credit Note with the specified CreditNoteID could not be found",
        "NOT_FOUND_IN_XERO",
        "INV-1042",
    ),
    (
        "The document with the supplied id was not found for this endpoint.",
        "NOT_FOUND_IN_XERO",
        "INV-1042",
    ),
    ("Email address must be valid.", "EMAIL_INVALID", "Aroha Dental"),
    ("You have reached the limit of invoices you can approve", "PLAN_LIMIT", "Xero plan"),
    (
        "Payments can only be made against Authorised documents",
        "PAYMENT_REFUSED",
        "not approved",
    ),
    (
        "Payment amount exceeds the amount outstanding on this document",
        "PAYMENT_TOO_LARGE",
        "Less is due",
    ),
    ("Price List Item with Code ''abc'' already exists", "ITEM_CODE_TAKEN", "Item code abc"),
    ("PurchaseOrder status change is invalid", "STATUS_CHANGE_REFUSED", "status"),
    ("Deleted PurchaseOrders cannot be updated", "ORDER_DELETED", "INV-1042"),
    (
        "Only AUTHORISED invoices may have SentToContact updated.",
        "SENT_FLAG_IGNORED",
        "only approved",
    ),
    (
        "Only AUTHORISED and BILLED purchase orders may have SentToContact updated.",
        "SENT_FLAG_IGNORED",
        "only approved",
    ),
    ("Idempotency Key: 4f2c is used with a different request.", "KEY_REUSED", "key"),
]
# Texts that other products' support pages quote (product-research.md c.1 to c.5).
SUPPORT_PAGES = [
    (
        "Account code 476 has been removed as it does not match an active account",
        "ACCOUNT_REMOVED",
        "no active account 476",
    ),
    ("Account code 300 is not a valid code for this document", "ACCOUNT_INVALID", "account 300"),
    ("Account code or ID must be specified", "ACCOUNT_MISSING", "on every line"),
    (
        "The quantity value '-2.0000' is invalid. Quantity must not be less than zero.",
        "QUANTITY_REFUSED",
        "quantity -2.0000",
    ),
    ("Quantity must not be zero when a price is given", "QUANTITY_REFUSED", "quantity"),
    ("Line total does not match expected line total", "LINE_TOTAL_MISMATCH", "not what Xero"),
    ("Description must be specified", "DESCRIPTION_MISSING", "description"),
    ("The description field is mandatory for each line item.", "DESCRIPTION_MISSING", "every line"),
    (
        "Description must be less than or equal to 4000 characters.",
        "TEXT_TOO_LONG",
        "Description takes 4000",
    ),
    ("The Name field must be 255 characters or less.", "TEXT_TOO_LONG", "Name takes 255"),
    ("Item code 'SRV-1' is not valid", "ITEM_CODE_INVALID", "Item code SRV-1"),
    ("Item code is empty", "ITEM_CODE_INVALID", "empty"),
    ("There are no items available to sell", "OUT_OF_STOCK", "none left"),
    ("Tax rate must be active", "TAX_TYPE_UNKNOWN", "was deleted"),
    ("Tax code '' does not exist", "TAX_TYPE_UNKNOWN", "A tax rate of this document"),
    ("TaxType cannot be used with account code", "TAX_TYPE_MISMATCH", "does not allow"),
    ("Contact name must be unique", "CONTACT_NAME_TAKEN", "name of Aroha Dental"),
    (
        "The Account Number already exists. Please enter a different Account Number.",
        "ACCOUNT_NUMBER_TAKEN",
        "Aroha Dental",
    ),
    (
        "Another contact has this contact number. Please enter a different contact number.",
        "CONTACT_NUMBER_TAKEN",
        "Aroha Dental",
    ),
    (
        "The contact number must be unique across all contacts.",
        "CONTACT_NUMBER_TAKEN",
        "Aroha Dental",
    ),
    (
        "Additional people cannot be added when the primary person has no email address set.",
        "PRIMARY_EMAIL_MISSING",
        "additional people",
    ),
    ("The contact name must be specified.", "CONTACT_NAME_INVALID", "Aroha Dental"),
    (
        "The contact name cannot contain any of the following characters: < >",
        "CONTACT_NAME_INVALID",
        "signs",
    ),
    (
        "An existing Contact with the specified ContactID could not be found",
        "CONTACT_MISSING",
        "Aroha Dental",
    ),
    (
        "The document date cannot be before the end of year lock date",
        "PERIOD_LOCKED",
        "before Xero's lock date",
    ),
    ("Account type is invalid for payment", "PAYMENT_ACCOUNT_INVALID", "payments"),
    ("Contact name already assigned / must be unique", "CONTACT_NAME_TAKEN", "name of Aroha"),
    ("Contact has been archived", "CONTACT_ARCHIVED", "archived"),
    ("Additional people need a primary e-mail", "PRIMARY_EMAIL_MISSING", "additional people"),
    ("E-mail address must be valid", "EMAIL_INVALID", "e-mail address"),
    ("Document date before the end-of-year lock date", "PERIOD_LOCKED", "lock date"),
    (
        "Document cannot be edited as it has a payment or credit note",
        "DOCUMENT_LOCKED",
        "change",
    ),
    ("Payment exceeds amount outstanding", "PAYMENT_TOO_LARGE", "payment"),
    ("Due date cannot be empty.", "DUE_DATE_MISSING", "due date"),
    (
        "The Total for this document must be greater than or equal to zero.",
        "TOTAL_NEGATIVE",
        "below zero",
    ),
    ("The document total must be greater than 0.", "TOTAL_NEGATIVE", "below zero"),
    ("Url cannot contain the word 'xero'.", "LINK_REFUSED", "address"),
    ("Url must be a valid absolute URL.", "LINK_REFUSED", "address"),
    (
        "Error converting value \"NO_TAX\" to type 'LineAmountType'. Path 'Invoices[0]'.",
        "REQUEST_UNREADABLE",
        "could not read",
    ),
    (
        (
            "No data has been processed for this endpoint. This endpoint is expecting Invoice data to "
            "be specifed in the request body."
        ),
        "REQUEST_UNREADABLE",
        "could not read",
    ),
    ("Idempotency Key cannot be longer than 128 characters.", "REQUEST_UNREADABLE", "could not"),
    ("The Api Method called is not implemented", "REQUEST_UNREADABLE", "could not read"),
    ("The resource you're looking for cannot be found", "NOT_FOUND_IN_XERO", "INV-1042"),
    ("Reference must be 255 characters or less.", "TEXT_TOO_LONG", "Reference takes 255"),
]


@pytest.mark.parametrize(
    ("text", "code", "said"), SECTION_8 + SUPPORT_PAGES, ids=lambda value: str(value)[:40]
)
def test_xeros_own_words_become_their_cause_with_the_real_values(
    text: str, code: str, said: str
) -> None:
    fault = recognise([text], **ABOUT)
    assert fault.code == code
    assert said in fault.message
    assert fault.vendor_text == text
    assert "(unknown)" not in fault.title + fault.message + fault.next_step


@pytest.mark.parametrize("text", [text for text, *_ in SECTION_8])
def test_blanks_around_a_text_and_its_capitals_change_nothing(text: str) -> None:
    assert recognise([f"  {text.upper()} "]).code == recognise([text]).code


def test_every_pattern_names_a_cause_of_the_catalogue_and_has_a_text_that_it_knows() -> None:
    texts = [text for text, *_ in SECTION_8 + SUPPORT_PAGES]
    for code, pattern in REFUSALS:
        assert code in CATALOGUE
        if code not in UNCONFIRMED:
            assert any(pattern.search(text) for text in texts), pattern.pattern


# Xero's words for these are not known from anywhere; the patterns are wide guesses.
UNCONFIRMED = {"TRACKING_UNKNOWN", "BRANDING_UNKNOWN", "NUMBER_TOO_LONG"}


@pytest.mark.parametrize("code", sorted(UNCONFIRMED))
def test_words_that_nobody_has_seen_yet_are_guessed_widely(code: str) -> None:
    guesses = {
        "TRACKING_UNKNOWN": "The TrackingOption 'South' of the tracking category is not valid.",
        "BRANDING_UNKNOWN": "The branding theme could not be found.",
        "NUMBER_TOO_LONG": "Invoice Number must be 255 characters or less.",
    }
    assert recognise([guesses[code]]).code == code
