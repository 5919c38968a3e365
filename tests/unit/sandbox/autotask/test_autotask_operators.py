from typing import Any

import pytest

Found = list[dict[str, Any]]


@pytest.fixture(scope="module")
def companies(demo: Any) -> Found:
    found: Found = demo.query("Companies", {"op": "exist", "field": "id"})["items"]
    return found


def names(demo: Any, op: str, value: object, field: str = "companyName") -> set[str]:
    found = demo.query("Companies", {"op": op, "field": field, "value": value})["items"]
    return {company["companyName"] for company in found}


def test_text_is_compared_without_regard_to_case(demo: Any, companies: Found) -> None:
    assert len(names(demo, "eq", "tasman freight limited")) == 2
    assert names(demo, "beginsWith", "KAURI") == {"Kauri Managed IT Limited"}
    assert names(demo, "endsWith", "PTY ltd") == {
        c["companyName"] for c in companies if c["companyName"].strip().lower().endswith("pty ltd")
    } - {c["companyName"] for c in companies if c["companyName"].endswith(" ")}
    assert "Awa Nui Trust Limited".lower() in {
        n.strip().lower() for n in names(demo, "contains", "nui t")
    }


def test_noteq_is_the_complement_of_eq_among_what_is_set(demo: Any) -> None:
    same = demo.count("Companies", {"op": "eq", "field": "currencyID", "value": 2})
    other = demo.count("Companies", {"op": "noteq", "field": "currencyID", "value": 2})
    assert same == 14
    assert same + other == demo.count("Companies", {"op": "exist", "field": "id"})


@pytest.mark.parametrize(
    ("op", "expected"),
    [
        ("gt", [20501, 20502]),
        ("gte", [20500, 20501]),
        ("lt", [20482, 20483]),
        ("lte", [20482, 20483]),
    ],
)
def test_numbers_are_ordered(demo: Any, op: str, expected: list[int]) -> None:
    condition = {"op": op, "field": "id", "value": 20500}
    ids = demo.ids("Invoices", condition, MaxRecords=2)
    everything = demo.ids("Invoices", {"op": "exist", "field": "id"})
    compare = {"gt": int.__gt__, "gte": int.__ge__, "lt": int.__lt__, "lte": int.__le__}[op]
    assert ids == [number for number in everything if compare(number, 20500)][:2]
    assert len(expected) == len(ids)


def test_exist_and_not_exist_split_by_null(demo: Any) -> None:
    exist = demo.count("Invoices", {"op": "exist", "field": "voidedDate"})
    missing = demo.count("Invoices", {"op": "notExist", "field": "voidedDate"})
    assert (exist, missing) == (40, 1080)


def test_null_passes_no_comparison(demo: Any) -> None:
    for op, value in (("noteq", "2020-01-01"), ("lt", "2999-01-01"), ("notIn", ["2020-01-01"])):
        condition = {"op": op, "field": "voidedDate", "value": value}
        assert demo.count("Invoices", condition) == 40


def test_in_and_not_in_take_lists(demo: Any) -> None:
    assert demo.ids(
        "Currencies", {"op": "in", "field": "name", "value": ["aud", "USD", "EUR"]}
    ) == [
        2,
        3,
    ]
    assert demo.ids("Currencies", {"op": "notIn", "field": "id", "value": [2, 3]}) == [1]


def test_booleans_must_be_booleans(demo: Any) -> None:
    assert demo.count("Invoices", {"op": "eq", "field": "isVoided", "value": True}) == 40
    status, body = demo.errors(
        "Invoices", {"filter": [{"op": "eq", "field": "isVoided", "value": "yes"}]}
    )
    assert (status, list(body)) == (500, ["errors"])


@pytest.mark.parametrize(
    "value", ["2026-06-01", "2026-06-01T00:00:00", "2026-06-01T12:00:00+12:00"]
)
def test_instants_without_a_zone_are_utc(demo: Any, value: str) -> None:
    condition = {"op": "gte", "field": "createDateTime", "value": value}
    created = [i["createDateTime"] for i in demo.query("Invoices", condition)["items"]]
    before = {"op": "lt", "field": "createDateTime", "value": value}
    assert min(created) >= "2026-06-01T00:00:00.000Z"
    assert demo.count("Invoices", condition) + demo.count("Invoices", before) == 1120


def test_dotnets_smallest_instant_is_understood(demo: Any) -> None:
    condition = {"op": "gt", "field": "createDateTime", "value": "0001-01-01T00:00:00Z"}
    assert demo.count("Invoices", condition) == 1120


def test_a_value_of_the_wrong_kind_is_refused(demo: Any) -> None:
    for field, value in (("id", "many"), ("createDateTime", "soon"), ("id", True), ("id", "NaN")):
        status, body = demo.errors(
            "Invoices", {"filter": [{"op": "eq", "field": field, "value": value}]}
        )
        assert (status, list(body)) == (500, ["errors"])


def test_an_unknown_operator_is_ignored_and_matches_more_than_was_meant(demo: Any) -> None:
    meant = {"op": "eq", "field": "isVoided", "value": True}
    typo = {"op": "noteExist", "field": "voidedDate"}
    assert demo.count("Invoices", meant, typo) == 40
    assert demo.count("Invoices", typo) == 1120


def test_field_names_operators_and_keys_are_case_insensitive(demo: Any) -> None:
    body = {"FILTER": [{"OP": "EQ", "Field": "ISVOIDED", "value": True}], "maxRECORDS": 3}
    answer = demo.call("POST", "invoices/QUERY", json=body).json
    assert len(answer["items"]) == 3
    assert all(item["isVoided"] for item in answer["items"])
