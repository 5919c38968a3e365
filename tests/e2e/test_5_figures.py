"""The figures of `make bench` on a small world, each with a bound that holds on a busy machine too."""

from collections.abc import Iterator

import pytest

from tests.benchmarks import calls, resync, speed
from tests.benchmarks.scene import Scene, World, scene

pytestmark = pytest.mark.timeout(300)

SMALL = World(companies=40, invoices=400, lines=4)
# One contact batch, eight of invoices; and one look at Xero's contacts and lists.
NEW_WRITES, NEW_CALLS = 9, 15
KNOWN_WRITES, KNOWN_CALLS = 8, 14
A_SECOND_AT_LEAST = 100


@pytest.fixture(scope="module")
def opened() -> Iterator[Scene]:
    with scene() as found:
        yield found


def test_new_customers_cost_a_call_for_fifty_and_invoices_too(opened: Scene) -> None:
    opened.bill(SMALL)
    speed.lift_limits(opened)
    figures = calls.figures(calls.posted(opened, SMALL.invoices), NEW_WRITES, NEW_CALLS)
    assert figures["is_kept"], figures


def test_our_own_work_on_an_invoice_takes_little_time(opened: Scene) -> None:
    first, last = opened.claimed_and_settled()
    assert SMALL.invoices / (last - first).total_seconds() >= A_SECOND_AT_LEAST


def test_known_customers_cost_no_call(opened: Scene) -> None:
    opened.hold()
    opened.bill_again(SMALL)
    figures = calls.figures(calls.posted(opened, 2 * SMALL.invoices), KNOWN_WRITES, KNOWN_CALLS)
    assert figures["is_kept"], figures


def test_a_resync_reaches_xero_while_one_looks_on(opened: Scene) -> None:
    figures = resync.latencies(opened, 5, resync.WITHIN_SECONDS)
    assert figures["is_kept"], figures
