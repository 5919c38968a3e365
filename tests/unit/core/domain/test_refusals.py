import pytest

from core.domain.refusals import (
    asks_for_look_up,
    is_known,
    recognise,
    recognise_warning,
    shape_of,
)

UNKNOWN = "The frobnicator of line 3 is not calibrated."


def test_a_text_that_no_pattern_knows_is_shown_unchanged() -> None:
    fault = recognise([f" {UNKNOWN}"])
    assert fault.code == "XERO_REFUSED"
    assert fault.vendor_text == f" {UNKNOWN}"
    assert not is_known(UNKNOWN)


@pytest.mark.parametrize(
    ("reasons", "code"),
    [
        (
            [
                UNKNOWN,
                "Tax amount cannot be greater than the line amount",
                "Account code '476' is not a valid code for this document.",
            ],
            "ACCOUNT_INVALID",
        ),
        (
            ["PurchaseOrder status change is invalid", "Deleted PurchaseOrders cannot be updated"],
            "ORDER_DELETED",
        ),
        (
            [
                "Payment amount exceeds the amount outstanding on this document",
                "Payments can only be made against Authorised documents",
            ],
            "PAYMENT_REFUSED",
        ),
        (["Tax rate must be valid.", "Account must be valid."], "ACCOUNT_INVALID"),
        (
            [
                "Invoice not of valid status for modification",
                (
                    "This document cannot be edited as it has a payment or credit note allocated to "
                    "it."
                ),
            ],
            "DOCUMENT_LOCKED",
        ),
        (
            [
                "Account code '200' is not a valid code for this document.",
                (
                    "The document date cannot be before the period lock date, currently set at "
                    "31-Mar-2026"
                ),
            ],
            "PERIOD_LOCKED",
        ),
    ],
)
def test_the_most_useful_of_several_reasons_leads_and_all_are_shown(
    reasons: list[str], code: str
) -> None:
    fault = recognise(reasons)
    assert fault.code == code
    assert fault.vendor_text.splitlines() == reasons


def test_what_xero_names_wins_over_what_the_document_says() -> None:
    fault = recognise(["Organisation is not subscribed to currency EUR"], currency="USD")
    assert "EUR" in fault.title
    assert "USD" not in fault.message


def test_a_warning_on_a_document_that_xero_took_is_named_too() -> None:
    text = "Account code '476' has been removed as it does not match a recognised account."
    warned = recognise_warning([text])
    assert warned is not None
    assert warned.code == "ACCOUNT_REMOVED"
    assert recognise_warning([UNKNOWN]) is None
    assert recognise_warning([]) is None


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
        "Another contact has this contact number. Please enter a different contact number.",
    ],
)
def test_must_be_unique_is_a_question_and_not_an_error(text: str) -> None:
    assert asks_for_look_up([text])
    assert asks_for_look_up(["Something else", text])


@pytest.mark.parametrize(
    "text", [UNKNOWN, "Account must be valid.", "The Account Number already exists."]
)
def test_no_other_refusal_asks_for_a_look_up(text: str) -> None:
    assert not asks_for_look_up([text])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Item 'A1' of INV-1042 is odd.", "Item 'B' of INV-2 is odd."),
        ("Dated 31-Jul-2013, that is 12.50 over.", "Dated 1-Aug-2026, that is 1,200 over."),
        ("No ''abc'' here", "No '' here"),
        (
            "Contact 5f0c2b1e-0d5a-4c5b-9d3e-123456789abc is unwell.",
            "Contact 0f0c2b1e-0d5a-4c5b-9d3e-123456789abd is unwell.",
        ),
        ("  Blanks   are one. ", "Blanks are one."),
        ("Write to a@b.example or http://x.example/1", "Write to cd@e.example or http://y.example"),
    ],
)
def test_texts_that_differ_only_in_the_values_of_a_document_have_one_shape(
    one: str, other: str
) -> None:
    assert shape_of(one) == shape_of(other)


def test_texts_that_say_different_things_have_different_shapes() -> None:
    assert shape_of("Xero's plan isn't paid.") == "Xero's plan isn't paid."
    assert shape_of("Account 'x' is odd") != shape_of("Tax rate 'x' is odd")
    assert len(shape_of("very " * 500)) == 300
