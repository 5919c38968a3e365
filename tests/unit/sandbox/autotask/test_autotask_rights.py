from typing import Any

import pytest

EVERY = {"op": "exist", "field": "id"}
LACKING = "The logged in Resource does not have the adequate permissions"


def ask(api: Any, entity: str) -> Any:
    return api.call("POST", f"{entity}/query", json={"filter": [EVERY]})


def made(api: Any, **wish: Any) -> int:
    number: int = api.door("POST", "invoices", {"count": 1, **wish})["ids"][0]
    return number


def lines(api: Any, number: int) -> list[int]:
    found: list[int] = api.ids("BillingItems", {"op": "eq", "field": "invoiceID", "value": number})
    return found


@pytest.mark.parametrize("entity", ["Invoices", "BillingItems", "Departments"])
def test_an_entity_can_be_denied_and_the_others_answer(api: Any, entity: str) -> None:
    api.door("POST", "rights", {"entities": {entity.lower(): "none"}})
    answer = ask(api, entity)
    assert answer.status_code == 500
    assert answer.json == {"errors": [f"{LACKING} to query this entity type."]}
    assert ask(api, "Companies").status_code == 200
    api.door("POST", "rights", {"entities": {entity: "all"}})
    assert ask(api, entity).status_code == 200


def test_the_right_to_update_can_be_missing_alone(api: Any) -> None:
    number = made(api)
    api.door("POST", "rights", {"entities": {"Invoices": "query"}})
    sent = {"id": number, "webServiceDate": "2026-11-22"}
    answer = api.call("PATCH", "Invoices", json=sent)
    assert (answer.status_code, "update" in answer.json["errors"][0]) == (500, True)
    assert api.get(f"Invoices/{number}")["item"]["webServiceDate"] is None


def test_denied_invoices_have_no_documents_either(api: Any) -> None:
    number = made(api)
    api.door("POST", "rights", {"entities": {"Invoices": "none"}})
    assert api.call("GET", f"Invoices/{number}/InvoicePdf").status_code == 500


def test_how_a_missing_right_is_told_is_a_switch(api: Any) -> None:
    api.door("POST", "rights", {"entities": {"Taxes": "none"}})
    api.door("POST", "switches", {"permission_text": "short"})
    assert ask(api, "Taxes").json == {"errors": [f"{LACKING}."]}
    api.door("POST", "switches", {"permission_text": "403"})
    answer = ask(api, "Taxes")
    assert (answer.status_code, answer.data) == (403, b"")


def test_a_right_can_be_missing_for_some_calls_only(api: Any) -> None:
    api.door("POST", "faults", {"name": "not_permitted", "endpoint": "Taxes"})
    assert [ask(api, "Taxes").status_code for _ in range(2)] == [500, 200]


def test_a_line_of_business_without_right_hides_lines_without_a_word(api: Any) -> None:
    number, other = made(api, lines=3, line_of_business=2), made(api, lines=2, line_of_business=3)
    api.door("POST", "rights", {"lines_of_business": {"2": "no_lines"}})
    assert api.get(f"Invoices/{number}")["item"]["id"] == number
    assert (lines(api, number), len(lines(api, other))) == ([], 2)
    api.door("POST", "rights", {"lines_of_business": {"2": "all"}})
    assert len(lines(api, number)) == 3


def test_a_line_of_business_without_right_can_hide_the_invoices_too(api: Any) -> None:
    number = made(api, lines=3, line_of_business=2)
    [line, *_] = lines(api, number)
    api.door("POST", "rights", {"lines_of_business": {"2": "none"}})
    assert api.get(f"Invoices/{number}") == {"item": None}
    assert number not in api.ids("Invoices", EVERY)
    assert api.call("GET", f"Invoices/{number}/InvoicePdf").status_code == 404
    assert api.get(f"BillingItems/{line}") == {"item": None}
    sent = {"id": number, "webServiceDate": "2026-11-22"}
    assert api.call("PATCH", "Invoices", json=sent).status_code == 500


def test_an_invoice_with_a_line_that_is_seen_stays_and_lacks_the_others(api: Any) -> None:
    number = made(api, lines=3, line_of_business=2)
    [seen, *_] = lines(api, number)
    fields = {"organizationalLevelAssociationID": 1}
    api.door("POST", "edit", {"entity": "BillingItems", "id": seen, "fields": fields})
    api.door("POST", "rights", {"lines_of_business": {"2": "none"}})
    assert number in api.ids("Invoices", EVERY)
    assert lines(api, number) == [seen]


@pytest.mark.parametrize(
    "wish",
    [
        {"entities": {"Moods": "none"}},
        {"entities": {"Invoices": "some"}},
        {"entities": ["Invoices"]},
        {"lines_of_business": {"99": "none"}},
        {"moods": {}},
    ],
)
def test_rights_that_cannot_be_are_refused_with_a_sentence(api: Any, wish: Any) -> None:
    answer = api.client.post("/_sandbox/rights", json=wish)
    assert answer.status_code == 400
    assert answer.json["error"].endswith(".")
    assert api.door("GET", "rights") == {"entities": {}, "lines_of_business": {}}
