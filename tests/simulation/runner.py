"""Runs seeds and tells what was broken, with what it takes to see it again."""

from dataclasses import dataclass
from random import Random

from tests.simulation import plan as plans
from tests.simulation.determinism import seeded
from tests.simulation.evening import Evening
from tests.simulation.oracle import ViolationError
from tests.simulation.plan import Plan
from tests.simulation.scheduler import StuckError
from tests.simulation.world import World


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one seed went; `problem` is empty when every promise was kept.

    `is_stumble`: the code raised what it never may, which says nothing about a planted mistake.
    """

    seed: int
    problem: str
    fingerprint: int
    history: tuple[str, ...] = ()
    is_stumble: bool = False


def run_seed(seed: int, *, has_history: bool = False, is_plain: bool = False) -> Verdict:
    """One world from its seed; a plain one has nothing that later versions draw."""
    plan = plans.draw(Random(seed))
    if not is_plain:
        plan = plans.with_more(plan, seed)
    return run_plan(plan, seed, has_history=has_history)


def run_plan(plan: Plan, seed: int, *, has_history: bool = False) -> Verdict:
    """One world from a plan; whatever the product raises where it may not is a violation too."""
    world = World(plan, seed, has_history=has_history)
    with seeded(seed, world.scheduler, plan.part):
        problem, is_stumble = "", False
        try:
            world.live()
            Evening(world).settle()
        except (ViolationError, StuckError) as violation:
            problem = str(violation)
        except Exception as error:
            problem, is_stumble = f"{type(error).__name__}: {error}", True
            if has_history:
                raise
    return Verdict(seed, problem, world.fingerprint, tuple(world.history), is_stumble)
