"""Idempotency keys: six minutes, errors included."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.unit.sandbox.xero.conftest import Bookkeeper


def put(xero: Bookkeeper, key: str, *elements: Any) -> Any:
    return xero.call(
        "PUT",
        "Invoices?summarizeErrors=false",
        json={"Invoices": list(elements)},
        headers={"Idempotency-Key": key},
    )


def stored(xero: Bookkeeper) -> int:
    return len(xero.state()["Invoices"])


def test_the_same_call_gets_the_same_answer_and_happens_once(xero: Bookkeeper) -> None:
    invoice = xero.invoice("A-1")
    first, second = put(xero, "k", invoice), put(xero, "k", invoice)
    assert first.data == second.data
    assert stored(xero) == 1


def test_bills_are_doubled_without_a_key_and_not_with_one(xero: Bookkeeper) -> None:
    bill = {**xero.invoice("B-1"), "Type": "ACCPAY", "Status": "DRAFT"}
    bill["LineItems"] = [{"Description": "Cable", "UnitAmount": 5, "AccountCode": "429"}]
    put(xero, "k", bill)
    put(xero, "k", bill)
    assert stored(xero) == 1
    put(xero, "other", bill)
    assert stored(xero) == 2


def test_another_body_under_the_same_key_is_refused(xero: Bookkeeper) -> None:
    put(xero, "k", xero.invoice("A-1"))
    answer = put(xero, "k", xero.invoice("A-2"))
    assert answer.status_code == 400
    assert answer.json["Type"] == "ValidationException"
    assert answer.json["Message"] == "Idempotency Key: k is used with a different request."
    assert stored(xero) == 1


def test_after_six_minutes_from_the_first_call_the_key_is_unused_again(xero: Bookkeeper) -> None:
    invoice = xero.invoice("A-1")
    put(xero, "k", invoice)
    xero.door("clock", offset_seconds=359)
    assert put(xero, "k", invoice).json["Invoices"][0]["HasErrors"] is False
    xero.door("clock", offset_seconds=361)
    again = put(xero, "k", invoice).json["Invoices"][0]
    assert again["ValidationErrors"] == [{"Message": "Invoice # must be unique."}]


def test_a_replay_knows_nothing_of_what_happened_since(xero: Bookkeeper) -> None:
    invoice = xero.invoice("A-1")
    made = put(xero, "k", invoice).json["Invoices"][0]
    xero.one("POST", "Invoices", InvoiceID=made["InvoiceID"], Status="VOIDED")
    assert put(xero, "k", invoice).json["Invoices"][0]["Status"] == "AUTHORISED"


def test_an_error_is_replayed_too(xero: Bookkeeper) -> None:
    xero.posted("A-1")
    first = put(xero, "k", xero.invoice("A-1"))
    [row] = xero.rows("Invoices/A-1")
    xero.one("POST", "Invoices", InvoiceID=row["InvoiceID"], InvoiceNumber="A-2")
    assert put(xero, "k", xero.invoice("A-1")).data == first.data


def test_a_500_made_by_a_fault_is_replayed_and_hides_the_commit(xero: Bookkeeper) -> None:
    invoice = xero.invoice("A-1")
    xero.door("faults", name="error_after_commit", endpoint="PUT Invoices")
    assert [put(xero, "k", invoice).status_code for _ in range(2)] == [500, 500]
    assert stored(xero) == 1


def test_a_500_can_be_forgotten(xero: Bookkeeper) -> None:
    invoice = xero.invoice("A-1")
    xero.door("faults", name="error_before_commit", endpoint="PUT Invoices", stored=False)
    assert [put(xero, "k", invoice).status_code for _ in range(2)] == [500, 200]


def test_a_500_before_the_commit_does_not_hide_an_earlier_success(xero: Bookkeeper) -> None:
    invoice = xero.invoice("A-1")
    put(xero, "k", invoice)
    xero.door("faults", name="error_before_commit", endpoint="PUT Invoices")
    assert [put(xero, "k", invoice).status_code for _ in range(2)] == [500, 200]


def test_a_429_is_not_remembered(xero: Bookkeeper) -> None:
    invoice = xero.invoice("A-1")
    xero.door("faults", name="rate_limited_minute", endpoint="PUT Invoices")
    assert [put(xero, "k", invoice).status_code for _ in range(2)] == [429, 200]


def test_an_answer_that_was_lost_is_replayed_after_a_restart(xero: Bookkeeper) -> None:
    invoice = xero.invoice("A-1")
    first = put(xero, "k", invoice)
    xero.restart()
    assert put(xero, "k", invoice).data == first.data


def test_a_key_has_at_most_128_characters(xero: Bookkeeper) -> None:
    assert put(xero, "k" * 128, xero.invoice("A-1")).status_code == 200
    assert put(xero, "k" * 129, xero.invoice("A-2")).status_code == 400


def test_an_empty_key_is_a_key(xero: Bookkeeper) -> None:
    put(xero, "", xero.invoice("A-1"))
    assert put(xero, "", xero.invoice("A-2")).status_code == 400


def test_of_calls_at_the_same_time_one_runs_and_the_others_wait_for_its_answer(
    xero: Bookkeeper,
) -> None:
    invoice = xero.invoice("A-1")
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: put(xero, "k", invoice).data, range(4)))
    assert len(set(answers)) == 1
    assert stored(xero) == 1


def test_keys_on_reads_mean_nothing(xero: Bookkeeper) -> None:
    headers = {"Idempotency-Key": "k"}
    assert xero.get("Invoices", **headers).status_code == 200
    assert xero.get("Contacts", **headers).status_code == 200
