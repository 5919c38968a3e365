"""The test of the test: every planted mistake is found by the push-sized run."""

import pytest

from tests.simulation.mutants import MUTANTS, SEEDS, hunt


@pytest.mark.parametrize("name", MUTANTS)
def test_a_planted_mistake_is_caught(name: str) -> None:
    caught = hunt(name)
    assert caught is not None, f"{MUTANTS[name].mistake}: survived {SEEDS} seeds"


def test_there_are_enough_of_them() -> None:
    assert len(MUTANTS) >= 45
