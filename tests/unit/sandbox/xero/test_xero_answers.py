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
        xero.get("Quotes"),
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
    xero.door("faults", name="error_after_half", endpoint="PUT Invoices")
    answer = xero.call("PUT", "Invoices?summarizeErrors=false", json={"Invoices": elements})
    assert answer.status_code == 500
    assert [row["InvoiceNumber"] for row in xero.state()["Invoices"]] == ["H-0", "H-1"]


@pytest.mark.parametrize(
    ("fault", "numbers"),
    [
        ("elements_reordered", ["P-1", "P-3", "P-0", "P-2"]),
        ("element_missing", ["P-0", "P-1", "P-2"]),
        ("element_extra", ["P-0", "P-1", "P-2", "P-3", "P-0"]),
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


def test_an_unheard_of_status_can_be_shown(xero: Bookkeeper) -> None:
    xero.posted("U-1")
    xero.door("faults", name="unknown_enum", endpoint="GET Invoices")
    assert xero.rows("Invoices?page=1")[0]["Status"] == "BRANDNEW"
    assert xero.rows("Invoices?page=1")[0]["Status"] == "AUTHORISED"


def test_a_400_can_be_a_page_of_html(xero: Bookkeeper) -> None:
    xero.door("faults", name="html_error")
    answer = xero.get("Organisation")
    assert (answer.status_code, answer.mimetype) == (400, "text/html")


def test_a_page_can_be_shown_twice(xero: Bookkeeper) -> None:
    first = xero.rows("Contacts?page=1&pageSize=10")
    xero.door("faults", name="repeated_page", endpoint="GET Contacts")
    assert xero.rows("Contacts?page=2&pageSize=10") == first
    assert xero.rows("Contacts?page=2&pageSize=10") != first


def test_paths_ignore_letter_case(xero: Bookkeeper) -> None:
    assert xero.get("organisation").status_code == 200
    assert xero.client.get("/Connections", headers=xero.headers).status_code == 200


def test_a_reset_keeps_the_connection_and_nothing_of_the_books(xero: Bookkeeper) -> None:
    xero.posted("R-1")
    xero.door("reset", seed=2, world={"companies": 3, "invoices": 9, "lines": 1})
    assert xero.get("Organisation").status_code == 200
    state = xero.state()
    assert (state["Invoices"], state["Contacts"]) == ([], [])
    assert len(state["Connections"]) == 1


def test_the_world_of_a_seed_is_the_same_every_time(xero: Bookkeeper) -> None:
    def books() -> dict[str, object]:
        return {name: rows for name, rows in xero.state().items() if name != "Connections"}

    first = books()
    xero.door("reset", seed=1, world="demo", today="2026-11-22")
    assert books() == first


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("payments", {"invoice": "none"}),
        ("edit", {"entity": "Planets", "id": "1", "fields": {"Name": "x"}}),
        ("edit", {"entity": "Accounts", "id": "000", "fields": {"Name": "x"}}),
        ("edit", {"entity": "Accounts", "id": "200"}),
        ("edit", {"entity": "Organisation", "fields": {"PeriodLockDate": "soon"}}),
        ("consents", {"redirect_uri": "http://localhost:1/x"}),
        ("consents", {"scope": "everything"}),
        ("switches", {"gravity": False}),
        ("faults", {"name": "short_page"}),
    ],
)
def test_the_door_refuses_nonsense_with_a_sentence(
    xero: Bookkeeper, path: str, sent: dict[str, object]
) -> None:
    answer = xero.client.post(f"/_sandbox/{path}", json=sent)
    assert answer.status_code == 400
    assert answer.json["error"].endswith(".")


@pytest.mark.parametrize(
    "fields",
    [
        {"Reference": "half a character \ud83d"},
        {"LineItems": [line(Quantity=1e300)]},
        {"LineItems": [line(UnitAmount=float("nan"))]},
        {"Date": "/Date(99999999999999999999)/"},
    ],
)
def test_hostile_values_are_unreadable_and_harmless(
    xero: Bookkeeper, fields: dict[str, object]
) -> None:
    answer = xero.call("PUT", "Invoices", json={"Invoices": [xero.invoice("H-1", **fields)]})
    assert (answer.status_code, answer.json["ErrorNumber"]) == (400, 14)
    assert xero.posted("H-2")["Total"] == 115.0
