import json
from typing import Any

import pytest

EVERY = {"op": "exist", "field": "id"}


@pytest.fixture
def numbers(api: Any) -> list[int]:
    found: list[int] = api.ids("Invoices", EVERY)
    return found


def arm(api: Any, name: str, **more: Any) -> None:
    api.door("POST", "faults", {"name": name, **more})


def armed(api: Any) -> list[str]:
    return [fault["name"] for fault in api.door("GET", "faults")["faults"]]


def rows(api: Any, entity: str = "Invoices", **more: Any) -> dict[int, dict[str, Any]]:
    return {row["id"]: row for row in api.query(entity, EVERY, **more)["items"]}


@pytest.mark.parametrize(
    ("wish", "field", "value"),
    [
        ({"name": "wrong_type"}, "invoiceTotal", "twelve dollars"),
        ({"name": "wrong_type", "field": "isVoided"}, "isVoided", "perhaps"),
        ({"name": "wrong_type", "field": "duedate", "value": [1]}, "dueDate", [1]),
        ({"name": "unknown_pick_list"}, "paymentTerm", 98765),
        ({"name": "unknown_pick_list", "field": "invoiceStatus"}, "invoiceStatus", 98765),
        ({"name": "null_value"}, "invoiceDateTime", None),
        ({"name": "null_value", "field": "companyID"}, "companyID", None),
    ],
)
def test_one_field_of_one_invoice_is_bad_and_nothing_else(
    api: Any, numbers: list[int], wish: dict[str, Any], field: str, value: object
) -> None:
    before = rows(api)
    arm(api, **wish, entity="Invoices", record=numbers[7])
    after = rows(api)
    assert after == before | {numbers[7]: before[numbers[7]] | {field: value}}
    assert rows(api) == before
    assert armed(api) == []


def test_malformed_json_is_malformed_only_where_the_row_is(api: Any, numbers: list[int]) -> None:
    arm(api, "malformed_json", record=numbers[7], calls=2)
    for path in ("Invoices/query", f"Invoices/{numbers[7]}"):
        verb = "POST" if path.endswith("query") else "GET"
        answer = api.call(verb, path, json={"filter": [EVERY]} if verb == "POST" else None)
        assert answer.status_code == 200
        with pytest.raises(json.JSONDecodeError):
            json.loads(answer.text)
        assert api.ids("Invoices", {"op": "lt", "field": "id", "value": numbers[7]}) == numbers[:7]
    assert armed(api) == []


def test_dates_can_come_without_their_zone(api: Any, numbers: list[int]) -> None:
    arm(api, "naive_dates", record="all", calls=2)
    for row in rows(api).values():
        assert not row["createDateTime"].endswith("Z")
        assert row["invoiceDateTime"].endswith("T00:00:00.000")
    arm(api, "naive_dates", field="dueDate", record=numbers[0])
    rows(api)
    one = rows(api)[numbers[0]]
    assert (one["dueDate"][-1], one["createDateTime"][-1]) == ("0", "Z")


def test_a_description_can_be_two_megabytes_long(api: Any) -> None:
    arm(api, "huge_description")
    arm(api, "huge_description", entity="Invoices", size=5_000)
    longest = max(len(row["description"] or "") for row in rows(api, "BillingItems").values())
    assert longest == 2_000_000
    assert len(next(iter(rows(api).values()))["comments"]) == 5_000


def test_a_company_can_have_a_currency_that_is_no_currency(api: Any) -> None:
    arm(api, "currency_mismatch", record=203)
    companies = rows(api, "Companies")
    assert companies[203]["currencyID"] not in rows(api, "Currencies")
    assert companies[202]["currencyID"] in rows(api, "Currencies")


def test_the_total_of_an_invoice_can_differ_from_its_lines(api: Any, numbers: list[int]) -> None:
    before = rows(api)[numbers[3]]["invoiceTotal"]
    arm(api, "sums_differ", record=numbers[3], by=-0.5, calls=2)
    assert rows(api)[numbers[3]]["invoiceTotal"] == pytest.approx(before - 0.5)
    item = api.get(f"Invoices/{numbers[3]}")["item"]
    assert item["invoiceTotal"] == pytest.approx(before - 0.5)
    assert rows(api)[numbers[3]]["invoiceTotal"] == before


def test_several_rows_can_be_bad_at_once_and_one_row_twice(api: Any, numbers: list[int]) -> None:
    arm(api, "wrong_type", record=numbers[1])
    arm(api, "null_value", record=numbers[1], field="companyID")
    arm(api, "unknown_pick_list", record=numbers[2])
    page = rows(api)
    assert page[numbers[1]]["invoiceTotal"] == "twelve dollars"
    assert page[numbers[1]]["companyID"] is None
    assert page[numbers[2]]["paymentTerm"] == 98765


def test_a_call_without_the_row_or_the_field_does_not_use_the_fault_up(
    api: Any, numbers: list[int]
) -> None:
    arm(api, "wrong_type", record=numbers[5])
    rows(api, MaxRecords=3)
    rows(api, IncludeFields=["id", "invoiceNumber"])
    api.call("PATCH", "Invoices", json={"id": numbers[5], "webServiceDate": "2026-11-22"})
    assert armed(api) == ["wrong_type"]
    shown = rows(api, IncludeFields=["id", "invoiceTotal"])
    assert shown[numbers[5]] == {"id": numbers[5], "invoiceTotal": "twelve dollars"}


@pytest.mark.parametrize(
    "wish",
    [
        {"name": "wrong_type", "entity": "Moods"},
        {"name": "wrong_type", "field": "mood"},
        {"name": "wrong_type", "entity": "Companies", "field": "invoiceTotal"},
        {"name": "wrong_type", "record": "first"},
        {"name": "huge_description", "size": 0},
        {"name": "null_value", "value": 1},
        {"name": "null_value", "endpoint": "*", "field": "id"},
    ],
)
def test_what_could_never_strike_is_refused_with_a_sentence(api: Any, wish: Any) -> None:
    answer = api.client.post("/_sandbox/faults", json=wish)
    assert answer.status_code == 400
    assert answer.json["error"].endswith(".")
