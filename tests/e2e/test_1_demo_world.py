"""The main job: what the seed bills in Autotask ends in Xero exactly once, to the cent.

The modules of this folder run in the order of their numbers and share one stack: first what it did
by itself, then what people do, then trouble, and at last its end.
"""

import pytest

from tests.e2e import world
from tests.stack import Stack, wait_until

pytestmark = pytest.mark.timeout(300)


def test_every_invoice_of_the_seed_ends_as_the_seed_intends(demo: Stack) -> None:
    ended = {each["autotask_id"]: each["status"] for each in world.invoices(demo)}
    assert ended == world.intents(demo)
    assert len(ended) > 1_000


def test_autotask_mongo_and_xero_agree_to_the_cent(demo: Stack) -> None:
    assert world.disagreements(demo) == []


def test_what_waits_or_failed_says_why(demo: Stack) -> None:
    for row in world.invoices(demo, status="fault"):
        assert row["fault"]["code"] in {"ACCOUNT_ARCHIVED", "TAX_TYPE_MISMATCH", "PERIOD_LOCKED"}
    held = list(world.invoices(demo, status="pending_sync"))
    assert [row["hold"]["code"] for row in held] == ["NOT_FINAL"]


def test_the_backlog_cost_no_more_calls_than_promised(demo: Stack) -> None:
    """Calls for tokens and consents cost the organisation nothing; all others count."""
    count = len(world.intents(demo))
    paths = [call["path"] for call in world.calls(demo, "XERO")]
    assert len([path for path in paths if "/api.xro/2.0/" in path]) <= 0.03 * count
    assert len(world.calls(demo, "AUTOTASK")) <= 0.05 * count


def test_no_limit_of_a_vendor_was_touched(demo: Stack) -> None:
    refused = [
        call["refused_by"]
        for vendor in ("XERO", "AUTOTASK")
        for call in world.calls(demo, vendor)
        if call["refused_by"]
    ]
    assert refused == []


def test_every_step_left_a_line_that_a_search_finds(demo: Stack) -> None:
    posted = next(world.invoices(demo, status="complete"))
    found = demo.get(f"{world.CONNECTION}/logs?autotask_id={posted['autotask_id']}")["items"]
    assert {"INGESTED", "POSTED"} <= {line["code"] for line in found}
    assert any(line["xero_id"] == posted["xero_id"] for line in found)


def test_purchase_orders_are_shown(demo: Stack) -> None:
    def orders() -> list[object]:
        found: list[object] = demo.get(f"{world.CONNECTION}/purchase-orders")["items"]
        return found

    wait_until(lambda: len(orders()) == 25, 60, "all purchase orders of the seed are there")
