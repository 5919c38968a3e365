"""Every single fault of one small world: each effect boundary with each thing that Xero may do (T3)."""

from collections.abc import Iterator
from dataclasses import replace

from core.domain.xero_document import DocumentKind
from tests.simulation.determinism import seeded_ids
from tests.simulation.plan import SALES, Plan
from tests.simulation.runner import Verdict, run_plan
from tests.simulation.world import World
from tests.simulation.xero.faults import WRITE_FAULTS

SEED = 5
SMALL_WORLDS = {
    "sales": Plan(kinds=SALES, documents=2, companies=1, day_ms=5_000, crash_at=0),
    "own numbers": Plan(
        kinds=SALES, numbering="xero", documents=2, companies=1, day_ms=5_000, crash_at=0
    ),
    "bills": Plan(kinds=(DocumentKind.BILL,), documents=2, companies=1, day_ms=5_000, crash_at=0),
    "orders": Plan(
        kinds=(DocumentKind.PURCHASE_ORDER,), documents=2, companies=1, day_ms=5_000, crash_at=0
    ),
}


def plans(world: str) -> Iterator[Plan]:
    """All of a small world: without a fault, and each fault at each write; each with every death."""
    quiet = SMALL_WORLDS[world]
    clean = _walk(quiet)
    writes = [number for number, method in enumerate(clean.calls, 1) if method != "GET"]
    for fault_at in [None, *((number, name) for number in writes for name in WRITE_FAULTS)]:
        plan = replace(quiet, fault_at=fault_at)
        walked = _walk(plan)
        for point in range(len(walked.points) + 1):
            yield replace(plan, crash_at=point)


def violations(world: str) -> Iterator[tuple[Plan, Verdict]]:
    for plan in plans(world):
        verdict = run_plan(plan, SEED)
        if verdict.problem:
            yield plan, verdict


def _walk(plan: Plan) -> World:
    """How far the day goes, to count its calls and effects."""
    with seeded_ids(SEED):
        world = World(plan, SEED)
        world.live()
    return world
