from datetime import UTC, datetime

from sandbox.door.jsontext import dumps
from sandbox.world.arrivals import Arrival, LastIds, arrive, chosen_company
from sandbox.world.companies import companies

NOW = datetime(2026, 11, 22, 3, 4, 5, 678000, UTC)
LAST = LastIds(invoice=500, item=900, batch=80)
CUSTOMERS = companies(1)


def test_an_arrival_is_created_now_with_ids_above_those_in_use() -> None:
    part = arrive(Arrival(CUSTOMERS[0], NOW, serial=1), 1, LAST)
    [invoice] = part.records["Invoices"]
    assert invoice["id"] > 500
    assert invoice["createDateTime"] == "2026-11-22T03:04:05.678Z"
    assert invoice["invoiceDateTime"] == "2026-11-22T00:00:00.000Z"
    assert all(item["id"] > 900 for item in part.records["BillingItems"])
    assert part.intents[invoice["id"]].expect == "complete"


def test_the_same_serial_makes_the_same_invoice_and_the_next_one_does_not() -> None:
    def made(serial: int) -> str:
        return dumps(arrive(Arrival(CUSTOMERS[0], NOW, serial), 1, LAST).records)

    assert made(1) == made(1)
    assert made(1) != made(2)


def test_the_number_of_lines_can_be_asked_for() -> None:
    part = arrive(Arrival(CUSTOMERS[0], NOW, 1, line_count=17), 1, LAST)
    assert len(part.records["BillingItems"]) == 17
    assert [item["sortOrderID"] for item in part.records["BillingItems"]] == list(range(17))


def test_an_invoice_for_the_company_kept_out_is_meant_to_be_skipped() -> None:
    [kept_out] = [company for company in CUSTOMERS if company.no_sync]
    part = arrive(Arrival(kept_out, NOW, 1), 1, LAST)
    assert [intent.expect for intent in part.intents.values()] == ["skipped"]


def test_nobody_odd_is_billed_by_chance() -> None:
    chosen = [chosen_company(CUSTOMERS, 1, serial) for serial in range(2000)]
    assert all(company.billed and not company.no_sync for company in chosen)
