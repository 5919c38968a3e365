"""What stands on a document, by the names that each of Xero's lists has."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from core.clients.exact_json import dump, load
from core.clients.xero.applied import read_applied
from core.clients.xero.fields import Element
from core.clients.xero.payloads import freeze_ending
from core.domain.xero_document import Applied, DocumentKind
from tests.factories.documents import make_document

DAY = "/Date(1789344000000+0000)/"


def _read(document: dict[str, Any]) -> tuple[Applied, ...]:
    return read_applied(Element(load(dump(document))))


def test_payments_and_credits_of_an_invoice_are_named() -> None:
    assert _read(
        {
            "Payments": [{"PaymentID": "p", "Date": DAY, "Amount": Decimal("100.00")}],
            "CreditNotes": [
                {"CreditNoteNumber": "CN-1", "AppliedAmount": 15, "Total": 40, "Date": DAY}
            ],
            "Prepayments": [{"AppliedAmount": 1}],
            "Overpayments": [{"AppliedAmount": 2}],
        }
    ) == (
        Applied("payment", Decimal(100), date(2026, 9, 14)),
        Applied("prepayment", Decimal(1), None),
        Applied("overpayment", Decimal(2), None),
        Applied("credit note CN-1", Decimal(15), date(2026, 9, 14)),
    )


def test_a_credit_note_names_the_invoices_that_it_was_put_on() -> None:
    allocations = [
        {"Amount": 5, "Date": DAY, "Invoice": {"InvoiceNumber": "INV-7"}},
        {"Amount": 9, "IsDeleted": True, "Invoice": {"InvoiceNumber": "INV-8"}},
    ]
    assert _read({"Allocations": allocations}) == (
        Applied("allocation to INV-7", Decimal(5), date(2026, 9, 14)),
    )


@pytest.mark.parametrize("document", [{}, {"Payments": [], "CreditNotes": None}])
def test_where_nothing_stands_nothing_is_read(document: dict[str, Any]) -> None:
    assert _read(document) == ()


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (
            DocumentKind.INVOICE,
            b'{"Invoices":[{"InvoiceID":"x","InvoiceNumber":"INV-1","Status":"VOIDED"}]}',
        ),
        (
            DocumentKind.CREDIT_NOTE,
            b'{"CreditNotes":[{"CreditNoteID":"x","CreditNoteNumber":"INV-1","Status":"VOIDED"}]}',
        ),
    ],
)
def test_an_end_is_frozen_with_nothing_but_id_number_and_status(
    kind: DocumentKind, body: bytes
) -> None:
    document = make_document(kind=kind, xero_id="x", number="INV-1")
    assert freeze_ending(document, "VOIDED") == body
