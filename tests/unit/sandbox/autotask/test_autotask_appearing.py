from typing import Any

import pytest

EVERY = {"op": "exist", "field": "id"}


def appeared(api: Any, **wish: Any) -> list[dict[str, Any]]:
    ids = api.door("POST", "invoices", {"count": 1, **wish})["ids"]
    return [api.get(f"Invoices/{number}")["item"] for number in ids]


def lines(api: Any, number: int) -> list[dict[str, Any]]:
    wanted = {"op": "eq", "field": "invoiceID", "value": number}
    found: list[dict[str, Any]] = api.query("BillingItems", wanted)["items"]
    return found


def later(api: Any, seconds: int) -> None:
    api.door("POST", "clock", {"offset_seconds": seconds})


def test_an_invoice_can_appear_late_with_an_earlier_time(api: Any) -> None:
    [invoice] = appeared(api, created_at="2026-11-02T21:30:00.250+13:00")
    assert invoice["createDateTime"] == "2026-11-02T08:30:00.250Z"
    assert invoice["invoiceDateTime"][:10] == "2026-11-02"
    assert invoice["id"] == max(api.ids("Invoices", EVERY))


def test_several_invoices_can_share_the_second_of_the_newest_one(api: Any) -> None:
    newest = max(row["createDateTime"] for row in api.query("Invoices", EVERY)["items"])
    made = appeared(api, count=3, same_second=True)
    assert [invoice["createDateTime"] for invoice in made] == [newest] * 3


def test_an_invoice_can_have_no_number_or_one_that_is_given(api: Any) -> None:
    assert appeared(api, number=None)[0]["invoiceNumber"] is None
    assert appeared(api, number="2026/17 b")[0]["invoiceNumber"] == "2026/17 b"


def test_a_number_can_come_later(api: Any) -> None:
    [invoice] = appeared(api, number_after=600)
    assert invoice["invoiceNumber"] is None
    later(api, 601)
    number = api.get(f"Invoices/{invoice['id']}")["item"]["invoiceNumber"]
    assert number == f"KMI-{invoice['id']:06d}"


def test_lines_can_come_later_and_sum_to_the_header(api: Any) -> None:
    [invoice] = appeared(api, lines=4, lines_after=60)
    assert lines(api, invoice["id"]) == []
    later(api, 61)
    total = sum(line["totalAmount"] for line in lines(api, invoice["id"]))
    assert total == pytest.approx(invoice["invoiceTotal"])


def test_the_lag_of_lines_is_a_switch(api: Any) -> None:
    api.door("POST", "switches", {"lines_lag": 30})
    [invoice] = appeared(api, lines=2)
    assert lines(api, invoice["id"]) == []
    later(api, 31)
    assert len(lines(api, invoice["id"])) == 2


def test_external_taxes_can_end(api: Any) -> None:
    [invoice] = appeared(api, taxes_after=120)
    assert invoice["invoiceStatus"] == -3
    later(api, 121)
    assert api.get(f"Invoices/{invoice['id']}")["item"]["invoiceStatus"] == 1


def test_an_invoice_can_show_itself_after_others_with_higher_ids(api: Any) -> None:
    [number] = api.door("POST", "invoices", {"count": 1, "lines": 2, "appears_after": 30})["ids"]
    [higher] = api.door("POST", "invoices", {"count": 1})["ids"]
    assert number < higher
    assert api.get(f"Invoices/{number}")["item"] is None
    assert lines(api, number) == []
    assert api.ids("Invoices", EVERY)[-1] == higher
    assert api.count("Invoices", {"op": "eq", "field": "id", "value": number}) == 0
    later(api, 31)
    assert api.ids("Invoices", EVERY)[-2:] == [number, higher]
    assert len(lines(api, number)) == 2


def test_what_is_to_happen_survives_a_restart(api: Any, sandbox: Any) -> None:
    [invoice] = appeared(api, number_after=600, lines=1, lines_after=600)
    restarted = sandbox()
    later(restarted, 601)
    assert restarted.get(f"Invoices/{invoice['id']}")["item"]["invoiceNumber"]
    assert len(lines(restarted, invoice["id"])) == 1


def test_a_line_of_business_can_be_chosen(api: Any) -> None:
    [invoice] = appeared(api, lines=3, line_of_business=5)
    found = {line["organizationalLevelAssociationID"] for line in lines(api, invoice["id"])}
    assert found == {5}


def test_a_credit_is_an_invoice_below_zero(api: Any) -> None:
    [invoice] = appeared(api, credit=True, lines=2, company_id=201)
    assert invoice["invoiceTotal"] < 0
    assert all(line["totalAmount"] < 0 for line in lines(api, invoice["id"]))


def test_an_invoice_can_have_more_lines_than_a_page(api: Any) -> None:
    [invoice] = appeared(api, lines=600)
    wanted = {"op": "eq", "field": "invoiceID", "value": invoice["id"]}
    first = api.query("BillingItems", wanted)
    assert first["pageDetails"]["count"] == 500
    rest = api.query(
        "BillingItems", wanted, {"op": "gt", "field": "id", "value": first["items"][-1]["id"]}
    )
    total = sum(line["totalAmount"] for line in (*first["items"], *rest["items"]))
    assert len(rest["items"]) == 100
    assert total == pytest.approx(invoice["invoiceTotal"])


@pytest.mark.parametrize(
    "wish",
    [
        {"created_at": "yesterday"},
        {"created_at": 5},
        {"number": 7},
        {"number": "A", "count": 2},
        {"same_second": "yes"},
        {"lines": 1001},
        {"lines_after": 0},
        {"line_of_business": 99},
        {"mood": "good"},
    ],
)
def test_bad_wishes_get_a_sentence(api: Any, wish: dict[str, Any]) -> None:
    answer = api.client.post("/_sandbox/invoices", json={"count": 1, **wish})
    assert answer.status_code == 400
    assert answer.json["error"].endswith(".")
