"""What ingestion costs and how fast it is, by Autotask's request list and the ledger."""

import time
from collections import Counter
from datetime import UTC, datetime
from typing import Any

from tests.benchmarks.scene import Scene, World, scene
from tests.e2e import world
from tests.stack import wait_until

MONTH = World(companies=200, invoices=1_000, lines=4)
MONTH_CALLS = 12
IDLE_CALLS = 1
YEAR = World(companies=500, invoices=10_000, lines=4)
YEAR_WITHIN_SECONDS = 60
POLL_SECONDS = 10
ARRIVALS = 20
ARRIVES_WITHIN_SECONDS = 15


def measure_calls() -> dict[str, Any]:
    """A connection that has run before gets a month's billing of customers it has never billed."""
    with scene() as opened:
        opened.bill(World(companies=MONTH.companies, invoices=1))
        opened.look_only_when_asked()
        for company_id in _company_ids(opened, MONTH.companies):
            body = {
                "count": MONTH.invoices // MONTH.companies,
                "company_id": company_id,
                "lines": MONTH.lines,
            }
            opened.stack.post("/_sandbox/invoices", body, "AUTOTASK")
        busy = _calls_of_a_look(opened)
        stored = opened.count(lines={"$size": MONTH.lines})
        idle = _calls_of_a_look(opened)
    return {
        "ingestion_calls": {
            "invoices": stored - 1,
            "lines": MONTH.lines * (stored - 1),
            "calls": sum(busy.values()),
            "by_endpoint": dict(busy.most_common()),
            "is_kept": stored == MONTH.invoices + 1 and sum(busy.values()) <= MONTH_CALLS,
        },
        "idle_poll": {
            "calls": sum(idle.values()),
            "by_endpoint": dict(idle.most_common()),
            "is_kept": sum(idle.values()) <= IDLE_CALLS,
        },
    }


def _company_ids(opened: Scene, count: int) -> list[int]:
    """The customers of a sized world: all of its companies but the tenant's own, which is 0."""
    state = opened.stack.get("/_sandbox/state", "AUTOTASK", timeout=60)
    ids = [row["id"] for row in state["Companies"] if row["id"]]
    assert len(ids) == count
    return ids


def _calls_of_a_look(opened: Scene) -> Counter[str]:
    """Autotask's calls from a wish for a look to its end."""
    before = max((call["n"] for call in world.calls(opened.stack, "AUTOTASK")), default=0)
    opened.look()
    calls = world.calls(opened.stack, "AUTOTASK", before)
    return Counter(call["path"].casefold().partition("v1.0/")[2] for call in calls)


def measure_speed(size: World, within: float) -> dict[str, Any]:
    """From the first question to the last line stored, with a sandbox that answers at once."""
    with scene() as opened:
        opened.look_only_when_asked()
        counts = {name: getattr(size, name) for name in ("companies", "invoices", "lines")}
        opened.stack.post("/_sandbox/reset", {"seed": 1, "world": counts}, "AUTOTASK")
        opened.forget_how_far()
        began = time.monotonic()
        opened.look(seconds=within * 5)
        seconds = time.monotonic() - began
        stored = opened.count()
    return {
        "invoices": stored,
        "seconds": round(seconds, 1),
        "is_kept": stored == size.invoices and seconds <= within,
    }


def measure_arrivals(count: int) -> dict[str, Any]:
    """From an invoice's appearance in Autotask to its being complete in Xero, on an idle system."""
    with scene() as opened:
        opened.bill(World(companies=10, invoices=10))
        opened.set_options(poll_seconds=POLL_SECONDS)
        opened.let_go()
        opened.wait_until_complete(10, 60)
        found = sorted(_arrived(opened, index) for index in range(count))
    median = found[len(found) // 2]
    return {
        "arrivals": len(found),
        "median_seconds": round(median, 1),
        "longest_seconds": round(found[-1], 1),
        "is_kept": median <= ARRIVES_WITHIN_SECONDS,
    }


def _arrived(opened: Scene, index: int) -> float:
    """The polls' phase is met anew each time: an arrival waits for a different part of a poll."""
    time.sleep((index * 3.7) % POLL_SECONDS)
    began = datetime.now(UTC)
    (autotask_id,) = world.bill(opened.stack, 1)
    complete = {"autotask_id": autotask_id, "status": "complete"}
    wait_until(lambda: opened.count(**complete), 120, f"{autotask_id} is in Xero")
    found = opened.ledger.invoices.find_one(complete, {"history": 1})
    settled = next(step["at"] for step in found["history"] if step["to"] == "complete")
    return float((settled - began).total_seconds())
