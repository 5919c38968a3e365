"""Every single fault of one small world: each effect boundary with each thing that Xero may do (T3)."""

from collections.abc import Iterator
from dataclasses import replace

from core.domain.xero_document import DocumentKind
from tests.simulation.determinism import seeded
from tests.simulation.plan import SALES, Plan
from tests.simulation.runner import Verdict, run_plan
from tests.simulation.world import World
from tests.simulation.xero.faults import WRITE_FAULTS

SEED = 5
SMALL_WORLDS = {
    "sales": Plan(kinds=SALES),
    "own numbers": Plan(kinds=SALES, numbering="xero"),
    "bills": Plan(kinds=(DocumentKind.BILL,)),
    "orders": Plan(kinds=(DocumentKind.PURCHASE_ORDER,)),
}


def plans(world: str) -> Iterator[Plan]:
    """All of a small world: without a fault, and each fault when the documents go; with every death."""
    quiet = replace(
        SMALL_WORLDS[world], documents=2, companies=1, batch_size=2, day_ms=30_000, crash_at=0
    )
    clean = _walk(quiet)
    (first, *_) = [number for number, name in enumerate(clean.calls, 1) if _is_write(name)]
    for fault_at in [None, *((first, name) for name in WRITE_FAULTS)]:
        plan = replace(quiet, fault_at=fault_at)
        for point in range(len(_walk(plan).points) + 1):
            yield replace(plan, crash_at=point)


def violations(world: str) -> Iterator[tuple[Plan, Verdict]]:
    for plan in plans(world):
        verdict = run_plan(plan, SEED)
        if verdict.problem:
            yield plan, verdict


def _is_write(call: str) -> bool:
    return call.startswith("PUT") and not call.endswith("/Contacts")


def _walk(plan: Plan) -> World:
    """How far the day goes, to count its calls and effects."""
    world = World(plan, SEED)
    with seeded(SEED, world.scheduler):
        world.live()
    return world
