"""The JSON API: its shapes, its paging, its problems, its description."""

import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from core.store.views.cursors import Cursor
from tests.factories.gateway_world import StubRpc

Api = Callable[..., TestResponse]
LIST = "/connections/kauri/invoices"
ROW = {
    "autotask_id", "number", "company", "date", "due_date", "currency", "subtotal", "tax", "total",
    "status", "hold", "fault", "xero_id", "xero_number", "xero_url", "updated_at",
}  # fmt: skip


def test_connections_come_with_the_health_of_both_sides(api: Api) -> None:
    answer = api("/connections").get_json()
    assert answer["next_cursor"] is None
    kauri = next(item for item in answer["items"] if item["id"] == "kauri")
    assert kauri["state"] == "active"
    assert kauri["autotask"]["state"] == "ok"
    assert kauri["xero"]["calls_left_today"] == 4934
    assert api("/connections/kauri").get_json()["id"] == "kauri"


def test_a_row_has_every_promised_field(api: Api) -> None:
    (row,) = api(f"{LIST}?q=49010").get_json()["items"]
    assert set(row) >= ROW
    assert row["total"] == "1150.00"
    assert row["status"] == "fault"
    assert row["fault"]["code"] == "ACCOUNT_ARCHIVED"
    assert row["fault"]["message"].endswith("Nothing was created.")
    assert row["hold"] is None
    assert row["xero_url"] is None
    (held,) = api(f"{LIST}?q=49002").get_json()["items"]
    assert held["hold"]["code"] == "NO_NUMBER"
    assert held["number"] is None
    (done,) = api(f"{LIST}?q=48000").get_json()["items"]
    assert done["xero_url"].endswith(done["xero_id"])
    assert datetime.fromisoformat(done["updated_at"]).tzinfo is not None


def test_money_is_a_decimal_text_and_never_a_float(api: Api) -> None:
    for row in api(f"{LIST}?limit=500").get_json()["items"]:
        for field in ("subtotal", "tax", "total"):
            assert isinstance(row[field], str)
            assert Decimal(row[field]) == Decimal(row[field]).quantize(Decimal("0.01"))


def test_paging_by_cursor_reaches_everything_once(api: Api) -> None:
    seen: list[int] = []
    cursor = ""
    while True:
        answer = api(f"{LIST}?limit=200&cursor={cursor}").get_json()
        seen += [row["autotask_id"] for row in answer["items"]]
        cursor = answer["next_cursor"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 533


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("status=fault", 5),
        ("status=fault&status=skipped", 6),
        ("status=fault,skipped", 6),
        ("cause=AMOUNT_MISMATCH", 1),
        ("status=fault&q=tasman", 1),
        ("from=2001-01-01&to=2001-12-31", 0),
    ],
)
def test_filters(api: Api, query: str, count: int) -> None:
    assert len(api(f"{LIST}?{query}").get_json()["items"]) == count


def test_a_record_has_its_history_and_lines(api: Api) -> None:
    record = api(f"{LIST}/48000").get_json()
    assert [step["to"] for step in record["history"]] == ["pending_sync", "processing", "complete"]
    assert record["history"][0]["from"] is None
    assert record["lines"][0]["account_code"] == "210"
    assert set(record) >= ROW


def test_commands_answer_the_status_now(api: Api, rpc: StubRpc) -> None:
    rpc.answers["resync"] = {"ok": True, "status": "pending_sync", "message": "Queued."}
    response = api(f"{LIST}/49010/resync", "POST", "operator", json={"reason": "mended"})
    assert response.get_json() == {"status": "pending_sync", "message": "Queued."}
    assert rpc.calls[0][2]["reason"] == "mended"
    assert rpc.calls[0][2]["by"] == "token:operator"


def test_commands_work_without_a_body(api: Api, rpc: StubRpc) -> None:
    assert api(f"{LIST}/49010/skip", "POST", "operator").status_code == 200
    assert rpc.calls[0][2]["reason"] is None


def test_the_switch_and_sync_now(api: Api, rpc: StubRpc) -> None:
    rpc.answers["sync_now"] = {"ok": True, "started": False, "message": "A run is on already."}
    assert api("/connections/kauri/sync-now", "POST", "operator").get_json() == {
        "started": False, "message": "A run is on already.",
    }  # fmt: skip
    patched = api("/connections/kauri", "PATCH", "admin", json={"state": "paused"})
    assert patched.get_json()["id"] == "kauri"
    assert rpc.calls[-1][1] == "set_connection_state"


@pytest.mark.parametrize("body", [{"state": "off"}, {}, {"state": "active", "x": 1}])
def test_an_odd_state_is_a_problem(api: Api, rpc: StubRpc, body: dict[str, object]) -> None:
    response = api("/connections/kauri", "PATCH", "admin", json=body)
    assert response.status_code == 422
    assert response.content_type == "application/problem+json"
    assert response.get_json()["errors"]
    assert rpc.calls == []


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/connections/nobody", 404),
        ("/connections/nobody/invoices", 404),
        (f"{LIST}/1", 404),
        ("/nonsense", 404),
        (f"{LIST}?limit=501", 422),
        (f"{LIST}?limit=0", 422),
        (f"{LIST}?cursor=zzz", 422),
        (f"{LIST}?q=48000&cursor={Cursor('-updated', 5, 1).encode()}", 422),
        (f"/connections/kauri/logs?cursor={Cursor('-at', 5, 'a').encode()}", 422),
        (f"{LIST}?status=lost", 422),
        ("/connections/kauri/logs?level=loud", 422),
        ("/connections/kauri/analytics?months=0", 422),
    ],
)
def test_trouble_is_a_problem_document(api: Api, path: str, status: int) -> None:
    response = api(path)
    assert response.status_code == status
    assert response.content_type == "application/problem+json"
    body = response.get_json()
    assert body["status"] == status
    assert {"type", "title", "detail", "code"} <= set(body)


def test_a_method_that_does_not_exist_says_which_do(api: Api) -> None:
    response = api("/connections/kauri/summary", "POST", "admin")
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]
    assert response.content_type == "application/problem+json"


def test_the_summary_adds_up(api: Api) -> None:
    summary = api("/connections/kauri/summary").get_json()
    assert summary["counts"]["fault"] == 5
    assert sum(summary["counts"].values()) == summary["total"] == 533
    assert summary["held"] == 1
    assert [cause["count"] for cause in summary["causes"]] == [2, 2, 1]
    assert Decimal(summary["this_month"]["value"]["NZD"]) > 0


def test_analytics_hold_every_month_even_empty_ones(api: Api) -> None:
    months = api("/connections/kauri/analytics?months=36").get_json()["months"]
    assert len(months) == 36
    assert months[0]["count"] == 0
    total = sum(month["count"] for month in months)
    assert total == api("/connections/kauri/summary").get_json()["counts"]["complete"]


def test_logs_filter_and_page(api: Api) -> None:
    first = api("/connections/kauri/logs?limit=50").get_json()
    assert len(first["items"]) == 50
    fields = {"at", "level", "service", "code", "message", "autotask_id", "xero_id", "run_id"}
    assert set(first["items"][0]) >= fields
    second = api(f"/connections/kauri/logs?limit=50&cursor={first['next_cursor']}").get_json()
    assert not {line["id"] for line in first["items"]} & {line["id"] for line in second["items"]}
    one = api("/connections/kauri/logs?autotask_id=47999").get_json()["items"]
    assert [line["autotask_id"] for line in one] == [47_999]
    errors = api("/connections/kauri/logs?level=error&limit=500").get_json()["items"]
    assert {line["level"] for line in errors} == {"error"}
    at = first["items"][10]["at"]
    later = api("/connections/kauri/logs", query_string={"from": at, "limit": 500}).get_json()
    assert len(later["items"]) == 11


def test_files_through_the_api(api: Api) -> None:
    assert api(f"{LIST}.csv?status=fault").text.count("\n") == 6
    assert api(f"{LIST}.xlsx?status=fault").data.startswith(b"PK")


def test_purchase_orders_through_the_api(api: Api) -> None:
    (row,) = api("/connections/kauri/purchase-orders").get_json()["items"]
    assert row["company"] == "Ingram Distribution"
    assert api("/connections/kauri/purchase-orders/71").status_code == 200
    assert api("/connections/kauri/purchase-orders/71/skip", "POST", "admin").status_code == 404


def test_the_description_names_every_path(app: Flask) -> None:
    described = app.test_client().get("/api/v1/openapi.json").get_json()
    assert described["openapi"] == "3.1.0"
    one = "/api/v1/connections/{connection}"
    for path, methods in {
        "/api/v1/connections": {"get"},
        one: {"get", "patch"},
        f"{one}/sync-now": {"post"},
        f"{one}/summary": {"get"},
        f"{one}/analytics": {"get"},
        f"{one}/logs": {"get"},
        f"{one}/invoices": {"get"},
        f"{one}/invoices/{{autotask_id}}": {"get"},
        f"{one}/invoices/{{autotask_id}}/resync": {"post"},
        f"{one}/purchase-orders": {"get"},
    }.items():
        assert methods <= set(described["paths"][path]), path


def test_no_way_is_left_out_of_the_description(app: Flask) -> None:
    described = app.test_client().get("/api/v1/openapi.json").get_json()
    there = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/") and rule.endpoint != "api.openapi"
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    named = {(path, method) for path, ways in described["paths"].items() for method in ways}
    assert there == named
    invoice = "/api/v1/connections/{connection}/invoices"
    pdf = described["paths"][f"{invoice}/{{autotask_id}}/autotask.pdf"]["get"]
    assert set(pdf["responses"]["200"]["content"]) == {"application/pdf"}
    sheet = described["paths"][f"{invoice}.csv"]["get"]
    assert set(sheet["responses"]["200"]["content"]) == {"text/csv"}


def test_every_refusal_is_described_as_the_problem_that_it_is(app: Flask) -> None:
    described = app.test_client().get("/api/v1/openapi.json").get_json()
    for path, ways in described["paths"].items():
        for method, operation in ways.items():
            refusals = {
                code: told for code, told in operation["responses"].items() if code != "200"
            }
            assert {"401", "503"} <= set(refusals), path
            assert ("404" in refusals) == ("{" in path)
            assert method == "get" or {"403", "409", "502"} <= set(refusals), path
            for told in refusals.values():
                (schema,) = told["content"].items()
                reference = {"schema": {"$ref": "#/components/schemas/Problem"}}
                assert schema == ("application/problem+json", reference)
    refused = app.test_client().get("/api/v1/connections").get_json()
    assert set(described["components"]["schemas"]["Problem"]["required"]) == set(refused)


def test_the_documentation_page_lists_them(app: Flask, signed_in: Callable[..., object]) -> None:
    html = signed_in("viewer").text("/api/docs")  # type: ignore[attr-defined]
    assert "/api/v1/connections/{connection}/invoices/{autotask_id}/resync" in html
    assert "next_cursor" in html
