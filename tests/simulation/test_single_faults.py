"""Every effect boundary with everything that Xero may do, in one small world of each trade."""

import pytest

from tests.simulation.exhaustive import SMALL_WORLDS, plans, violations


@pytest.mark.parametrize("world", SMALL_WORLDS)
def test_no_single_death_and_no_single_fault_breaks_a_promise(world: str) -> None:
    broken = [
        f"crash at {plan.crash_at}, fault {plan.fault_at}: {verdict.problem}"
        for plan, verdict in violations(world)
    ]
    assert broken == []


def test_the_small_worlds_are_walked_through_whole() -> None:
    assert sum(1 for _ in plans("sales")) > 960
