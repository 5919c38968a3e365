"""What people do to single invoices: the right status within five seconds, never a second document."""

import contextlib
import threading
import urllib.error

import pytest

from tests.e2e import world
from tests.stack import Stack, wait_until

pytestmark = pytest.mark.timeout(300)


def test_resync_of_a_complete_invoice_changes_nothing_that_is_the_same(demo: Stack) -> None:
    row = next(world.invoices(demo, status="complete"))
    world.resync(demo, row["autotask_id"])
    world.wait_for_status(demo, row["autotask_id"], "complete")
    assert world.invoice(demo, row["autotask_id"])["xero_id"] == row["xero_id"]
    assert world.disagreements(demo) == []


def test_resync_of_a_changed_invoice_updates_the_same_document(demo: Stack) -> None:
    row = next(each for each in world.invoices(demo, status="complete") if "-" not in each["total"])
    order = {"entity": "Invoices", "id": row["autotask_id"], "fields": {"orderNumber": "PO 4711"}}
    demo.post("/_sandbox/edit", order, "AUTOTASK")
    world.resync(demo, row["autotask_id"])
    world.wait_for_status(demo, row["autotask_id"], "complete")
    state = demo.get("/_sandbox/state", "XERO", timeout=60)
    found = [each for each in state["Invoices"] if each["InvoiceNumber"] == row["number"]]
    assert [(each["InvoiceID"], each["Reference"]) for each in found] == [
        (row["xero_id"], "PO 4711")
    ]


def test_resync_of_a_paid_invoice_changes_nothing_and_says_so(demo: Stack) -> None:
    rows = (each for each in world.invoices(demo, status="complete") if "-" not in each["total"])
    row = list(rows)[5]
    demo.post("/_sandbox/payments", {"invoice": row["xero_id"]}, "XERO")
    order = {"entity": "Invoices", "id": row["autotask_id"], "fields": {"orderNumber": "PO 4712"}}
    demo.post("/_sandbox/edit", order, "AUTOTASK")
    world.resync(demo, row["autotask_id"])
    wait_until(lambda: world.invoice(demo, row["autotask_id"])["notice"], 5, "a notice")
    after = world.invoice(demo, row["autotask_id"])
    assert after["status"] == "complete"
    assert "payment" in after["notice"]["message"]
    assert "Nothing was changed" in after["notice"]["message"]


def test_resync_of_a_fault_after_its_cause_was_mended(demo: Stack) -> None:
    row = next(world.invoices(demo, status="fault", cause="TAX_TYPE_MISMATCH"))
    fits = {"entity": "TaxRates", "id": "OUTPUT2", "fields": {"CanApplyToLiabilities": True}}
    demo.post("/_sandbox/edit", fits, "XERO")
    world.resync(demo, row["autotask_id"])
    world.wait_for_status(demo, row["autotask_id"], "complete")
    assert world.disagreements(demo) == []


def test_resync_of_a_fault_whose_cause_is_still_there(demo: Stack) -> None:
    row = next(world.invoices(demo, status="fault", cause="PERIOD_LOCKED"))
    world.resync(demo, row["autotask_id"])
    world.wait_for_status(demo, row["autotask_id"], "fault")


@pytest.mark.usefixtures("switched_on")
def test_resync_of_a_skipped_invoice_sends_it(demo: Stack) -> None:
    demo.post(world.CONNECTION, {"state": "paused"}, verb="PATCH")
    [skipped] = world.bill(demo, 1)
    demo.post(f"{world.CONNECTION}/sync-now")
    wait_until(lambda: world.in_status(demo, [skipped], "pending_sync"), 40, "it is ingested")
    demo.post(f"{world.CONNECTION}/invoices/{skipped}/skip", {"reason": "later"})
    demo.post(world.CONNECTION, {"state": "active"}, verb="PATCH")
    world.wait_for_status(demo, skipped, "skipped")
    world.resync(demo, skipped)
    world.wait_for_status(demo, skipped, "complete")
    assert world.disagreements(demo) == []


def test_many_people_at_once_make_no_second_document(demo: Stack) -> None:
    ids = [row["autotask_id"] for row in world.invoices(demo, status="complete")][:6]

    def press(autotask_id: int) -> None:
        # The second of two presses is told that it is on its way already.
        with contextlib.suppress(urllib.error.HTTPError):
            world.resync(demo, autotask_id)

    crowd = [threading.Thread(target=press, args=(each,)) for each in ids * 4]
    for person in crowd:
        person.start()
    for person in crowd:
        person.join()
    wait_until(lambda: world.in_status(demo, ids, "complete") == len(ids), 20, "all are complete")
    assert world.disagreements(demo) == []


def test_diagnostic_mode_sends_nothing_until_it_is_released(demo: Stack) -> None:
    row = next(world.invoices(demo, status="fault", cause="TAX_TYPE_MISMATCH"))
    path = f"{world.CONNECTION}/invoices/{row['autotask_id']}"
    demo.post(f"{path}/trace")
    before = len(world.calls(demo, "XERO"))
    traced = demo.get(path)
    assert traced["status"] == "diagnostic"
    assert all(line["account_reason"] for line in traced["lines"])
    assert len(world.calls(demo, "XERO")) == before
    demo.post(f"{path}/release")
    world.wait_for_status(demo, row["autotask_id"], "complete")


@pytest.mark.usefixtures("switched_on")
def test_a_paused_connection_sends_nothing_and_goes_on_when_it_is_active(demo: Stack) -> None:
    demo.post(world.CONNECTION, {"state": "paused"}, verb="PATCH")
    before = len(world.calls(demo, "XERO"))
    ids = world.bill(demo, 3)
    wait_until(lambda: world.in_status(demo, ids, "pending_sync") == 3, 40, "they are ingested")
    assert len(world.calls(demo, "XERO")) == before
    demo.post(world.CONNECTION, {"state": "active"}, verb="PATCH")
    wait_until(lambda: world.in_status(demo, ids, "complete") == 3, 10, "they are sent")
    assert world.disagreements(demo) == []


def test_a_purchase_order_is_read_again_on_request(demo: Stack) -> None:
    order = demo.get(f"{world.CONNECTION}/purchase-orders?limit=1")["items"][0]
    path = f"{world.CONNECTION}/purchase-orders/{order['autotask_id']}"
    assert "Read again" in demo.post(f"{path}/resync")["message"]
    logs = f"{world.CONNECTION}/logs?autotask_id={order['autotask_id']}"
    wait_until(
        lambda: any(line["code"] == "RESYNC" for line in demo.get(logs)["items"]), 10, "a line"
    )
