"""Reads come many to a call; the one write is sent as frozen and judged as a whole."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from core.clients.exact_json import load
from core.clients.http import HttpRequest, HttpResponse
from core.clients.xero.client import XeroClient
from core.clients.xero.contact_payloads import freeze_contacts
from core.clients.xero.payloads import freeze_documents, freeze_update
from core.domain.errors import (
    LeaseLostError,
    OutcomeUnknownError,
    RateLimitedError,
    RejectedError,
    UnavailableError,
)
from core.domain.xero_document import DocumentKind
from tests.unit.clients.scripted import RememberingBudget, ScriptedHttp, answer
from tests.unit.clients.xero.drafts import make_contact, make_credit_note, make_draft

INVOICE = DocumentKind.INVOICE
SINCE = datetime(2026, 11, 22, 11, 30, 15, tzinfo=UTC)
URL = "https://sync.example/c/kauri/sync/invoices/1"
BODY = freeze_documents([make_draft(number="A"), make_draft(number="B")])


def _go() -> None:
    """Nothing keeps the request here."""


def client_of(
    *script: Any, budget: RememberingBudget | None = None, token: Callable[[], str] = lambda: "tok"
) -> tuple[XeroClient, ScriptedHttp]:
    http = ScriptedHttp(*script)
    return XeroClient("tenant", token, http, budget or RememberingBudget(), "https://x.test"), http


def echo(request: HttpRequest) -> HttpResponse:
    """Accept everything that was sent."""
    assert request.body is not None
    sent = load(request.body)
    for rows in sent.values():
        for place, row in enumerate(rows):
            for key in ("InvoiceID", "CreditNoteID", "PurchaseOrderID", "ContactID"):
                row.setdefault(key, f"id {place}")
    return answer(sent, headers={"X-MinLimit-Remaining": "59"})


def test_a_batch_is_sent_as_frozen_with_its_key() -> None:
    client, http = client_of(echo)
    result = client.send("PUT", "Invoices", BODY, "the-key", _go)
    [request] = http.requests
    assert request.body is BODY
    assert request.url == "https://x.test/api.xro/2.0/Invoices"
    assert request.query == (("summarizeErrors", "false"), ("unitdp", "4"))
    assert request.headers["Idempotency-Key"] == "the-key"
    assert request.headers["Xero-Tenant-Id"] == "tenant"
    assert request.headers["Authorization"] == "Bearer tok"
    assert request.headers["Accept"] == "application/json"
    assert request.may_change
    assert [element.number for element in result.elements] == ["A", "B"]
    assert all(element.is_accepted for element in result.elements)
    assert result.headers["x-minlimit-remaining"] == "59"


def test_an_update_goes_to_the_document() -> None:
    client, http = client_of(echo, echo)
    client.send("POST", "/Invoices/i-1", freeze_update(make_draft(), "i-1"), "k", _go)
    client.send("POST", "CreditNotes/n-1", freeze_update(make_credit_note(), "n-1"), "k", _go)
    assert [request.url.rsplit("2.0/")[1] for request in http.requests] == [
        "Invoices/i-1",
        "CreditNotes/n-1",
    ]


def test_contacts_have_no_unit_decimals() -> None:
    client, http = client_of(echo)
    result = client.send("PUT", "Contacts", freeze_contacts([make_contact()]), "k", _go)
    assert http.requests[0].query == (("summarizeErrors", "false"),)
    assert result.elements[0].contact_id == "id 0"


@pytest.mark.parametrize(
    "response",
    [
        answer({"Invoices": []}),
        answer({"Invoices": [{"InvoiceNumber": "A"}]}),
        answer({"Invoices": [{"InvoiceNumber": "X"}, {"InvoiceNumber": "Y"}]}),
        answer({"Invoices": [{"InvoiceNumber": n, "InvoiceID": "i", "Total": "?"} for n in "AB"]}),
        answer({"Status": "OK"}),
        answer([]),
        answer(b"<html/>"),
        answer(b"", 503),
        answer(b"", 500),
    ],
)
def test_an_answer_that_cannot_be_trusted_leaves_it_open(response: HttpResponse) -> None:
    client, _ = client_of(response)
    with pytest.raises(OutcomeUnknownError):
        client.send("PUT", "Invoices", BODY, "k", _go)


def test_what_the_door_says_of_a_write_passes_through() -> None:
    for error in (OutcomeUnknownError("reset"), UnavailableError("refused")):
        client, _ = client_of(error)
        with pytest.raises(type(error)):
            client.send("PUT", "Invoices", BODY, "k", _go)


@pytest.mark.parametrize("path", ["Payments", "", "invoices"])
def test_only_known_resources_are_written(path: str) -> None:
    client, http = client_of()
    with pytest.raises(ValueError, match="not written"):
        client.send("PUT", path, BODY, "k", _go)
    assert http.requests == []


def test_an_empty_batch_is_not_sent() -> None:
    client, http = client_of()
    with pytest.raises(ValueError, match="holds no"):
        client.send("PUT", "CreditNotes", BODY, "k", _go)
    assert http.requests == []


def test_a_limit_is_passed_on_to_the_budget() -> None:
    budget = RememberingBudget()
    client, _ = client_of(answer(b"", 429, {"X-Rate-Limit-Problem": "day"}), budget=budget)
    with pytest.raises(RateLimitedError) as caught:
        client.send("PUT", "Invoices", BODY, "k", _go)
    assert budget.blocks == [(caught.value.until, "day")]


def test_the_token_is_asked_for_before_every_call() -> None:
    tokens = iter(["first", "second"])
    client, http = client_of(answer({}), answer({}), token=lambda: next(tokens))
    client.accounts()
    client.accounts()
    assert [request.headers["Authorization"] for request in http.requests] == [
        "Bearer first",
        "Bearer second",
    ]


def invoice(number: str, **changes: Any) -> dict[str, Any]:
    return {
        "Type": "ACCREC",
        "InvoiceNumber": number,
        "Status": "DRAFT",
        "InvoiceID": number,
    } | changes


def test_invoices_are_looked_up_forty_to_a_call() -> None:
    numbers = [f"AT-{number}" for number in range(50)]
    client, http = client_of(
        answer({"Invoices": [invoice("AT-1")]}),
        answer({"Invoices": [invoice("AT-41", Status="VOIDED")]}),
    )
    found = client.documents_by_number(INVOICE, [*numbers, "AT-1"])
    assert [document.number for document in found] == ["AT-1", "AT-41"]
    queries = [dict(request.query) for request in http.requests]
    assert [len(query["InvoiceNumbers"].split(",")) for query in queries] == [40, 10]
    assert (queries[0]["page"], queries[0]["unitdp"]) == ("1", "4")


def test_bills_and_deleted_documents_do_not_hold_a_number() -> None:
    client, _ = client_of(
        answer({"Invoices": [invoice("A", Type="ACCPAY"), invoice("A", Status="DELETED")]})
    )
    assert client.documents_by_number(INVOICE, ["A"]) == []


def test_long_numbers_do_not_make_the_address_too_long() -> None:
    client, http = client_of(*[answer({"Invoices": []})] * 5)
    client.documents_by_number(INVOICE, [f"{number:03}" + "x" * 240 for number in range(30)])
    assert all(len(dict(request.query)["InvoiceNumbers"]) < 1600 for request in http.requests)


def test_a_number_with_a_comma_is_looked_up_by_filter() -> None:
    client, http = client_of(answer({"Invoices": [invoice('A,"1')]}))
    assert [document.number for document in client.documents_by_number(INVOICE, ['A,"1'])] == [
        'A,"1'
    ]
    assert dict(http.requests[0].query)["where"] == 'InvoiceNumber=="A,""1"'


def test_pages_are_read_until_xero_says_it_was_the_last() -> None:
    pages = [
        answer({"pagination": {"page": n, "pageCount": 2}, "Invoices": [invoice(f"A{n}")]})
        for n in (1, 2)
    ]
    client, http = client_of(*pages)
    found = client.documents_by_number(INVOICE, ["A1", "A2"])
    assert [document.number for document in found] == ["A1", "A2"]
    assert [dict(request.query)["page"] for request in http.requests] == ["1", "2"]


def test_the_last_word_before_a_request_leaves_is_asked_once_and_may_keep_it_here() -> None:
    budget = RememberingBudget()
    client, http = client_of(echo, budget=budget)
    asked: list[int] = []
    client.send("PUT", "Invoices", BODY, "k", lambda: asked.append(len(http.requests)))
    assert asked == [0]

    def stay() -> None:
        raise LeaseLostError("gone")

    with pytest.raises(LeaseLostError):
        client.send("PUT", "Invoices", BODY, "k", stay)
    assert len(http.requests) == 1


def test_the_last_word_comes_after_our_own_count_of_calls() -> None:
    asked: list[str] = []

    class Empty(RememberingBudget):
        def acquire(self, endpoint: str = "") -> str:
            raise RateLimitedError("none left", limit="minute", until=SINCE)

    client, http = client_of(budget=Empty())
    with pytest.raises(RateLimitedError):
        client.send("PUT", "Invoices", BODY, "k", lambda: asked.append("left"))
    assert (asked, http.requests) == ([], [])


def test_a_bill_goes_to_invoices_and_an_order_has_four_decimals_anyway() -> None:
    bill = make_draft(kind=DocumentKind.BILL, number="", marker_url=URL)
    order = make_draft(kind=DocumentKind.PURCHASE_ORDER, number="PO-1")
    client, http = client_of(echo, echo)
    answers = [
        client.send("PUT", "Invoices", freeze_documents([bill]), "k", _go),
        client.send("PUT", "PurchaseOrders", freeze_documents([order]), "l", _go),
    ]
    documents = [each.elements[0].document for each in answers]
    assert [each.kind for each in documents if each] == [
        DocumentKind.BILL,
        DocumentKind.PURCHASE_ORDER,
    ]
    assert answers[0].elements[0].marker == URL
    assert [("unitdp", "4") in request.query for request in http.requests] == [True, False]


def test_what_changed_is_read_with_lines_whatever_its_status_and_kind_by_kind() -> None:
    rows = [
        invoice("1", InvoiceID="a", Status="DELETED"),
        invoice("2", InvoiceID="b", Type="ACCPAY"),
        invoice("3", InvoiceID="c", Type="ACCPAYOVERPAYMENT"),
    ]
    client, http = client_of(answer({"Invoices": rows}), answer({"Invoices": rows}))
    since = SINCE.replace(microsecond=99)
    found = client.documents_changed(INVOICE, since)
    assert [document.xero_id for document in found] == ["a"]
    assert [each.number for each in client.documents_changed(DocumentKind.BILL, since)] == ["2"]
    request = http.requests[0]
    assert request.headers["If-Modified-Since"] == "2026-11-22T11:30:15"
    query = dict(request.query)
    assert (query["order"], query["page"]) == ("UpdatedDateUTC ASC", "1")
    assert (query["pageSize"], query["unitdp"]) == ("1000", "4")


def test_a_row_that_moves_while_pages_are_read_hides_no_other() -> None:
    """Each further question starts at the last row's time and not at a page."""

    def page(*rows: tuple[str, int]) -> HttpResponse:
        return answer(
            {
                "pagination": {"page": 1, "pageCount": 2},
                "CreditNotes": [
                    {
                        "Type": "ACCRECCREDIT",
                        "CreditNoteID": xero_id,
                        "UpdatedDateUTC": f"/Date({1_790_000_000_000 + 1000 * second}+0000)/",
                    }
                    for xero_id, second in rows
                ],
            }
        )

    last = answer({"CreditNotes": [{"Type": "ACCRECCREDIT", "CreditNoteID": "d"}]})
    client, http = client_of(page(("a", 0), ("b", 60)), page(("b", 60), ("c", 60)), last)
    begin = datetime(2026, 9, 21, tzinfo=UTC)
    found = client.documents_changed(DocumentKind.CREDIT_NOTE, begin)
    assert {document.xero_id for document in found} == {"a", "b", "c", "d"}
    asked = [
        (request.headers["If-Modified-Since"], dict(request.query)["page"])
        for request in http.requests
    ]
    assert asked == [
        ("2026-09-21T00:00:00", "1"),
        ("2026-09-21T14:14:18", "1"),
        ("2026-09-21T14:14:18", "2"),
    ]


def test_what_xero_lists_by_no_number_is_asked_for_one_by_one() -> None:
    note = {"Type": "ACCRECCREDIT", "CreditNoteNumber": "A 1", "Status": "VOIDED"}
    client, http = client_of(
        answer({"CreditNotes": [note]}), answer(b"not found", 404), answer({"CreditNotes": []})
    )
    found = client.documents_by_number(DocumentKind.CREDIT_NOTE, ["A 1", "B", "C/3"])
    assert [document.number for document in found] == ["A 1"]
    assert [request.url.rsplit("2.0/")[1] for request in http.requests] == [
        "CreditNotes/A%201",
        "CreditNotes/B",
        "CreditNotes",
    ]


def test_a_deleted_order_is_found_because_it_keeps_its_number() -> None:
    order = {"PurchaseOrderNumber": "PO/1", "Status": "DELETED", "Type": "PURCHASEORDER"}
    client, http = client_of(answer({"PurchaseOrders": [order]}))
    [found] = client.documents_by_number(DocumentKind.PURCHASE_ORDER, ["PO/1"])
    assert (found.status, found.kind) == ("DELETED", DocumentKind.PURCHASE_ORDER)
    assert http.requests[0].url.endswith("PurchaseOrders/PO%2F1")
    assert http.requests[0].query == ()


def test_one_document_is_read_by_id() -> None:
    client, _ = client_of(
        answer({"CreditNotes": [{"CreditNoteID": "n-1", "Status": "DELETED"}]}),
        answer(b"", 404),
        answer(b"", 400),
        answer({"Invoices": [invoice("A", Type="ACCPAY")]}),
    )
    document = client.document(DocumentKind.CREDIT_NOTE, "n-1")
    assert document is not None
    assert document.status == "DELETED"
    assert client.document(DocumentKind.CREDIT_NOTE, "n-2") is None
    with pytest.raises(RejectedError):
        client.document(DocumentKind.CREDIT_NOTE, "n-3")
    assert client.document(INVOICE, "a bill") is None


def test_contacts_are_found_by_our_key_archived_or_not() -> None:
    row = {"ContactID": "c", "ContactNumber": "AT-1", "ContactStatus": "ARCHIVED"}
    client, http = client_of(answer({"Contacts": [row]}), answer({"Contacts": []}))
    found = client.contacts_by_number([f"AT-{number}" for number in range(25)])
    assert [(contact.number, contact.is_archived) for contact in found] == [("AT-1", True)]
    query = dict(http.requests[0].query)
    assert query["includeArchived"] == "true"
    assert query["where"].startswith('(ContactNumber=="AT-0" OR ContactNumber=="AT-1"')
    assert len(http.requests) == 2


def test_a_page_of_contacts_says_whether_it_is_the_last() -> None:
    rows = [{"ContactID": str(number)} for number in range(2)]
    client, http = client_of(answer({"Contacts": rows}), answer({"Contacts": []}))
    contacts, is_last = client.contacts(1, page_size=2)
    assert (len(contacts), is_last) == (2, False)
    assert client.contacts(2, page_size=2, include_archived=False) == ([], True)
    assert dict(http.requests[0].query) == {
        "summaryOnly": "true",
        "includeArchived": "true",
        "page": "1",
        "pageSize": "2",
    }
    assert "includeArchived" not in dict(http.requests[1].query)


def test_payments_are_read_since_a_moment() -> None:
    row = {
        "PaymentID": "p",
        "Date": "/Date(1789344000000+0000)/",
        "UpdatedDateUTC": "/Date(1789378199160+0000)/",
        "Amount": 5,
        "Status": "DELETED",
        "PaymentType": "ACCRECPAYMENT",
        "Invoice": {"InvoiceID": "i"},
    }
    client, http = client_of(answer({"Payments": [row]}))
    payments, is_last = client.payments_since(datetime(2026, 9, 1, tzinfo=UTC), 1)
    assert is_last
    assert (payments[0].xero_invoice_id, payments[0].status) == ("i", "DELETED")
    assert payments[0].paid_on == date(2026, 9, 14)
    assert http.requests[0].headers["If-Modified-Since"] == "2026-09-01T00:00:00"


def test_reference_data_is_read() -> None:
    client, _ = client_of(
        answer({"Organisations": [{"Name": "Kauri"}]}),
        answer({"Accounts": [{"Code": "200", "Class": "REVENUE"}, {"Name": "Bank without code"}]}),
        answer({"TaxRates": [{"TaxType": "OUTPUT2", "Status": "DELETED"}]}),
        answer({"Currencies": [{"Code": "NZD"}, {"Code": "AUD"}]}),
        answer({"TrackingCategories": [{"Name": "Region", "Options": [{"Name": "North"}]}]}),
        answer({"BrandingThemes": [{"BrandingThemeID": "b", "Name": "Standard"}]}),
        answer({"Organisations": []}),
    )
    assert client.organisation().name == "Kauri"
    assert [account.code for account in client.accounts()] == ["200"]
    assert client.tax_rates()[0].status == "DELETED"
    assert client.currencies() == ["NZD", "AUD"]
    assert client.tracking_categories()[0].options[0].name == "North"
    assert client.branding_themes()[0].name == "Standard"
    with pytest.raises(RejectedError):
        client.organisation()


def test_tenants_cost_no_budget_and_name_no_tenant() -> None:
    budget = RememberingBudget(left=0)
    row = {"id": "c", "tenantId": "t", "tenantType": "ORGANISATION", "tenantName": "Kauri"}
    client, http = client_of(answer([row]), answer({}), budget=budget)
    [tenant] = client.tenants()
    assert (tenant.connection_id, tenant.tenant_id, tenant.name) == ("c", "t", "Kauri")
    assert http.requests[0].url == "https://x.test/connections"
    assert "Xero-Tenant-Id" not in http.requests[0].headers
    with pytest.raises(UnavailableError):
        client.tenants()


def test_a_list_of_an_unknown_shape_is_asked_for_again_later() -> None:
    client, _ = client_of(answer([]))
    with pytest.raises(UnavailableError):
        client.accounts()
