"""The faults that are Xero's own, each as its sentence says."""

from email.utils import parsedate_to_datetime
from typing import Any

import pytest

from sandbox.door.errors import DroppedConnectionError
from tests.unit.sandbox.xero.conftest import Bookkeeper, line

ASKED = {
    *("duplicated_answer", "slow_drip", "rate_limited_app", "rate_limited_without_retry_after"),
    *("retry_after_date", "retry_after_long", "elements_reordered", "element_missing"),
    *("element_extra", "element_refused", "number_taken", "lock_date_moved", "account_archived"),
    *("tax_deleted", "contact_archived", "contact_merged", "key_store_down", "key_conflict"),
    *("bookkeeper_edits", "bookkeeper_pays", "bookkeeper_voids", "disconnected", "token_expired"),
    *("rotation_race", "refresh_answer_lost", "invalid_grant", "empty_body", "gzip_broken"),
    *("unknown_enum", "error_after_half", "maintenance", "organisation_offline", "unavailable"),
    *("drop_before_commit", "drop_after_commit", "error_before_commit", "error_after_commit"),
    *("timeout_before_commit", "timeout_after_commit", "late_commit", "reset_mid_response"),
    *("truncated_body", "html_body", "slow", "rate_limited_minute", "rate_limited_day"),
    *("rate_limited_concurrent", "bad_gateway", "gateway_timeout", "scope_missing"),
}


def arm(xero: Bookkeeper, name: str, endpoint: str = "PUT Invoices", **more: Any) -> None:
    xero.door("faults", name=name, endpoint=endpoint, **more)


def put(xero: Bookkeeper, *invoices: dict[str, Any], **headers: str) -> Any:
    return xero.call(
        "PUT",
        "Invoices?summarizeErrors=false",
        json={"Invoices": list(invoices)},
        headers=headers,
    )


def messages(row: dict[str, Any]) -> list[str]:
    return [error["Message"] for error in row["ValidationErrors"]]


def test_the_door_tells_every_fault_in_a_sentence(xero: Bookkeeper) -> None:
    known = xero.client.get("/_sandbox/faults").json["known"]
    assert {kind["name"] for kind in known} >= ASKED
    for kind in known:
        assert kind["says"].endswith("."), kind
        assert kind["endpoint"]


@pytest.mark.parametrize(
    ("fault", "problem", "wait"),
    [
        ("rate_limited_minute", "minute", "26"),
        ("rate_limited_day", "day", "73451"),
        ("rate_limited_app", "appminute", "26"),
        ("rate_limited_concurrent", "concurrent", None),
        ("rate_limited_without_retry_after", "minute", None),
        ("retry_after_long", "day", "90000"),
    ],
)
def test_a_429_names_its_problem(
    xero: Bookkeeper, fault: str, problem: str, wait: str | None
) -> None:
    arm(xero, fault)
    refused = put(xero, xero.invoice("I-1"))
    assert (refused.status_code, refused.data) == (429, b"")
    assert refused.headers["X-Rate-Limit-Problem"] == problem
    assert refused.headers.get("Retry-After") == wait
    assert xero.state()["Invoices"] == []


def test_a_retry_after_may_be_a_date(xero: Bookkeeper) -> None:
    arm(xero, "retry_after_date")
    refused = put(xero, xero.invoice("I-1"))
    assert parsedate_to_datetime(refused.headers["Retry-After"]).tzinfo is not None


@pytest.mark.parametrize(
    ("fault", "status", "text"),
    [
        ("unavailable", 503, "The Xero API is temporarily unavailable"),
        ("maintenance", 503, "The Xero API is currently offline for maintenance"),
        ("organisation_offline", 503, "The Organisation is offline"),
        ("bad_gateway", 502, "Bad Gateway"),
        ("gateway_timeout", 504, "Gateway Time-out"),
        ("html_error", 400, "Bad Request"),
        ("unauthorized", 401, "AuthenticationUnsuccessful"),
        ("scope_missing", 401, "AuthorizationUnsuccessful"),
        ("token_expired", 401, "TokenExpired: token expired at "),
        ("disconnected", 403, "AuthenticationUnsuccessful"),
    ],
)
def test_a_refusal_before_anything_is_done(
    xero: Bookkeeper, fault: str, status: int, text: str
) -> None:
    arm(xero, fault)
    answer = put(xero, xero.invoice("I-1"))
    assert answer.status_code == status
    assert text in answer.text
    assert xero.state()["Invoices"] == []


def test_one_element_is_refused_with_any_text(xero: Bookkeeper) -> None:
    arm(xero, "element_refused", text="Something nobody has seen.", index=1)
    good, bad = put(xero, xero.invoice("I-1"), xero.invoice("I-2")).json["Invoices"]
    assert (good["StatusAttributeString"], bad["StatusAttributeString"]) == ("OK", "ERROR")
    assert messages(bad) == ["Something nobody has seen."]
    assert bad["InvoiceID"] == "00000000-0000-0000-0000-000000000000"
    assert [row["InvoiceNumber"] for row in xero.state()["Invoices"]] == ["I-1"]


def test_a_number_is_taken_by_somebody_else(xero: Bookkeeper) -> None:
    arm(xero, "number_taken")
    first, second = put(xero, xero.invoice("I-1"), xero.invoice("I-2")).json["Invoices"]
    assert messages(first) == ["Invoice # must be unique."]
    assert second["StatusAttributeString"] == "OK"
    [foreign] = [row for row in xero.state()["Invoices"] if row["InvoiceNumber"] == "I-1"]
    assert foreign["Total"] == 1.15
    assert foreign["Contact"]["ContactID"] != first["Contact"]["ContactID"]


def test_a_contact_name_is_taken_by_somebody_else(xero: Bookkeeper) -> None:
    arm(xero, "number_taken", "PUT Contacts")
    [refused] = xero.each("PUT", "Contacts", {"Name": "Fresh Limited"})
    assert messages(refused)[0].startswith("The contact name Fresh Limited is already assigned")


def test_the_lock_date_moves_to_the_latest_date_of_the_call(xero: Bookkeeper) -> None:
    arm(xero, "lock_date_moved")
    early = xero.invoice("I-1", Date="2026-11-01")
    late = xero.invoice("I-2", Date="2026-11-10")
    for row in put(xero, early, late).json["Invoices"]:
        assert messages(row) == [
            "The document date cannot be before the period lock date, currently set at 10-Nov-2026"
        ]
    assert xero.complaints("I-3", Date="2026-11-11") == []


def test_an_account_is_archived_under_the_call(xero: Bookkeeper) -> None:
    arm(xero, "account_archived")
    [row] = put(xero, xero.invoice("I-1")).json["Invoices"]
    assert messages(row) == [
        (
            "Account code '220' has been archived, or has been deleted. "
            "Each line item must reference a valid account."
        )
    ]


def test_a_tax_rate_is_deleted_under_the_call(xero: Bookkeeper) -> None:
    arm(xero, "tax_deleted")
    [row] = put(xero, xero.invoice("I-1")).json["Invoices"]
    assert messages(row) == [
        "The TaxType code OUTPUT2 does not exist or cannot be used for this type of transaction."
    ]


def test_a_contact_is_archived_under_the_call(xero: Bookkeeper) -> None:
    arm(xero, "contact_archived")
    [row] = put(xero, xero.invoice("I-1")).json["Invoices"]
    assert messages(row)[0].startswith("The contact with the specified contact details has been")


def test_a_contact_is_merged_under_the_call(xero: Bookkeeper) -> None:
    sent = xero.invoice("I-1")
    arm(xero, "contact_merged")
    [row] = put(xero, sent).json["Invoices"]
    meant = sent["Contact"]["ContactID"]
    assert row["Contact"]["ContactID"] != meant
    [merged] = xero.rows(f"Contacts/{meant}")
    assert merged["MergedToContactID"] == row["Contact"]["ContactID"]


@pytest.mark.parametrize(
    ("fault", "field", "value"),
    [
        ("bookkeeper_edits", "Reference", "Changed by the bookkeeper"),
        ("bookkeeper_pays", "Status", "PAID"),
        ("bookkeeper_voids", "Status", "VOIDED"),
    ],
)
def test_somebody_acts_right_after_the_call(
    xero: Bookkeeper, fault: str, field: str, value: str
) -> None:
    arm(xero, fault)
    [answered] = put(xero, xero.invoice("I-1")).json["Invoices"]
    [stored] = xero.state()["Invoices"]
    assert (answered["Status"], answered["Reference"]) == ("AUTHORISED", "")
    assert stored[field] == value


def test_a_draft_is_deleted_where_an_invoice_would_be_voided(xero: Bookkeeper) -> None:
    arm(xero, "bookkeeper_voids")
    put(xero, xero.invoice("I-1", Status="DRAFT"))
    [stored] = xero.state()["Invoices"]
    assert stored["Status"] == "DELETED"


def test_while_the_key_store_is_down_a_call_with_a_key_does_nothing(xero: Bookkeeper) -> None:
    arm(xero, "key_store_down")
    headers = {"Idempotency-Key": "k-1"}
    assert put(xero, xero.invoice("I-1"), **headers).status_code == 500
    assert xero.state()["Invoices"] == []
    assert put(xero, xero.invoice("I-1"), **headers).status_code == 200


def test_a_key_conflict_is_refused_in_xeros_words(xero: Bookkeeper) -> None:
    arm(xero, "key_conflict")
    answer = put(xero, xero.invoice("I-1"), **{"Idempotency-Key": "k-1"})
    assert (answer.status_code, answer.json["Message"]) == (
        400,
        "Idempotency Key: k-1 is used with a different request.",
    )
    assert xero.state()["Invoices"] == []


def test_an_error_after_half_of_the_elements(xero: Bookkeeper) -> None:
    arm(xero, "error_after_half")
    invoices = [xero.invoice(f"I-{number}") for number in range(4)]
    assert put(xero, *invoices).status_code == 500
    assert len(xero.state()["Invoices"]) == 2


def test_an_empty_body_and_a_broken_gzip_hide_a_commit(xero: Bookkeeper) -> None:
    arm(xero, "empty_body")
    arm(xero, "gzip_broken")
    empty, broken = put(xero, xero.invoice("I-1")), put(xero, xero.invoice("I-2"))
    assert (empty.status_code, empty.data) == (200, b"")
    assert (broken.status_code, broken.headers["Content-Encoding"]) == (200, "gzip")
    assert broken.data.startswith(b"{")
    assert len(xero.state()["Invoices"]) == 2


def test_an_answer_in_drops_is_whole_in_the_end(xero: Bookkeeper) -> None:
    arm(xero, "slow_drip", seconds=0.2)
    answer = put(xero, xero.invoice("I-1"))
    assert answer.json["Invoices"][0]["InvoiceNumber"] == "I-1"


def test_the_token_endpoint_may_refuse_or_lose_a_refresh(stranger: Bookkeeper) -> None:
    token = stranger.redeemed()["refresh_token"]
    stranger.door("faults", name="invalid_grant")
    refused = stranger.refreshed(token)
    assert (refused.status_code, refused.json) == (400, {"error": "invalid_grant"})
    stranger.door("faults", name="refresh_answer_lost")
    with pytest.raises(DroppedConnectionError):
        stranger.refreshed(token)
    assert stranger.refreshed(token).status_code == 200


def test_another_worker_may_refresh_just_before(stranger: Bookkeeper) -> None:
    token = stranger.redeemed()["refresh_token"]
    stranger.door("faults", name="rotation_race")
    ours = stranger.refreshed(token)
    assert ours.status_code == 200
    assert stranger.refreshed(ours.json["refresh_token"]).status_code == 200
    assert stranger.refreshed(token).json == {"error": "invalid_grant"}


def test_faults_strike_purchase_orders_and_bills_too(xero: Bookkeeper) -> None:
    arm(xero, "number_taken", "PUT PurchaseOrders")
    cost = line(AccountCode="429", TaxType="INPUT2")
    order = {
        "PurchaseOrderNumber": "PO-1",
        "Contact": {"ContactID": xero.contact_id()},
        "LineItems": [cost],
    }
    [refused] = xero.each("PUT", "PurchaseOrders", order)
    assert messages(refused) == ["Order number must be unique"]
    arm(xero, "bookkeeper_edits")
    xero.each("PUT", "Invoices", xero.invoice("B-1", Type="ACCPAY", LineItems=[cost]))
    [bill] = xero.state()["Invoices"]
    assert bill["DueDateString"] == "2030-12-31T00:00:00"
