from typing import Any

import pytest


@pytest.fixture
def first(api: Any) -> int:
    number: int = api.ids("Invoices", {"op": "exist", "field": "id"}, MaxRecords=1)[0]
    return number


def complaint(api: Any, path: str, body: object) -> str:
    answer = api.client.post(f"/_sandbox/{path}", json=body)
    assert answer.status_code == 400
    return str(answer.json["error"])


def test_new_invoices_can_be_made_to_appear(api: Any) -> None:
    made = api.door("POST", "invoices", {"count": 3, "lines": 5, "company_id": 203})["ids"]
    assert len(set(made)) == 3
    for number in made:
        assert api.get(f"Invoices/{number}")["item"]["companyID"] == 203
        lines = {"op": "eq", "field": "invoiceID", "value": number}
        assert api.count("BillingItems", lines) == 5
    assert {api.door("GET", "intents")[str(number)]["expect"] for number in made} == {"complete"}


def test_voiding_takes_the_lines_away_and_expects_a_skip(api: Any, first: int) -> None:
    api.door("POST", "void", {"id": first})
    item = api.get(f"Invoices/{first}")["item"]
    assert (item["isVoided"], item["voidedByResourceID"] is None) == (True, False)
    assert api.count("BillingItems", {"op": "eq", "field": "invoiceID", "value": first}) == 0
    assert api.count("BillingItems", {"op": "notExist", "field": "invoiceID"}) == 3
    assert api.door("GET", "intents")[str(first)]["expect"] == "skipped"
    assert "already" in complaint(api, "void", {"id": first})


def test_anything_can_be_edited_as_in_autotasks_own_screens(api: Any, first: int) -> None:
    fields = {
        "invoicestatus": -3,
        "invoiceTotal": 12.3456,
        "comments": None,
        "dueDate": "2026-12-01",
    }
    edited = api.door("POST", "edit", {"entity": "invoices", "id": first, "fields": fields})
    assert api.get(f"Invoices/{first}")["item"] == edited
    assert edited["invoiceTotal"] == 12.3456
    assert edited["dueDate"] == "2026-12-01T00:00:00.000Z"
    rows = [{"name": "XeroNoSync", "value": "true"}]
    body = {"entity": "Companies", "id": 201, "fields": {"userDefinedFields": rows}}
    assert api.door("POST", "edit", body)["userDefinedFields"] == rows


def test_moving_a_line_to_another_invoice_is_seen_by_the_index(api: Any, first: int) -> None:
    lines = {"op": "eq", "field": "invoiceID", "value": first}
    [line, *_] = api.ids("BillingItems", lines)
    api.door("POST", "edit", {"entity": "BillingItems", "id": line, "fields": {"invoiceID": 0}})
    assert line not in api.ids("BillingItems", lines)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("invoices", {}),
        ("invoices", {"count": 0}),
        ("invoices", {"count": 1, "company_id": 9999}),
        ("invoices", {"count": "many"}),
        ("void", {"id": 1}),
        ("void", {}),
        ("edit", {"entity": "Moods", "id": 1, "fields": {"a": 1}}),
        ("edit", {"entity": "Invoices", "id": 1, "fields": {"comments": "x"}}),
        ("edit", {"entity": "Companies", "id": 0, "fields": {"mood": "x"}}),
        ("edit", {"entity": "Companies", "id": 0, "fields": {"id": 5}}),
        ("edit", {"entity": "Companies", "id": 0}),
        ("switches", {"mood": "good"}),
        ("switches", {"tax_rate": "half"}),
        ("faults", {"name": "token_expired"}),
    ],
)
def test_bad_input_gets_a_sentence(api: Any, path: str, body: object) -> None:
    assert complaint(api, path, body).endswith(".")


def test_an_empty_world_has_nobody_to_bill(sandbox: Any) -> None:
    assert "no companies" in complaint(sandbox(), "invoices", {"count": 1})


def test_totals_can_be_made_gross_and_net_again_without_losing_a_cent(api: Any) -> None:
    net = {i["id"]: i["invoiceTotal"] for i in api.door("GET", "state")["Invoices"]}
    api.door("POST", "switches", {"invoice_total": "gross"})
    [new] = api.door("POST", "invoices", {"count": 1})["ids"]
    for invoice in api.door("GET", "state")["Invoices"]:
        items = api.query(
            "BillingItems", {"op": "eq", "field": "invoiceID", "value": invoice["id"]}
        )
        gross = sum(item["totalAmount"] + item["taxDollars"] for item in items["items"])
        assert invoice["invoiceTotal"] == pytest.approx(gross, abs=1e-9)
    assert api.door("POST", "switches", {"invoice_total": "net"})["invoice_total"] == "net"
    after = {i["id"]: i["invoiceTotal"] for i in api.door("GET", "state")["Invoices"]}
    assert {number: total for number, total in after.items() if number != new} == net


def test_tax_rates_can_be_fractions(api: Any) -> None:
    assert api.get("Taxes/1")["item"]["taxRate"] == 15.0
    api.door("POST", "switches", {"tax_rate": "fraction"})
    assert api.get("Taxes/1")["item"]["taxRate"] == 0.15
    api.door("POST", "switches", {"tax_rate": "percent"})
    assert api.get("Taxes/1")["item"]["taxRate"] == 15.0


def test_a_missing_record_is_null_or_by_switch_not_found(api: Any) -> None:
    assert api.get("Invoices/5") == {"item": None}
    api.door("POST", "switches", {"missing_item": "404"})
    assert api.call("GET", "Invoices/5").status_code == 404


def test_creation_times_can_be_compared_by_the_day(api: Any, first: int) -> None:
    created = api.get(f"Invoices/{first}")["item"]["createDateTime"]
    later = {"op": "gt", "field": "createDateTime", "value": f"{created[:10]}T00:00:00Z"}
    assert first in api.ids("Invoices", later)
    api.door("POST", "switches", {"created_filter": "day"})
    assert first not in api.ids("Invoices", later)
    assert first in api.ids(
        "Invoices", {**later, "op": "gte", "value": f"{created[:10]}T23:59:59Z"}
    )


def test_faults_answer_in_autotasks_shapes(api: Any) -> None:
    expected = {
        "error_before_commit": 500,
        "unavailable": 503,
        "maintenance": 503,
        "rate_limited_concurrent": 429,
        "rate_limited_hour": 429,
    }
    for name, status in expected.items():
        api.door("POST", "faults", {"name": name, "endpoint": "GET Companies"})
        assert api.call("GET", "Companies/0").status_code == status
        assert api.call("GET", "Companies/0").status_code == 200
