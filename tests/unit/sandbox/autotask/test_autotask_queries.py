import json
from typing import Any
from urllib.parse import quote

import pytest

ALL = {"op": "exist", "field": "id"}


def refused(api: Any, body: dict[str, Any], entity: str = "Invoices") -> str:
    status, answer = api.errors(entity, body)
    assert status == 500
    [sentence] = answer["errors"]
    return str(sentence)


def test_top_level_conditions_are_anded_and_groups_nest(demo: Any) -> None:
    either = {
        "op": "or",
        "items": [
            {"op": "eq", "field": "isVoided", "value": True},
            {
                "op": "and",
                "items": [
                    {"op": "lt", "field": "invoiceTotal", "value": 0},
                    {"op": "notExist", "field": "webServiceDate"},
                ],
            },
        ],
    }
    assert demo.count("Invoices", either) == 48
    assert demo.count("Invoices", either, {"op": "gte", "field": "invoiceTotal", "value": 0}) == 40


def test_a_filter_is_mandatory(demo: Any) -> None:
    bodies: list[dict[str, Any]] = [{}, {"filter": []}, {"filter": None}, {"MaxRecords": 5}]
    for body in bodies:
        assert refused(demo, body).endswith("Parameter name: filters")
    assert demo.call("POST", "Invoices/query").status_code == 500
    assert demo.call("GET", "Invoices/query").status_code == 500


def test_broken_json_is_the_one_400(demo: Any) -> None:
    answer = demo.call("POST", "Invoices/query", data="{", content_type="application/json")
    assert answer.status_code == 400


def test_an_unknown_field_is_named_with_the_singular_entity(demo: Any) -> None:
    body = {"filter": [{"op": "eq", "field": "lineItemID", "value": 1}]}
    sentence = refused(demo, body, "BillingItems")
    assert sentence == "Unable to find lineItemID in the BillingItem Entity."
    assert "Unable to find nope" in refused(demo, {"filter": [ALL], "IncludeFields": ["nope"]})


@pytest.mark.parametrize(
    ("entity", "field"),
    [
        ("Invoices", "dueDate"),
        ("Invoices", "taxGroup"),
        ("BillingItems", "lineItemFullDescription"),
        ("Companies", "sicCode"),
        ("PurchaseOrders", "additionalVendorInvoiceNumbers"),
    ],
)
def test_fields_that_are_returned_but_not_queryable_cannot_be_filtered(
    demo: Any, entity: str, field: str
) -> None:
    assert field in refused(demo, {"filter": [{"op": "exist", "field": field}]}, entity)
    assert field in demo.query(entity, ALL, MaxRecords=1)["items"][0]


def test_include_fields_limits_strictly_and_without_it_every_field_is_there(demo: Any) -> None:
    [item] = demo.query("Invoices", ALL, MaxRecords=1, IncludeFields=["ID", "invoicenumber"])[
        "items"
    ]
    assert list(item) == ["id", "invoiceNumber"]
    [whole] = demo.query("Invoices", ALL, MaxRecords=1, IncludeFields=[])["items"]
    assert len(whole) == 25
    assert whole["paidDate"] is None


@pytest.mark.parametrize("number", [0, -1, 501, "many", True])
def test_max_records_is_from_1_to_500(demo: Any, number: object) -> None:
    sentence = refused(demo, {"filter": [ALL], "MaxRecords": number})
    assert sentence == "maxCountOfRecordsToReturn must be between 1 and 500"


def test_more_than_500_or_conditions_are_refused_and_values_of_in_count(demo: Any) -> None:
    limit = "Invalid query syntax. Queries are limited to 500 or fewer 'OR' conditions."
    few = {"op": "in", "field": "id", "value": list(range(500))}
    many = {"op": "in", "field": "id", "value": list(range(501))}
    assert demo.count("Invoices", few) == 0
    assert refused(demo, {"filter": [many]}) == limit
    alternatives = [{"op": "eq", "field": "id", "value": n} for n in range(501)]
    assert demo.count("Invoices", {"op": "or", "items": alternatives[:500]}) == 0
    assert refused(demo, {"filter": [{"op": "or", "items": alternatives}]}) == limit
    both = [few, {"op": "or", "items": alternatives[:1]}]
    assert refused(demo, {"filter": both}) == limit


def test_user_defined_fields_are_asked_for_by_name_and_one_at_a_time(demo: Any) -> None:
    kept_out = {"op": "eq", "field": "xeronosync", "udf": True, "value": "true"}
    found = demo.query("Companies", kept_out, IncludeFields=["id", "XeroNoSync"])["items"]
    assert [item["userDefinedFields"] for item in found] == [
        [{"name": "XeroNoSync", "value": "true"}]
    ]
    assert "Only one" in refused(demo, {"filter": [kept_out, kept_out]}, "Companies")
    unknown = {"op": "exist", "field": "Mood", "udf": True}
    assert "Unable to find Mood" in refused(demo, {"filter": [unknown]}, "Companies")


def test_the_literal_array_name_in_include_fields_is_an_error(demo: Any) -> None:
    body = {"filter": [ALL], "IncludeFields": ["id", "userDefinedFields"]}
    assert "userDefinedFields" in refused(demo, body, "Companies")


def test_get_queries_answer_the_same_as_posted_ones(demo: Any) -> None:
    search = {"filter": [{"op": "eq", "field": "isVoided", "value": True}], "MaxRecords": 7}
    got = demo.get(f"Invoices/query?search={quote(json.dumps(search))}")
    assert got["items"] == demo.call("POST", "Invoices/query", json=search).json["items"]
    assert demo.get(f"Invoices/query/count?search={quote(json.dumps(search))}") == {
        "queryCount": 40
    }


def test_a_get_url_over_2048_characters_is_not_found(demo: Any) -> None:
    search = {"filter": [{"op": "in", "field": "id", "value": list(range(10_000, 10_350))}]}
    answer = demo.call("GET", f"Invoices/query?search={quote(json.dumps(search))}")
    assert answer.status_code == 404
    assert demo.call("POST", "Invoices/query", json=search).status_code == 200


def test_looking_only_where_ids_say_finds_what_looking_everywhere_finds(demo: Any) -> None:
    everything = demo.ids("Invoices", ALL)
    few = [everything[7], everything[3], 5, str(everything[9]), 20500.5]
    found = [everything[3], everything[7], everything[9]]
    wanted = {"op": "in", "field": "ID", "value": few}
    assert demo.ids("Invoices", wanted) == found
    assert demo.ids("Invoices", wanted, {"op": "gt", "field": "id", "value": found[0]}) == found[1:]
    assert demo.ids("Invoices", wanted, {"op": "eq", "field": "id", "value": found[0]}) == found[:1]
    either = {"op": "or", "items": [wanted, {"op": "eq", "field": "id", "value": everything[0]}]}
    assert demo.ids("Invoices", either) == [everything[0], *found]


def test_lines_of_some_invoices_are_found_by_index_as_by_looking_at_all(demo: Any) -> None:
    wanted = demo.ids("Invoices", ALL, MaxRecords=9)
    condition = {"op": "in", "field": "invoiceID", "value": wanted}
    by_index = demo.ids("BillingItems", condition)
    same = {"op": "or", "items": [{"op": "eq", "field": "invoiceID", "value": n} for n in wanted]}
    assert by_index == demo.ids("BillingItems", same)
    assert by_index == sorted(by_index)
    both = [condition, {"op": "eq", "field": "invoiceID", "value": str(wanted[0])}]
    assert 0 < demo.count("BillingItems", *both) < len(by_index)
