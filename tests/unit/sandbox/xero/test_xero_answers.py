"""Refusals that are not about one element: statuses, content types, bodies."""

import pytest

from tests.unit.sandbox.xero.conftest import Bookkeeper, line


def test_json_must_be_asked_for(xero: Bookkeeper) -> None:
    assert xero.get("Organisation", Accept="*/*").status_code == 406
    assert xero.get("Organisation", Accept="application/json, */*").status_code == 200


@pytest.mark.parametrize("path", ["Nothing", "Invoices/unknown", "Contacts/unknown", "Payments/x"])
def test_what_is_not_there_is_a_404_in_html(xero: Bookkeeper, path: str) -> None:
    answer = xero.get(path)
    assert answer.status_code == 404
    assert answer.content_type == "text/html; charset=utf-8"
    assert answer.text == "The resource you're looking for cannot be found"


def test_what_is_not_built_is_a_501(xero: Bookkeeper) -> None:
    for answer in (
        xero.get("PurchaseOrders"),
        xero.call("DELETE", "Contacts"),
        xero.call("DELETE", "Invoices"),
    ):
        assert (answer.status_code, answer.json["ErrorNumber"]) == (501, 20)


@pytest.mark.parametrize(
    ("body", "number"),
    [
        ("", 17),
        ('{"Invoices":[]}', 17),
        ("{}", 17),
        ("{not json", 14),
        ('{"Invoices":[1]}', 14),
        ('{"Invoices":[{"Type":"NONSENSE"}]}', 14),
        ('{"Invoices":[{"Type":"ACCREC","LineAmountTypes":"NO_TAX"}]}', 14),
        ('{"Invoices":[{"Type":"ACCREC","Date":"yesterday"}]}', 14),
        ('{"Invoices":[{"Type":"ACCREC","LineItems":[{"Quantity":"two"}]}]}', 14),
        ('{"Invoices":[{"Type":"ACCREC","Contact":{"ContactID":"x"}}]}', 14),
        ('{"Invoices":[{"Type":"ACCREC","SentToContact":"perhaps"}]}', 14),
        ('{"Invoices":[{"Type":"ACCREC","Contact":[]}]}', 14),
        ('{"Invoices":[{"Type":"ACCREC","LineItems":{}}]}', 14),
    ],
)
def test_what_cannot_be_read_is_a_400_without_elements(
    xero: Bookkeeper, body: str, number: int
) -> None:
    answer = xero.call("PUT", "Invoices?summarizeErrors=false", data=body)
    assert answer.status_code == 400
    assert answer.json["ErrorNumber"] == number
    assert "Elements" not in answer.json


def test_a_wrong_word_is_named_with_its_place(xero: Bookkeeper) -> None:
    sent = {**xero.invoice("A"), "LineAmountTypes": "NO_TAX"}
    answer = xero.call("PUT", "Invoices", json={"Invoices": [sent]})
    assert "Path 'Invoices[0].LineAmountTypes'." in answer.json["Message"]
    assert 'Error converting value "NO_TAX"' in answer.json["Message"]


def test_one_unreadable_element_undoes_the_whole_call(xero: Bookkeeper) -> None:
    good, bad = xero.invoice("G-1"), {**xero.invoice("G-2"), "Date": "soon"}
    answer = xero.call("PUT", "Invoices?summarizeErrors=false", json={"Invoices": [good, bad]})
    assert answer.status_code == 400
    assert xero.state()["Invoices"] == []


def test_a_summarised_call_with_an_error_writes_nothing(xero: Bookkeeper) -> None:
    elements = [xero.invoice("S-1"), xero.invoice("S-2", CurrencyCode="EUR")]
    answer = xero.call("PUT", "Invoices", json={"Invoices": elements})
    assert answer.status_code == 400
    [element] = answer.json["Elements"]
    assert element["InvoiceNumber"] == "S-2"
    assert "StatusAttributeString" not in element
    assert xero.state()["Invoices"] == []


def test_a_summarised_call_may_also_be_made_to_keep_the_good_ones(xero: Bookkeeper) -> None:
    xero.door("switches", atomic_batches=False)
    elements = [xero.invoice("S-1"), xero.invoice("S-2", CurrencyCode="EUR")]
    assert xero.call("PUT", "Invoices", json={"Invoices": elements}).status_code == 400
    assert [row["InvoiceNumber"] for row in xero.state()["Invoices"]] == ["S-1"]


def test_a_summarised_call_without_errors_has_no_statuses(xero: Bookkeeper) -> None:
    answer = xero.call("PUT", "Invoices", json={"Invoices": [xero.invoice("S-1")]})
    assert answer.status_code == 200
    assert "StatusAttributeString" not in answer.json["Invoices"][0]


def test_summarize_errors_is_understood_in_any_case(xero: Bookkeeper) -> None:
    answer = xero.call(
        "PUT", "Invoices?SummarizeErrors=False", json={"Invoices": [xero.invoice("S-1")]}
    )
    assert answer.json["Invoices"][0]["StatusAttributeString"] == "OK"


def test_a_bare_element_is_accepted(xero: Bookkeeper) -> None:
    answer = xero.call("PUT", "Invoices", json=xero.invoice("S-1"))
    assert answer.json["Invoices"][0]["InvoiceNumber"] == "S-1"


@pytest.mark.parametrize(
    ("fault", "status", "kind", "text"),
    [
        ("unavailable", 503, "text/plain", "The Xero API is temporarily unavailable"),
        ("maintenance", 503, "text/plain", "The Xero API is currently offline for maintenance"),
        ("token_expired", 401, "application/json", "TokenExpired"),
        ("disconnected", 403, "application/json", "AuthenticationUnsuccessful"),
        ("error_before_commit", 500, "application/json", "An error occurred in Xero"),
        ("html_body", 200, "text/html", "<html>"),
    ],
)
def test_outages_look_as_documented(
    xero: Bookkeeper, fault: str, status: int, kind: str, text: str
) -> None:
    xero.door("faults", name=fault, endpoint="Organisation")
    answer = xero.get("Organisation")
    assert (answer.status_code, answer.mimetype) == (status, kind)
    assert text in answer.text
    assert xero.logged()[-1]["refused_by"] == fault


def test_every_api_answer_can_be_correlated(xero: Bookkeeper) -> None:
    first, second = xero.get("Organisation"), xero.get("Nothing")
    ids = {answer.headers["xero-correlation-id"] for answer in (first, second)}
    assert len(ids) == 2


def test_half_a_batch_can_be_committed_behind_a_500(xero: Bookkeeper) -> None:
    elements = [xero.invoice(f"H-{n}") for n in range(4)]
    xero.door("faults", name="half_commit", endpoint="PUT Invoices")
    answer = xero.call("PUT", "Invoices?summarizeErrors=false", json={"Invoices": elements})
    assert answer.status_code == 500
    assert [row["InvoiceNumber"] for row in xero.state()["Invoices"]] == ["H-0", "H-1"]


@pytest.mark.parametrize(
    ("fault", "numbers"),
    [
        ("reordered_elements", ["P-1", "P-3", "P-0", "P-2"]),
        ("missing_element", ["P-0", "P-1", "P-2"]),
        ("extra_element", ["P-0", "P-1", "P-2", "P-3", "P-0"]),
    ],
)
def test_answers_can_be_muddled(xero: Bookkeeper, fault: str, numbers: list[str]) -> None:
    elements = [xero.invoice(f"P-{n}") for n in range(4)]
    xero.door("faults", name=fault, endpoint="PUT Invoices")
    assert [row["InvoiceNumber"] for row in xero.each("PUT", "Invoices", *elements)] == numbers
    assert len(xero.state()["Invoices"]) == 4


def test_fifty_invoices_of_twenty_lines_are_answered_in_order(xero: Bookkeeper) -> None:
    template = xero.invoice("X", LineItems=[line() for _ in range(20)])
    sent = [{**template, "InvoiceNumber": f"W-{n:02d}"} for n in range(50)]
    made = xero.each("PUT", "Invoices", *sent)
    assert [row["InvoiceNumber"] for row in made] == [row["InvoiceNumber"] for row in sent]
    assert {row["Total"] for row in made} == {2300.0}
    assert xero.logged()[-1]["duration_ms"] < 3000
