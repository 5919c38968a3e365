from typing import Any

EVERY = {"op": "exist", "field": "id"}
UNNUMBERED = {"op": "notExist", "field": "invoiceNumber"}


def late_lines(api: Any) -> int:
    intents = api.door("GET", "intents")
    [number] = [n for n, intent in intents.items() if "lines arrive" in intent["why"]]
    return int(number)


def test_the_late_number_comes_after_a_minute_and_stays(sandbox: Any) -> None:
    api = sandbox(world="demo")
    [number] = api.ids("Invoices", UNNUMBERED)
    api.door("POST", "clock", {"offset_seconds": 55})
    assert api.ids("Invoices", UNNUMBERED) == [number]
    api.door("POST", "clock", {"offset_seconds": 61})
    assert api.ids("Invoices", UNNUMBERED) == []
    assert api.get(f"Invoices/{number}")["item"]["invoiceNumber"] == f"KMI-{number:06d}"


def test_the_late_lines_come_once_even_over_a_restart_and_sum_to_the_header(sandbox: Any) -> None:
    api = sandbox(world="demo")
    number = late_lines(api)
    lines = {"op": "eq", "field": "invoiceID", "value": number}
    assert api.ids("BillingItems", lines) == []
    restarted = sandbox()
    restarted.door("POST", "clock", {"offset_seconds": 61})
    items = restarted.query("BillingItems", lines)["items"]
    total = restarted.get(f"Invoices/{number}")["item"]["invoiceTotal"]
    assert round(sum(item["totalAmount"] for item in items), 2) == total
    again = sandbox()
    assert again.ids("BillingItems", lines) == [item["id"] for item in items]
    ids = [record["id"] for record in again.door("GET", "state")["BillingItems"]]
    assert ids == sorted(set(ids))


def test_new_invoices_appear_one_a_period_with_growing_ids(sandbox: Any) -> None:
    api = sandbox(world="demo", invoice_seconds=3_600.0)
    before = api.count("Invoices", EVERY)
    api.door("POST", "clock", {"offset_seconds": 3_500})
    assert api.count("Invoices", EVERY) == before
    api.door("POST", "clock", {"offset_seconds": 3_700})
    assert api.count("Invoices", EVERY) == before + 1
    api.door("POST", "clock", {"offset_seconds": 3 * 3_600 + 100})
    newest = [invoice["createDateTime"] for invoice in api.door("GET", "state")["Invoices"]][-3:]
    assert newest == sorted(set(newest))
    assert api.count("Invoices", EVERY) == before + 3


def test_a_jump_of_the_clock_brings_a_few_invoices_only(sandbox: Any) -> None:
    api = sandbox(world="demo", invoice_seconds=180.0)
    api.door("POST", "clock", {"offset_seconds": 30 * 24 * 3600})
    assert api.count("Invoices", EVERY) == 1120 + 20
    assert api.count("Invoices", EVERY) == 1120 + 20


def test_nothing_appears_by_itself_outside_the_demo_or_when_switched_off(sandbox: Any) -> None:
    api = sandbox(world="demo", invoice_seconds=0.0)
    api.door("POST", "clock", {"offset_seconds": 100_000})
    assert api.count("Invoices", EVERY) == 1120
    other = sandbox(invoice_seconds=1.0)
    other.door("POST", "reset", {"world": {"companies": 1, "invoices": 2, "lines": 1}})
    other.door("POST", "clock", {"offset_seconds": 100_000})
    assert other.count("Invoices", EVERY) == 2


def test_two_sandboxes_with_the_same_seed_have_the_same_state_and_reset_brings_it_back(
    sandbox: Any,
) -> None:
    api = sandbox(world="demo")
    fresh = api.door("GET", "state")
    api.door("POST", "invoices", {"count": 3})
    assert api.door("GET", "state") != fresh
    api.door("POST", "reset", {"seed": 1, "world": "demo", "today": "2026-11-22"})
    assert api.door("GET", "state") == fresh
