"""What went to Xero is laid out as a document, exactly as it was written."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest

from core.store.views.sent import SentRow
from gateway.presenters.record.document import first_document, paper_of
from gateway.presenters.record.sent import sent_view
from tests.unit.gateway.presenters.made import NOW, make_lens

BODY = """{"Invoices":[{"Type":"ACCREC","Contact":{"ContactID":"c-1"},"InvoiceNumber":"INV-7",
"Date":"2026-11-20","DueDate":"2026-12-10","LineAmountTypes":"Exclusive","CurrencyCode":"NZD",
"Status":"DRAFT","Reference":"PO 9","LineItems":[
{"Description":"Onsite","Quantity":0.3333,"UnitAmount":150.10,"AccountCode":"200",
"TaxType":"OUTPUT2","TaxAmount":7.50,"Tracking":[{"Name":"Region","Option":"North"}]},
{"Description":"Credit","Quantity":1,"UnitAmount":-20,"AccountCode":"200","TaxType":"OUTPUT2",
"TaxAmount":-3.00}]}]}"""


def test_a_document_reads_like_one() -> None:
    paper = paper_of(first_document(BODY), BODY)
    assert dict(paper.facts) == {
        "Document": "Invoice", "Number": "INV-7", "Date": "20 Nov 2026", "Due": "10 Dec 2026",
        "Reference": "PO 9", "Status": "Draft", "Net": "30.03 NZD", "Tax": "4.50 NZD",
        "Contact": "c-1",
    }  # fmt: skip
    first, second = paper.lines
    assert (first.quantity, first.price, first.net, first.tax) == (
        "0.3333",
        "150.1",
        "50.03",
        "7.50",
    )
    assert (first.account, first.tax_type, first.tracking) == ("200", "OUTPUT2", "Region: North")
    assert (second.price, second.net, second.tax) == ("−20", "−20.00", "−3.00")


def test_what_xero_decides_is_said_and_not_added_up() -> None:
    lines = [{"Description": "Onsite", "Quantity": 1, "UnitAmount": 10, "AccountCode": "200"}]
    paper = paper_of({"Type": "ACCREC", "LineItems": lines}, "{}")
    assert (paper.lines[0].tax, paper.lines[0].tax_type) == ("Xero decides", "Xero decides")
    assert "Tax" not in dict(paper.facts)
    assert dict(paper.facts)["Number"] == "Xero numbers it"


def test_a_void_is_a_document_without_lines() -> None:
    body = json.dumps(
        {"Invoices": [{"InvoiceID": "x", "InvoiceNumber": "INV-7", "Status": "VOIDED"}]}
    )
    paper = paper_of(first_document(body), body)
    assert paper.lines == ()
    assert dict(paper.facts) == {"Number": "INV-7", "Status": "Voided"}


def test_a_body_that_holds_no_document_shows_nothing() -> None:
    for body in ("", "[]", "{}", '{"Invoices":[]}', '{"Invoices":[1]}', '{"Invoices":{"a":1}}'):
        assert first_document(body) == {}


def _sent(**changes: object) -> SentRow:
    values: dict[str, object] = {
        "batch_id": "b1", "at": NOW - timedelta(minutes=5), "kind": "invoices", "method": "PUT",
        "path": "Invoices", "state": "closed", "outcome": "settled", "sends": 1, "together": 1,
        "document": {"InvoiceNumber": "INV-7", "LineItems": [{"UnitAmount": Decimal("150.10")}]},
    }  # fmt: skip
    return SentRow(**{**values, **changes})  # type: ignore[arg-type] # Fields by name.


@pytest.mark.parametrize(
    ("changes", "note"),
    [
        ({}, "Sent"),
        ({"together": 50}, "Sent, with 49 others"),
        ({"together": 2, "state": "sent"}, "Sent, with 1 other; Xero’s answer is open"),
        ({"sends": 3}, "Sent 3 times, each time the same"),
        ({"sends": 0, "at": None, "state": "prepared"}, "Written, and not sent"),
    ],
)
def test_what_was_sent_says_how_often_and_with_how_many(
    changes: dict[str, object], note: str
) -> None:
    view = sent_view(_sent(**changes), make_lens())
    assert view is not None
    assert view.note == note


def test_what_was_sent_is_shown_to_the_last_digit() -> None:
    view = sent_view(_sent(), make_lens())
    assert view is not None
    assert '"UnitAmount": 150.10' in view.paper.payload
    assert view.at is not None
    assert view.at.text == "5 min ago"
    assert sent_view(None, make_lens()) is None
