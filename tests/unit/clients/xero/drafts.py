"""Drafts as mapping makes them."""

from datetime import date
from decimal import Decimal
from typing import Any

from core.domain.contacts.xero_contact import ContactDraft
from core.domain.xero_document import DocumentKind, DraftLine, XeroDraft

CONTACT_ID = "1f3c1a4e-7c57-4f0c-9f3a-1d2f00000001"


def make_line(**changes: Any) -> DraftLine:
    fields: dict[str, Any] = {
        "description": "Remote support",
        "quantity": Decimal("1.2833"),
        "unit_amount": Decimal("165.00"),
        "account_code": "220",
        "tax_type": "OUTPUT2",
        "net": Decimal("211.74"),
        "tax": Decimal("31.76"),
    }
    return DraftLine(**fields | changes)


def make_draft(**changes: Any) -> XeroDraft:
    fields: dict[str, Any] = {
        "kind": DocumentKind.INVOICE,
        "number": "AT-1085",
        "contact_id": CONTACT_ID,
        "issued_on": date(2026, 9, 5),
        "due_on": date(2026, 10, 5),
        "currency": "NZD",
        "status": "DRAFT",
        "reference": "PO 7",
        "marker_url": "http://localhost:8000/r/demo/1001",
        "is_sent_to_contact": False,
        "lines": (make_line(),),
    }
    return XeroDraft(**fields | changes)


def make_credit_note(**changes: Any) -> XeroDraft:
    return make_draft(kind=DocumentKind.CREDIT_NOTE, number="AT-1086", **changes)


def make_contact(**changes: Any) -> ContactDraft:
    fields: dict[str, Any] = {"name": "Kauri Ltd", "number": "AT-369"}
    return ContactDraft(**fields | changes)
