from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from sandbox.door.jsontext import dumps
from sandbox.world.build import demo, empty, sized
from sandbox.world.calendar import lock_date
from sandbox.world.companies import companies
from sandbox.world.model import World
from sandbox.world.money import to_cents

TODAY = date(2026, 11, 22)
CODES = {"Legacy Hosting": 29682811, "Equipment Deposit": 29682812}


@pytest.fixture(scope="module")
def world() -> World:
    return demo(1, TODAY)


@pytest.fixture(scope="module")
def items(world: World) -> dict[int, list[dict[str, Any]]]:
    by_invoice: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for item in world.records["BillingItems"]:
        by_invoice[item["invoiceID"]].append(item)
    return by_invoice


def invoices(world: World, why: str) -> list[dict[str, Any]]:
    wanted = {number for number, intent in world.intents.items() if why in intent.why}
    return [invoice for invoice in world.records["Invoices"] if invoice["id"] in wanted]


def test_the_same_seed_and_day_give_the_same_bytes() -> None:
    one, other = demo(3, TODAY), demo(3, TODAY)
    assert dumps(one.records) == dumps(other.records)
    assert one.intents == other.intents
    assert dumps(demo(4, TODAY).records) != dumps(one.records)


def test_another_day_moves_the_billing_and_keeps_its_size() -> None:
    later = demo(1, date(2027, 2, 1))
    assert len(later.records["Invoices"]) == 1120
    assert max(i["invoiceDateTime"] for i in later.records["Invoices"]) <= "2027-02-02"


def test_every_invoice_has_the_intent_that_was_agreed(world: World) -> None:
    counts = Counter(intent.expect for intent in world.intents.values())
    assert counts == {"complete": 1035, "skipped": 75, "fault": 9, "hold": 1}
    assert set(world.intents) == {invoice["id"] for invoice in world.records["Invoices"]}


def test_ids_grow_with_the_time_of_creation(world: World) -> None:
    for entity in ("Invoices", "BillingItems", "PurchaseOrders", "PurchaseOrderItems"):
        ids = [record["id"] for record in world.records[entity]]
        assert ids == sorted(set(ids))
    created = [invoice["createDateTime"] for invoice in world.records["Invoices"]]
    assert created == sorted(created)


def test_nothing_was_created_on_or_after_today(world: World) -> None:
    assert max(i["createDateTime"] for i in world.records["Invoices"]) < "2026-11-22"


def test_billing_covers_twelve_months_up_to_today(world: World) -> None:
    months = Counter(i["invoiceDateTime"][:7] for i in world.records["Invoices"])
    assert sorted(months)[1:] == [
        "2025-12", *(f"2026-{month:02d}" for month in range(1, 12)),
    ]  # fmt: skip
    assert months["2025-11"] == 3
    assert min(count for month, count in months.items() if month != "2025-11") > 50


def test_headers_are_the_exact_sums_of_their_lines(world: World, items: Any) -> None:
    checked = 0
    for invoice in world.records["Invoices"]:
        lines = items[invoice["id"]]
        if not lines:
            continue
        checked += 1
        assert sum(line["totalAmount"] for line in lines) == invoice["invoiceTotal"]
        assert sum(line["taxDollars"] for line in lines) == invoice["totalTaxValue"]
    assert checked == 1120 - 40 - 1


def test_rounding_tax_line_by_line_gives_the_rounded_header_tax(world: World, items: Any) -> None:
    for invoice in world.records["Invoices"]:
        lines = items[invoice["id"]]
        if lines:
            rounded = sum(to_cents(line["taxDollars"]) for line in lines)
            assert rounded == to_cents(invoice["totalTaxValue"])


def test_money_is_exact_and_has_the_places_that_autotask_stores(world: World) -> None:
    four_place_taxes = 0
    for item in world.records["BillingItems"]:
        for field in ("totalAmount", "taxDollars", "rate", "quantity", "extendedPrice"):
            assert isinstance(item[field], Decimal)
            assert item[field] == item[field].quantize(Decimal("0.0001"))
            assert Decimal(repr(float(item[field]))) == item[field]
        assert item["totalAmount"] == to_cents(item["totalAmount"])
        four_place_taxes += item["taxDollars"] != to_cents(item["taxDollars"])
    assert 1 <= four_place_taxes <= 10


def test_gst_is_fifteen_percent_at_home_and_nothing_abroad(world: World) -> None:
    regions = {company.id: company.tax_region_id for company in companies(1)}
    for item in world.records["BillingItems"]:
        expected = item["totalAmount"] * Decimal("0.15") if regions[item["companyID"]] == 1 else 0
        if item["taxCategoryID"] is None:
            expected = Decimal(0)
        assert abs(item["taxDollars"] - expected) <= Decimal("0.005")


def test_invoices_have_one_to_forty_lines_of_every_kind(world: World, items: Any) -> None:
    sizes = {len(items[invoice["id"]]) for invoice in world.records["Invoices"]} - {0}
    assert (min(sizes), max(sizes)) == (1, 40)
    assert len({item["billingCodeID"] for item in world.records["BillingItems"]}) == 12


def test_some_lines_are_traps(world: World) -> None:
    rows = world.records["BillingItems"]
    assert any(r["quantity"] < 0 < r["totalAmount"] for r in rows)
    assert any(r["totalAmount"] < 0 for r in rows)
    assert any(r["extendedPrice"] > 0 == r["totalAmount"] for r in rows)
    assert any(r["quantity"] != to_cents(r["quantity"]) for r in rows)
    assert any(r["description"] is None for r in rows)
    assert any("<" in (r["description"] or "") for r in rows)


def test_voided_invoices_have_no_lines_and_their_items_wait_to_be_billed(
    world: World, items: Any
) -> None:
    voided = invoices(world, "voided")
    assert len(voided) == 40
    assert all(invoice["isVoided"] and invoice["voidedDate"] for invoice in voided)
    assert not any(items[invoice["id"]] for invoice in voided)
    assert items[0]
    assert items[None]


def test_each_odd_invoice_is_what_it_claims_to_be(world: World, items: Any) -> None:
    assert all(i["invoiceTotal"] == 0 for i in invoices(world, "total is zero"))
    assert all(i["invoiceTotal"] < 0 for i in invoices(world, "credit note"))
    assert all(i["invoiceTotal"] > 0 for i in invoices(world, "ordinary"))
    assert {i["companyID"] for i in invoices(world, "XeroNoSync")} == {
        company.id for company in companies(1) if company.no_sync
    }
    locked = invoices(world, "lock date")
    assert all(i["invoiceDateTime"][:10] <= lock_date(TODAY).isoformat() for i in locked)
    assert all(i["createDateTime"] > "2026-01" for i in locked)
    for why, code in (("Legacy Hosting", 29682811), ("Equipment Deposit", 29682812)):
        for invoice in invoices(world, why):
            assert code in {item["billingCodeID"] for item in items[invoice["id"]]}
    assert [i["invoiceStatus"] for i in invoices(world, "external taxes")] == [-3]


def test_archived_account_and_deposit_appear_on_refused_invoices_only(
    world: World, items: Any
) -> None:
    refused = {i["id"] for w in CODES for i in invoices(world, w)}
    used = {
        number
        for number, lines in items.items()
        if any(line["billingCodeID"] in CODES.values() for line in lines)
    }
    assert used == refused


def test_the_late_number_and_the_late_lines_come_after_a_minute(world: World, items: Any) -> None:
    [unnumbered] = [i for i in world.records["Invoices"] if i["invoiceNumber"] is None]
    edit, lines = sorted(world.effects, key=lambda effect: effect.kind)
    assert {edit.after_seconds, lines.after_seconds} == {60}
    assert edit.invoice_id == unnumbered["id"]
    assert edit.payload["invoiceNumber"]
    [bare] = invoices(world, "lines arrive")
    assert (lines.invoice_id, items[bare["id"]]) == (bare["id"], [])
    assert sum(item["totalAmount"] for item in lines.payload) == bare["invoiceTotal"]


def test_the_archived_contact_is_never_billed(world: World) -> None:
    [archived] = [company.id for company in companies(1) if company.xero_archived]
    assert archived not in {invoice["companyID"] for invoice in world.records["Invoices"]}


def test_references_point_at_records_that_exist(world: World) -> None:
    ids = {entity: {row["id"] for row in rows} for entity, rows in world.records.items()}
    for invoice in world.records["Invoices"]:
        assert invoice["companyID"] in ids["Companies"]
        assert invoice["paymentTerm"] in ids["PaymentTerms"]
    for item in world.records["BillingItems"]:
        assert item["billingCodeID"] in ids["BillingCodes"]
        assert item["itemApproverID"] in ids["Resources"]
    for order in world.records["PurchaseOrders"]:
        assert order["vendorID"] in ids["Companies"]
    for item in world.records["PurchaseOrderItems"]:
        assert item["orderID"] in ids["PurchaseOrders"]


def test_there_are_purchase_orders_of_every_status(world: World) -> None:
    orders = world.records["PurchaseOrders"]
    assert len(orders) == 25
    assert {order["status"] for order in orders} == {1, 2, 3, 4, 5}
    filled = {item["orderID"] for item in world.records["PurchaseOrderItems"]}
    assert filled == {order["id"] for order in orders}


def test_the_empty_world_has_reference_data_and_nobody_to_bill() -> None:
    records = empty().records
    assert [company["id"] for company in records["Companies"]] == [0]
    assert len(records["BillingCodes"]) == 12
    assert not records["Invoices"]


def test_a_sized_world_is_plain_and_has_the_size_that_was_asked_for() -> None:
    world = sized(9, TODAY, (7, 50, 4))
    assert len(world.records["Invoices"]) == 50
    assert len(world.records["BillingItems"]) == 200
    assert len({invoice["companyID"] for invoice in world.records["Invoices"]}) == 7
    assert {intent.expect for intent in world.intents.values()} == {"complete"}
    assert all(invoice["invoiceTotal"] > 0 for invoice in world.records["Invoices"])
