"""Every effect boundary with everything that Xero may do, in one small world."""

from tests.simulation.exhaustive import plans, violations

# Where nothing but our own look-ups stands between an invoice and its second document; the other
# trades are walked through by `make simulate`.
WORLD = "own numbers"


def test_no_single_death_and_no_single_fault_breaks_a_promise() -> None:
    broken = [
        f"crash at {plan.crash_at}, fault {plan.fault_at}: {verdict.problem}"
        for plan, verdict in violations(WORLD)
    ]
    assert broken == []


def test_it_is_walked_through_whole() -> None:
    assert sum(1 for _ in plans(WORLD)) > 960
