from typing import Any

import pytest


@pytest.fixture
def first(api: Any) -> int:
    number: int = api.ids("Invoices", {"op": "exist", "field": "id"}, MaxRecords=1)[0]
    return number


def patched(api: Any, **body: Any) -> tuple[int, Any]:
    answer = api.call("PATCH", "Invoices", json=body)
    return answer.status_code, answer.json


def test_the_three_writable_fields_are_written_and_nothing_else_changes(
    api: Any, first: int
) -> None:
    before = api.get(f"Invoices/{first}")["item"]
    written = {"invoiceNumber": "INV-1", "webServiceDate": "2026-11-22T10:00:00+13:00"}
    assert patched(api, id=first, paidDate="2026-11-20T23:59:00Z", **written) == (
        200,
        {"itemId": first},
    )
    assert api.get(f"Invoices/{first}")["item"] == {
        **before,
        "invoiceNumber": "INV-1",
        "paidDate": "2026-11-20T00:00:00.000Z",
        "webServiceDate": "2026-11-21T21:00:00.000Z",
    }


def test_put_empties_what_was_not_sent(api: Any, first: int) -> None:
    patched(api, id=first, paidDate="2026-11-20")
    api.call("PUT", "Invoices", json={"id": first, "invoiceNumber": "INV-2"})
    item = api.get(f"Invoices/{first}")["item"]
    assert (item["invoiceNumber"], item["paidDate"]) == ("INV-2", None)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"invoiceTotal": 1}, "invoiceTotal"),
        ({"isVoided": True}, "isVoided"),
        ({"mood": "good"}, "Unable to find mood in the Invoice Entity."),
        (
            {"invoiceNumber": "x" * 101},
            "invoiceNumber must be less than or equal to 100 characters",
        ),
        ({"invoiceNumber": 5}, "String"),
        ({"paidDate": "soon"}, "DateTime"),
    ],
)
def test_anything_else_is_refused_and_nothing_is_written(
    api: Any, first: int, fields: dict[str, Any], sentence: str
) -> None:
    before = api.get(f"Invoices/{first}")
    status, body = patched(api, id=first, webServiceDate="2026-11-22", **fields)
    assert status == 500
    assert sentence in body["errors"][0]
    assert api.get(f"Invoices/{first}") == before


def test_an_id_is_needed_and_must_exist(api: Any) -> None:
    assert patched(api, paidDate="2026-11-22") == (500, {"errors": ["Missing Required Field: id"]})
    status, body = patched(api, id=1, paidDate="2026-11-22")
    assert status == 500
    assert "No matching records found" in body["errors"][0]


def test_null_takes_the_paid_date_back_unless_the_switch_says_no(api: Any, first: int) -> None:
    patched(api, id=first, paidDate="2026-11-20")
    assert patched(api, id=first, paidDate=None)[0] == 200
    patched(api, id=first, paidDate="2026-11-20")
    api.door("POST", "switches", {"unpay": "refused"})
    assert patched(api, id=first, paidDate=None)[0] == 500
    assert api.get(f"Invoices/{first}")["item"]["paidDate"] == "2026-11-20T00:00:00.000Z"


def test_billing_items_take_a_web_service_date_only(api: Any) -> None:
    [number] = api.ids("BillingItems", {"op": "exist", "field": "id"}, MaxRecords=1)
    sent = {"id": number, "webServiceDate": "2026-11-22T01:02:03.004Z"}
    assert api.call("PATCH", "BillingItems", json=sent).status_code == 200
    assert api.get(f"BillingItems/{number}")["item"]["webServiceDate"] == sent["webServiceDate"]
    assert api.call("PATCH", "BillingItems", json={"id": number, "rate": 1}).status_code == 500


def test_a_fault_after_commit_has_written(api: Any, first: int) -> None:
    api.door("POST", "faults", {"name": "error_after_commit", "endpoint": "PATCH Invoices"})
    status, body = patched(api, id=first, paidDate="2026-11-20")
    assert (status, list(body)) == (500, ["errors"])
    assert api.get(f"Invoices/{first}")["item"]["paidDate"] is not None


def test_what_was_written_survives_a_restart(api: Any, first: int, sandbox: Any) -> None:
    patched(api, id=first, invoiceNumber="INV-3")
    restarted = sandbox()
    assert restarted.get(f"Invoices/{first}")["item"]["invoiceNumber"] == "INV-3"
    assert restarted.door("GET", "state") == api.door("GET", "state")
