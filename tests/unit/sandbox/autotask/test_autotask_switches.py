"""Every doubt about Autotask can be had both ways; test_autotask_door and others have the rest."""

from typing import Any

import pytest

from sandbox.autotask.open_questions import SWITCHES

EVERY = {"op": "exist", "field": "id"}


def turn(api: Any, **positions: Any) -> Any:
    return api.door("POST", "switches", positions)


def pick_list(api: Any, entity: str, field: str) -> dict[str, str]:
    described = api.get(f"{entity}/entityInformation/fields")["fields"]
    [rows] = [each["picklistValues"] for each in described if each["name"] == field]
    return {row["value"]: row["label"] for row in rows}


def test_they_start_as_the_manual_says_and_a_restart_keeps_them(api: Any, sandbox: Any) -> None:
    assert api.door("GET", "switches") == {switch.name: switch.default for switch in SWITCHES}
    turn(api, unpay="refused", lines_lag=9)
    kept = sandbox().door("GET", "switches")
    assert (kept["unpay"], kept["lines_lag"]) == ("refused", 9)


@pytest.mark.parametrize("lag", [-1, 86_401, "long", True])
def test_the_lag_of_lines_is_a_number_of_seconds(api: Any, lag: Any) -> None:
    answer = api.client.post("/_sandbox/switches", json={"lines_lag": lag})
    assert answer.status_code == 400
    assert "0 to 86400" in answer.json["error"]


def test_instants_can_have_no_zone_anywhere(api: Any) -> None:
    before = api.query("Invoices", EVERY)["items"]
    turn(api, timestamps="naive")
    after = api.query("Invoices", EVERY)["items"]
    short = api.query("Invoices", EVERY, IncludeFields=["id", "createDateTime"])["items"]
    single = api.get(f"Invoices/{before[0]['id']}")["item"]
    for zoned, naive, cut in zip(before, after, short, strict=True):
        assert naive["createDateTime"] + "Z" == zoned["createDateTime"]
        assert naive["dueDate"] + "Z" == zoned["dueDate"]
        assert cut["createDateTime"] == naive["createDateTime"]
    assert single == after[0]
    turn(api, timestamps="zoned")
    assert api.query("Invoices", EVERY)["items"] == before


def test_a_filter_means_the_same_without_zones(api: Any) -> None:
    turn(api, timestamps="naive")
    created = [row["createDateTime"] for row in api.query("Invoices", EVERY)["items"]]
    since = {"op": "gte", "field": "createDateTime", "value": sorted(created)[20]}
    assert api.count("Invoices", since) == 20


def test_ids_that_nobody_confirmed_can_be_others(api: Any) -> None:
    before = {row["id"]: row for row in api.query("BillingItems", EVERY)["items"]}
    labels = pick_list(api, "BillingItems", "billingItemType")
    turn(api, pick_list_ids="elsewhere")
    [new] = api.door("POST", "invoices", {"count": 1, "lines": 6})["ids"]
    moved = pick_list(api, "BillingItems", "billingItemType")
    assert sorted(moved.values()) == sorted(labels.values())
    assert moved["1"] == labels["1"] == "Labor"
    assert "7" not in moved
    for row in api.query("BillingItems", EVERY)["items"]:
        assert str(row["billingItemType"]) in moved
        if row["invoiceID"] != new:
            earlier = labels[str(before[row["id"]]["billingItemType"])]
            assert moved[str(row["billingItemType"])] == earlier
    turn(api, pick_list_ids="by_position")
    again = {row["id"]: row for row in api.query("BillingItems", EVERY)["items"]}
    assert {number: again[number] for number in before} == before


def test_every_record_of_the_demo_stays_on_its_lists_when_ids_are_others(sandbox: Any) -> None:
    api = sandbox(world="demo")
    turn(api, pick_list_ids="elsewhere")
    state = api.door("GET", "state")
    for entity, field in (
        ("BillingItems", "subType"),
        ("PurchaseOrders", "status"),
        ("Companies", "invoiceMethod"),
        ("Companies", "billToAddressToUse"),
    ):
        known = pick_list(api, entity, field)
        values = {str(row[field]) for row in state[entity] if row[field] is not None}
        assert values
        assert values <= set(known)


@pytest.mark.parametrize("entity", ["Invoices", "BillingItems"])
def test_whether_the_mark_can_be_taken_back_is_a_switch(api: Any, entity: str) -> None:
    [number] = api.ids(entity, EVERY, MaxRecords=1)

    def mark(value: str | None) -> int:
        sent = {"id": number, "webServiceDate": value}
        return int(api.call("PATCH", entity, json=sent).status_code)

    assert [mark("2026-11-22"), mark(None)] == [200, 200]
    turn(api, clear_web_service_date="refused")
    assert [mark("2026-11-22"), mark("2026-11-23"), mark(None)] == [200, 200, 500]
    assert api.get(f"{entity}/{number}")["item"]["webServiceDate"][:10] == "2026-11-23"
