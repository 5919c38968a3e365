"""Every mutant by name."""

from tests.simulation.mutants.kinds import Mutant

MUTANTS: dict[str, Mutant] = {}
