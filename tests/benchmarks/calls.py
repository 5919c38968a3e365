"""How many calls Xero gets for a month's billing: of customers it has never seen, and of known ones."""

from typing import Any

from tests.benchmarks import xero_calls
from tests.benchmarks.scene import Scene, World, scene
from tests.benchmarks.xero_calls import Call

MONTH = World(companies=200, invoices=1_000, lines=4)
NEW_WRITES, NEW_CALLS = 24, 30
KNOWN_WRITES, KNOWN_CALLS = 21, 27


def measure() -> dict[str, Any]:
    """One stack: a month of new customers, then a month of the same ones."""
    with scene() as opened:
        opened.bill(MONTH)
        new = posted(opened, MONTH.invoices)
        opened.hold()
        opened.bill_again(MONTH)
        opened.wait_for_quiet()
        known = posted(opened, 2 * MONTH.invoices)
    return {
        "calls_new_contacts": figures(new, NEW_WRITES, NEW_CALLS),
        "calls_known_contacts": figures(known, KNOWN_WRITES, KNOWN_CALLS),
    }


def posted(opened: Scene, complete: int) -> list[Call]:
    """Let the scene go until so many invoices are complete; the calls that it took."""
    before = xero_calls.last_number(opened.stack)
    opened.let_go()
    opened.wait_until_complete(complete, 300)
    return xero_calls.since(opened.stack, before)


def figures(calls: list[Call], most_writes: int, most_calls: int) -> dict[str, Any]:
    counted = [call for call in calls if call.is_of_the_organisation]
    writes = sum(call.is_write for call in counted)
    return {
        "write_calls": writes,
        "calls": len(counted),
        "token_calls": sum(call.is_token_call for call in calls),
        "by_endpoint": xero_calls.by_endpoint(counted),
        "refused_by_a_limit": sum(call.refused_by is not None for call in counted),
        "is_kept": writes <= most_writes and len(counted) <= most_calls,
    }
