from typing import Any

import pytest

EVERY = {"op": "exist", "field": "id"}
UNMARKED = {"op": "notExist", "field": "webServiceDate"}


@pytest.fixture
def numbers(api: Any) -> list[int]:
    found: list[int] = api.ids("Invoices", EVERY)
    return found


def invoice(api: Any, number: int) -> dict[str, Any]:
    found: dict[str, Any] = api.get(f"Invoices/{number}")["item"]
    return found


def above(number: int) -> dict[str, Any]:
    return {"op": "gt", "field": "id", "value": number}


def test_rows_on_both_sides_of_the_edge_change_while_somebody_pages(
    api: Any, numbers: list[int]
) -> None:
    api.door("POST", "faults", {"name": "changed_between_pages"})
    page = api.query("Invoices", EVERY, MaxRecords=10)["items"]
    assert {row["comments"] for row in page[-1:]} <= {None, "Thank you for your business."}
    changed = [n for n in numbers if "Changed" in (invoice(api, n)["comments"] or "")]
    assert changed == numbers[9:11]


def test_a_row_ceases_to_match_between_two_pages(api: Any, numbers: list[int]) -> None:
    fields = {"webServiceDate": "2026-11-22T10:00:00Z"}
    api.door("POST", "faults", {"name": "changed_between_pages", "fields": fields})
    first = api.ids("Invoices", UNMARKED, MaxRecords=10)
    rest = api.ids("Invoices", UNMARKED, above(first[-1]))
    assert first == numbers[:10]
    assert rest == numbers[11:]


def test_a_row_that_was_passed_begins_to_match_between_two_pages(
    api: Any, numbers: list[int]
) -> None:
    fields = {"webServiceDate": None}
    marked = {"fields": {"webServiceDate": "2026-11-22T10:00:00Z"}}
    api.door("POST", "edit", {"entity": "Invoices", "id": numbers[2], **marked})
    fault = {"name": "changed_between_pages", "record": numbers[2], "fields": fields}
    api.door("POST", "faults", fault)
    first = api.ids("Invoices", UNMARKED, MaxRecords=10)
    rest = api.ids("Invoices", UNMARKED, above(first[-1]))
    assert numbers[2] not in [*first, *rest]
    assert numbers[2] in api.ids("Invoices", UNMARKED)


def test_an_invoice_is_voided_right_after_it_was_read(api: Any, numbers: list[int]) -> None:
    api.door("POST", "faults", {"name": "voided"})
    assert not api.query("Invoices", EVERY, MaxRecords=5)["items"][-1]["isVoided"]
    assert invoice(api, numbers[4])["isVoided"]
    lines = {"op": "eq", "field": "invoiceID", "value": numbers[4]}
    assert api.ids("BillingItems", lines) == []
    assert api.door("GET", "intents")[str(numbers[4])]["expect"] == "skipped"


def test_an_invoice_is_voided_right_after_its_lines_were_read(api: Any, numbers: list[int]) -> None:
    api.door("POST", "faults", {"name": "voided", "endpoint": "POST BillingItems"})
    lines = {"op": "eq", "field": "invoiceID", "value": numbers[6]}
    assert len(api.ids("BillingItems", lines)) == 3
    assert invoice(api, numbers[6])["isVoided"]


def test_a_chosen_invoice_is_voided_while_another_is_written(api: Any, numbers: list[int]) -> None:
    fault = {"name": "voided", "endpoint": "PATCH Invoices", "record": numbers[1]}
    api.door("POST", "faults", fault)
    api.call("PATCH", "Invoices", json={"id": numbers[0], "webServiceDate": "2026-11-22"})
    assert [invoice(api, number)["isVoided"] for number in numbers[:2]] == [False, True]


def test_an_answer_without_rows_does_not_use_them_up(api: Any, numbers: list[int]) -> None:
    for name in ("voided", "changed_between_pages"):
        api.door("POST", "faults", {"name": name})
    assert api.ids("Invoices", above(numbers[-1])) == []
    assert len(api.door("GET", "faults")["faults"]) == 2
    api.ids("Invoices", EVERY)
    assert api.door("GET", "faults")["faults"] == []


def test_a_cut_page_hides_that_there_is_more(api: Any, numbers: list[int]) -> None:
    api.door("POST", "faults", {"name": "cut_page", "endpoint": "Invoices"})
    page = api.query("Invoices", EVERY)
    assert [row["id"] for row in page["items"]] == numbers[:20]
    assert page["pageDetails"]["nextPageUrl"] is None
    assert api.ids("Invoices", EVERY) == numbers
