"""Every single fault of one small world: each effect boundary with each thing that Xero may do (T3)."""

from collections.abc import Iterable
from dataclasses import replace

from core.domain.xero_document import DocumentKind
from tests.simulation.determinism import seeded
from tests.simulation.plan import SALES, Plan
from tests.simulation.runner import run_plan
from tests.simulation.world import World
from tests.simulation.xero.faults import WRITE_FAULTS

SEED = 5
SMALL_WORLDS = {
    "sales": Plan(kinds=SALES),
    "own numbers": Plan(kinds=SALES, numbering="xero"),
    "bills": Plan(kinds=(DocumentKind.BILL,)),
    "orders": Plan(kinds=(DocumentKind.PURCHASE_ORDER,)),
    "ingestion": Plan(
        kinds=SALES, ingesters=1, poll_seconds=5, page_size=2, autotask_ms=4_000, late_share=0.0
    ),
}


# "" is the death alone.
FAULTS = ("", *WRITE_FAULTS)


def plans(world: str, fault: str) -> list[Plan]:
    """One fault when the documents of a small world go, with each death that is possible then."""
    quiet = replace(
        SMALL_WORLDS[world], documents=2, companies=1, batch_size=2, day_ms=30_000, crash_at=0
    )
    plan = quiet
    if fault:
        calls = enumerate(_walk(quiet).calls, 1)
        plan = replace(quiet, fault_at=(next(n for n, call in calls if _is_write(call)), fault))
    return [replace(plan, crash_at=point) for point in range(len(_walk(plan).points) + 1)]


def broken(plans: Iterable[Plan]) -> list[str]:
    """What went wrong where."""
    verdicts = [(plan, run_plan(plan, SEED)) for plan in plans]
    return [
        f"crash at {plan.crash_at}, fault {plan.fault_at}: {verdict.problem}"
        for plan, verdict in verdicts
        if verdict.problem
    ]


def _is_write(call: str) -> bool:
    return call.startswith("PUT") and not call.endswith("/Contacts")


def _walk(plan: Plan) -> World:
    """How far the day goes, to count its calls and effects."""
    world = World(plan, SEED)
    with seeded(SEED, world.scheduler):
        world.live()
    return world
