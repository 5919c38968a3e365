"""Every mutant by name."""

from tests.simulation.mutants.around import AROUND
from tests.simulation.mutants.ingesting import INGESTING
from tests.simulation.mutants.kinds import Mutant
from tests.simulation.mutants.others import OTHERS
from tests.simulation.mutants.sending import SENDING
from tests.simulation.mutants.settling import SETTLING

MUTANTS: dict[str, Mutant] = {**SENDING, **SETTLING, **AROUND, **INGESTING, **OTHERS}
