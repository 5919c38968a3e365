"""How long a person waits: from Resync, through the API, to the document being updated in Xero."""

import time
from datetime import UTC, datetime
from typing import Any

from tests.benchmarks import xero_calls
from tests.benchmarks.scene import Scene, World, scene
from tests.e2e import world
from tests.stack import wait_until

SIZE = World(companies=10, invoices=50)
WITHIN_SECONDS = 2.0
# A person does not press faster, and sixty calls a minute are not used up.
_PAUSE_SECONDS = 2.5


def measure() -> dict[str, Any]:
    """Fifty invoices, each changed in Autotask and asked for once, one after the other."""
    with scene() as opened:
        opened.bill(SIZE)
        opened.let_go()
        opened.wait_until_complete(SIZE.invoices, 60)
        return {"resync_latency": latencies(opened, SIZE.invoices, WITHIN_SECONDS)}


def latencies(opened: Scene, count: int, within: float) -> dict[str, Any]:
    opened.wait_for_quiet(5)
    rows = list(world.invoices(opened.stack))[:count]
    found = sorted(_resynced(opened, row) for row in rows)
    p95 = found[int(len(found) * 0.95) - 1]
    return {
        "resyncs": len(found),
        "median_seconds": round(found[len(found) // 2], 2),
        "p95_seconds": round(p95, 2),
        "longest_seconds": round(found[-1], 2),
        "is_kept": p95 <= within,
    }


def _resynced(opened: Scene, row: dict[str, Any]) -> float:
    """Seconds until Xero had answered the update."""
    stack, autotask_id = opened.stack, row["autotask_id"]
    fields = {"orderNumber": f"Changed {autotask_id}"}
    stack.post(
        "/_sandbox/edit", {"entity": "Invoices", "id": autotask_id, "fields": fields}, "AUTOTASK"
    )
    before = xero_calls.last_number(stack)
    began = datetime.now(UTC)
    world.resync(stack, autotask_id)
    path = f"/Invoices/{row['xero_id']}"

    def answered() -> list[datetime]:
        calls = xero_calls.since(stack, before)
        return [call.ended_at for call in calls if call.is_write and call.path.endswith(path)]

    wait_until(answered, 30, f"{autotask_id} is updated in Xero")
    time.sleep(_PAUSE_SECONDS)
    return (answered()[0] - began).total_seconds()
