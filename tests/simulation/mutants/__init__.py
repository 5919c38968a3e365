"""Planted mistakes of the protocol: the simulation must find every one, or it tests nothing.

They change the product's own functions; where a rule lives in a query of MongoDB's, they change the
model of that query.
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from random import Random

from tests.simulation import plan as plans
from tests.simulation.mutants.kinds import Mutant, Patch
from tests.simulation.mutants.list import MUTANTS
from tests.simulation.runner import Verdict, run_plan

# The push-sized run hunts a mutant through so many seeds at most.
SEEDS = 400

__all__ = ["MUTANTS", "SEEDS", "Mutant", "hunt", "planted"]


@contextmanager
def planted(name: str) -> Iterator[None]:
    """The product with the mistake of that name; "" is the product as it is."""
    if not name:
        with nullcontext():
            yield
        return
    patch = Patch()
    try:
        MUTANTS[name].plant(patch)
        yield
    finally:
        patch.undo()


def hunt(name: str, seeds: int = SEEDS) -> Verdict | None:
    """The first seed that catches the mutant and not the product as it is.

    Each in a world where the mistake can matter.
    """
    mutant = MUTANTS[name]
    for seed in range(seeds):
        plan = replace(plans.draw(Random(seed)), **mutant.focus)
        with planted(name):
            verdict = run_plan(plan, seed)
        is_caught = verdict.problem and not verdict.is_stumble
        if is_caught and not run_plan(plan, seed).problem:
            return verdict
    return None
