"""Every effect boundary with everything that Xero may do, in one small world."""

import pytest

from tests.simulation.exhaustive import FAULTS, broken, plans

# Where nothing but our own look-ups stands between an invoice and its second document; the other
# trades are walked through by `python -m tests.simulation --single-faults`.
WORLD = "own numbers"


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault or "none")
def test_no_single_death_breaks_a_promise_whatever_xero_does(fault: str) -> None:
    deaths = plans(WORLD, fault)
    assert len(deaths) > 30
    assert broken(deaths) == []


def test_no_single_death_of_ingestion_breaks_a_promise() -> None:
    deaths = plans("ingestion", "")
    assert len(deaths) > 100
    assert broken(deaths) == []
