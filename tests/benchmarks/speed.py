"""How fast a backlog gets into Xero: at the speed limit when Xero sets it, and as fast as we can."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from tests.benchmarks import xero_calls
from tests.benchmarks.cpu import Meter
from tests.benchmarks.scene import Scene, World, scene
from tests.benchmarks.xero_calls import Call

CALL_SECONDS = 1.0
BATCH = 50
CALLS_A_MINUTE = 60

MONTH = World(companies=200, invoices=1_000)
MONTH_WITHIN_SECONDS = 25
YEAR = World(companies=500, invoices=10_000)
YEAR_WITHIN_SECONDS = 240
SUSTAINED_A_MINUTE = 2_850
# A pause between two calls that is longer than any call takes: the limit of the minute was reached.
_PAUSE = timedelta(seconds=5)

# As many as one minute's calls can carry, so that the limits of our own side are not met.
BURST = World(companies=50, invoices=2_600)
BURST_A_SECOND = 300


def measure_with_limits() -> dict[str, Any]:
    """Xero's real limits, and a second for each call."""
    found = {}
    for name, size, within in (
        ("1000_with_limits", MONTH, MONTH_WITHIN_SECONDS),
        ("10000_with_limits", YEAR, YEAR_WITHIN_SECONDS),
    ):
        with scene() as opened:
            opened.bill(size)
            opened.stack.post("/_sandbox/latency", {"ms": 1_000 * CALL_SECONDS}, "XERO")
            opened.wait_for_quiet()
            found[name] = _timed(opened, size, within)
    sustained = found["10000_with_limits"]["sustained_invoices_a_minute"] or 0
    found["10000_with_limits"]["is_kept"] &= sustained >= SUSTAINED_A_MINUTE
    return found


def measure_overhead() -> dict[str, Any]:
    """No limits and no delays at Xero: what remains is our own work, and the sandbox's."""
    with scene() as opened:
        return {"engine_overhead": overhead(opened, BURST, BURST_A_SECOND)}


def overhead(opened: Scene, size: World, wanted_a_second: int) -> dict[str, Any]:
    """From the first claim to the last settlement."""
    opened.bill(size)
    lift_limits(opened)
    opened.wait_for_quiet()
    timed = _timed(opened, size, within=120)
    first, last = opened.claimed_and_settled()
    a_second = size.invoices / (last - first).total_seconds()
    return {
        **timed,
        "invoices_a_second": round(a_second),
        "is_kept": a_second >= wanted_a_second,
    }


def lift_limits(opened: Scene) -> None:
    """Xero refuses no call, however many come, and its headers say so."""
    plenty = dict.fromkeys(("minute", "day", "concurrent", "appminute"), 1_000_000)
    opened.stack.post("/_sandbox/limits", plenty, "XERO")


def _timed(opened: Scene, size: World, within: float) -> dict[str, Any]:
    before, meter = xero_calls.last_number(opened.stack), Meter(opened.stack)
    began = opened.let_go()
    opened.wait_until_complete(size.invoices, within * 3)
    usage = meter.read()
    seconds = opened.claimed_and_settled()[1].timestamp() - began
    calls = [call for call in xero_calls.since(opened.stack, before) if call.is_of_the_organisation]
    full = [call for call in calls if call.path.endswith("/Invoices") and _size(call) == BATCH]
    refused = sum(call.status == 429 for call in calls)
    return {
        "invoices": size.invoices,
        "companies": size.companies,
        "seconds": round(seconds, 1),
        "sustained_invoices_a_minute": _sustained(full),
        "by_endpoint": xero_calls.by_endpoint(calls),
        "most_in_flight": _most_in_flight(calls),
        "mean_call_ms": round(_mean_ms(full)),
        "answers_429": refused,
        **usage,
        "is_kept": seconds <= within and refused == 0,
    }


def _size(call: Call) -> int:
    return call.body.count('"InvoiceNumber"') if call.method == "PUT" else 0


def _sustained(full: Sequence[Call]) -> int | None:
    """Invoices a minute in full batches, counted over whole cycles of the limit.

    A backlog that is sent in bursts with pauses between them is measured from the first answer of
    the first burst to the first of the last one, so that no burst is counted without its pause; one
    that is sent evenly, from its first answer to its last. What one minute's calls carry says
    nothing about the next minute.
    """
    if len(full) <= CALLS_A_MINUTE:
        return None
    ends = sorted(call.ended_at for call in full)
    begins = [later for earlier, later in pairwise(ends) if later - earlier > _PAUSE]
    until: datetime = begins[-1] if begins else ends[-1]
    done = sum(end < until for end in ends)
    return round(done * BATCH / (until - ends[0]).total_seconds() * 60)


def _most_in_flight(calls: Sequence[Call]) -> int:
    changes = [(call.began_at, 1) for call in calls] + [(call.ended_at, -1) for call in calls]
    running = most = 0
    for _, change in sorted(changes):
        running += change
        most = max(most, running)
    return most


def _mean_ms(calls: Sequence[Call]) -> float:
    total = sum((call.ended_at - call.began_at).total_seconds() for call in calls)
    return 1_000 * total / max(len(calls), 1)
