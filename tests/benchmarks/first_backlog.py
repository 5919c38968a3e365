"""The first backlog of the demo world: calls per invoice at both vendors, and how long it takes."""

import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from tests.e2e import world
from tests.stack import Stack

XERO_CALLS_PER_INVOICE = 0.03
AUTOTASK_CALLS_PER_INVOICE = 0.05
SECONDS_AFTER_READY = 180


def measure() -> dict[str, Any]:
    """Start a fresh stack, wait until the seed has ended as intended, and count."""
    with tempfile.TemporaryDirectory() as folder:
        stack = Stack(Path(folder) / "run", {"NEW_INVOICE_SECONDS": "0"})
        began = time.monotonic()
        try:
            stack.start()
            ready = time.monotonic()
            world.wait_for_the_backlog(stack)
            settled = time.monotonic()
            return _figures(stack, ready - began, settled - ready)
        finally:
            stack.stop()
            stack.abandon()


def _figures(stack: Stack, to_ready: float, to_settled: float) -> dict[str, Any]:
    invoices = len(world.intents(stack))
    xero, autotask = world.calls(stack, "XERO"), world.calls(stack, "AUTOTASK")
    # Calls for tokens and consents cost the organisation nothing.
    counted = sum("/api.xro/2.0/" in call["path"] for call in xero)
    disagreements = world.disagreements(stack)
    return {
        "invoices": invoices,
        "xero_calls": counted,
        "xero_calls_per_invoice": round(counted / invoices, 4),
        "xero_by_endpoint": _by_endpoint(xero),
        "autotask_calls": len(autotask),
        "autotask_calls_per_invoice": round(len(autotask) / invoices, 4),
        "autotask_by_endpoint": _by_endpoint(autotask),
        "refused_by_a_limit": sum(call["refused_by"] is not None for call in xero + autotask),
        "disagreements": len(disagreements),
        "seconds_to_ready": round(to_ready, 1),
        "seconds_from_ready_to_settled": round(to_settled, 1),
        "is_kept": (
            counted <= XERO_CALLS_PER_INVOICE * invoices
            and len(autotask) <= AUTOTASK_CALLS_PER_INVOICE * invoices
            and to_settled <= SECONDS_AFTER_READY
            and not disagreements
        ),
    }


def _by_endpoint(calls: list[dict[str, Any]]) -> dict[str, int]:
    counted = Counter(f"{call['method']} {_endpoint(call['path'])}" for call in calls)
    return dict(counted.most_common())


def _endpoint(path: str) -> str:
    parts = [part for part in path.split("/") if part]
    names = [part for part in parts if part not in ("query", "next", "count", "api.xro", "2.0")]
    return names[-1]
