"""Bad data of Autotask's stop the invoice that they are of, by field and line, and no other.

What the sandbox sends wrong it sends by name, for as many calls as a test says.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from core.domain.snapshot import Snapshot, take_snapshot
from core.store import checkpoints
from services.autotask_ingestion import judge
from tests.integration.ingestion.conftest import Tenant

Begin = Callable[..., Tenant]
# What the ledger cannot take: a number beyond 64 bits, and more than fits into a document.
ODD: list[object] = [2**70, "x" * 17_000_000]
# More calls than a test makes.
EVER = 50


def _fault(tenant: Tenant, autotask_id: int) -> dict[str, Any]:
    document = tenant.invoice(autotask_id)
    assert document["status"] == "fault", document["status"]
    found: dict[str, Any] = document["fault"]
    return found


def _line_of(tenant: Tenant, autotask_id: int) -> int:
    items = tenant.sandbox.door("GET", "state")["BillingItems"]
    return next(int(item["id"]) for item in items if item["invoiceID"] == autotask_id)


def _mend(tenant: Tenant) -> None:
    tenant.sandbox.door("DELETE", "faults")


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("wrong_type", "invoiceTotal"),
        ("wrong_type", "invoiceNumber"),
        ("wrong_type", "invoiceDateTime"),
        ("wrong_type", "createDateTime"),
        ("wrong_type", "dueDate"),
        ("wrong_type", "isVoided"),
        ("wrong_type", "companyID"),
        ("wrong_type", "paymentTerm"),
        ("null_value", "invoiceDateTime"),
        ("null_value", "invoiceTotal"),
        ("null_value", "companyID"),
        ("unknown_pick_list", "paymentTerm"),
        ("unknown_pick_list", "invoiceStatus"),
        ("malformed_json", "invoiceNumber"),
        ("malformed_json", "invoiceTotal"),
        ("malformed_json", "comments"),
    ],
)
def test_a_bad_header_stops_its_own_invoice_and_goes_on_when_it_is_mended(
    tenant: Tenant, name: str, field: str
) -> None:
    bad, good = tenant.bill(2)
    tenant.sandbox.arm(name, "Invoices", EVER, record=bad, field=field)
    tenant.look()
    fault = _fault(tenant, bad)
    assert fault["code"] == "AUTOTASK_DATA"
    assert f"Invoices.{field}" in fault["message"]
    assert str(bad) in fault["vendor_text"]
    assert tenant.invoice(good)["status"] == "pending_sync"
    assert tenant.health() == "ok"
    _mend(tenant)
    tenant.look()
    document = tenant.invoice(bad)
    assert (document["status"], document["fault"]) == ("pending_sync", None)
    assert "can be read now" in document["history"][-1]["message"]


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("wrong_type", "totalAmount"),
        ("wrong_type", "quantity"),
        ("wrong_type", "description"),
        ("wrong_type", "billingCodeID"),
        ("null_value", "totalAmount"),
        ("null_value", "billingItemType"),
        ("unknown_pick_list", "billingItemType"),
        ("unknown_pick_list", "subType"),
        ("malformed_json", "description"),
    ],
)
def test_a_bad_line_is_named_and_goes_on_when_it_is_mended(
    tenant: Tenant, name: str, field: str
) -> None:
    bad, good = tenant.bill(2, lines=2)
    line = _line_of(tenant, bad)
    tenant.sandbox.arm(name, "BillingItems", EVER, record=line, field=field)
    tenant.look()
    fault = _fault(tenant, bad)
    assert f"BillingItems.{field} of line " in fault["message"]
    assert str(line) in fault["message"]
    assert tenant.invoice(bad)["raw"]["lines"], "the raw answer is kept for Diagnostic Mode"
    assert tenant.invoice(good)["status"] == "pending_sync"
    _mend(tenant)
    tenant.look()
    assert tenant.invoice(bad)["status"] == "pending_sync"
    assert len(tenant.invoice(bad)["lines"]) == 2


def test_the_raw_answer_of_a_bad_invoice_is_kept_as_it_came(tenant: Tenant) -> None:
    (bad,) = tenant.bill(1)
    tenant.sandbox.arm("wrong_type", "Invoices", EVER, record=bad, field="invoiceTotal")
    tenant.look()
    document = tenant.invoice(bad)
    assert document["raw"]["invoice"]["invoiceTotal"] == "twelve dollars"
    assert document["number"]


def test_what_is_mended_long_after_is_looked_at_again_without_a_night(tenant: Tenant) -> None:
    (bad,) = tenant.bill(1)
    tenant.sandbox.arm("wrong_type", "Invoices", EVER, record=bad, field="invoiceTotal")
    tenant.look()
    for _ in range(3):
        tenant.offset += timedelta(minutes=20)
        tenant.look()
    assert _fault(tenant, bad)
    _mend(tenant)
    tenant.offset += timedelta(minutes=20)
    tenant.look()
    assert tenant.invoice(bad)["status"] == "pending_sync"


def test_an_id_that_a_person_adds_to_a_list_of_autotasks_is_learned(tenant: Tenant) -> None:
    """The list is read again for an id that it lacks, though not with every look."""
    (bad,) = tenant.bill(1)
    tenant.sandbox.arm("unknown_pick_list", "BillingItems", EVER, field="billingItemType")
    tenant.look()
    assert _fault(tenant, bad)
    paths = [call["path"] for call in tenant.look()]
    assert not [path for path in paths if path.endswith("/fields")]
    tenant.offset += timedelta(minutes=11)
    paths = [call["path"] for call in tenant.look()]
    assert len([path for path in paths if path.endswith("/fields")]) == 1


def test_a_company_that_cannot_be_read_stops_its_own_invoices_and_no_others(begin: Begin) -> None:
    tenant = begin()
    companies = tenant.sandbox.door("GET", "state")["Invoices"]
    bad = companies[0]["companyID"]
    tenant.sandbox.arm("wrong_type", "Companies", EVER, record=bad, field="companyName")
    tenant.look()
    for document in tenant.server.invoices.find():
        assert (document["status"] == "fault") == (document["company_id"] == bad)
    fault = tenant.server.invoices.find_one({"company_id": bad})["fault"]
    assert fault["code"] == "AUTOTASK_DATA"
    assert "Companies.companyName" in fault["message"]
    _mend(tenant)
    tenant.offset += timedelta(minutes=11)
    tenant.look()
    assert tenant.standings() == {"pending_sync": 30}


def test_dates_without_zone_are_utc_and_no_change(tenant: Tenant) -> None:
    (autotask_id,) = tenant.bill(1)
    tenant.look()
    before = tenant.invoice(autotask_id)
    tenant.sandbox.arm("naive_dates", "Invoices", EVER, record="all")
    tenant.look()
    after = tenant.invoice(autotask_id)
    assert after["created_at"] == before["created_at"]
    assert after["history"] == before["history"]


@pytest.mark.parametrize(
    ("endpoint", "field"),
    [("BillingItems", "description"), ("BillingItems", "itemName"), ("Invoices", "comments")],
)
def test_a_text_of_two_megabytes_breaks_neither_store_nor_log(
    tenant: Tenant, endpoint: str, field: str
) -> None:
    bad, good = tenant.bill(2)
    record = bad if endpoint == "Invoices" else _line_of(tenant, bad)
    tenant.sandbox.arm("huge_description", endpoint, EVER, record=record, field=field)
    tenant.look()
    document = tenant.invoice(bad)
    assert document["status"] == "pending_sync"
    assert len(str(document)) < 100_000
    kept = document["raw"]["invoice" if endpoint == "Invoices" else "lines"]
    assert "the whole is 2,000,000 characters long" in str(kept)
    assert max(len(str(line)) for line in tenant.server.log_entries.find()) < 5_000
    assert tenant.invoice(good)["status"] == "pending_sync"


@pytest.mark.parametrize("endpoint", ["Invoices", "BillingItems"])
def test_an_answer_that_is_no_json_is_an_outage_and_loses_nothing(
    tenant: Tenant, endpoint: str
) -> None:
    at = checkpoints.load("kauri", "ingest").at
    ids = tenant.bill(2)
    tenant.sandbox.arm("html_body", endpoint)
    tenant.look()
    assert tenant.health() == "down"
    health = tenant.server.connections.find_one({"_id": "kauri"})["autotask_health"]
    assert "not JSON" in health["message"]
    assert checkpoints.load("kauri", "ingest").at == at
    tenant.look()
    assert [tenant.invoice(each)["status"] for each in ids] == ["pending_sync"] * 2
    assert tenant.health() == "ok"


def test_a_row_without_an_id_is_told_once_and_holds_up_nobody(tenant: Tenant) -> None:
    bad, good = tenant.bill(2)
    tenant.sandbox.arm("wrong_type", "Invoices", EVER, record=bad, field="id")
    tenant.look()
    tenant.look()
    assert tenant.invoice(good)["status"] == "pending_sync"
    assert tenant.server.invoices.find_one({"autotask_id": bad}) is None
    connection = tenant.server.connections.find_one({"_id": "kauri"})
    assert "came without an id" in connection["warnings"]["ROWS_WITHOUT_ID"]["message"]
    assert tenant.log_codes().count("ROWS_WITHOUT_ID") == 1
    _mend(tenant)
    tenant.look()
    assert tenant.invoice(bad)["status"] == "pending_sync"
    tenant.offset += timedelta(hours=25)
    tenant.look()
    connection = tenant.server.connections.find_one({"_id": "kauri"})
    assert not connection["warnings"]


def test_more_lines_than_can_be_kept_stop_their_own_invoice(
    tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judge, "MOST_LINES", 0)
    (bad,) = tenant.bill(1)
    tenant.look()
    document = tenant.invoice(bad)
    assert (document["fault"]["code"], document["lines"]) == ("TOO_MANY_LINES", [])
    assert "of more than 0" in document["fault"]["message"]
    assert document["header_total"].to_decimal() != 0
    assert document["raw"]["lines"], "the answer is shown as far as there is room"


def test_a_rule_skips_an_invoice_whatever_the_number_of_its_lines(
    begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judge, "MOST_LINES", 0)
    tenant = begin(start_on="2040-01-01")
    (bad,) = tenant.bill(1)
    tenant.look()
    assert tenant.invoice(bad)["skip"]["code"] == "BEFORE_START"


@pytest.mark.parametrize("odd", ODD, ids=["number", "size"])
def test_what_the_ledger_cannot_take_stops_its_own_invoice(
    tenant: Tenant, monkeypatch: pytest.MonkeyPatch, odd: object
) -> None:
    bad, good = tenant.bill(2)
    _spoil(monkeypatch, bad, odd)
    tenant.look()
    assert _fault(tenant, bad)["code"] == "AUTOTASK_DATA"
    assert "the ledger can" in _fault(tenant, bad)["vendor_text"]
    assert tenant.invoice(good)["status"] == "pending_sync"
    assert tenant.health() == "ok"
    (told,) = tenant.server.log_entries.find({"autotask_id": bad})
    assert told["code"] == "AUTOTASK_DATA"
    monkeypatch.undo()
    tenant.offset += timedelta(minutes=11)
    tenant.look()
    assert tenant.invoice(bad)["status"] == "pending_sync", "it goes on by itself"
    assert tenant.invoice(bad)["lines"]


@pytest.mark.parametrize("odd", ODD, ids=["number", "size"])
def test_a_known_invoice_that_the_ledger_cannot_take_any_more_stops_alone(
    tenant: Tenant, monkeypatch: pytest.MonkeyPatch, odd: object
) -> None:
    bad, good = tenant.bill(2)
    tenant.look()
    _spoil(monkeypatch, bad, odd)
    for each in (bad, good):
        tenant.edit(each, orderNumber="PO-2")
    tenant.look()
    assert _fault(tenant, bad)["code"] == "AUTOTASK_DATA"
    assert tenant.invoice(bad)["lines"], "our own form stays as it was"
    assert tenant.invoice(good)["order_number"] == "PO-2"
    history = tenant.invoice(bad)["history"]
    tenant.look()
    assert tenant.invoice(bad)["history"] == history, "it is told once"


def _spoil(monkeypatch: pytest.MonkeyPatch, autotask_id: int, odd: object) -> None:
    def take(raw: Any, lines: Any) -> Snapshot:
        taken = take_snapshot(raw, lines)
        if raw["id"] == autotask_id:
            taken.invoice["odd"] = odd
        return taken

    monkeypatch.setattr(judge, "take_snapshot", take)
