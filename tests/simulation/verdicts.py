"""Fails a test with what it takes to see the violation again."""

from collections.abc import Iterable

import pytest

from tests.simulation.command import replay
from tests.simulation.runner import Verdict


def assert_kept(verdicts: Iterable[Verdict], mutant: str = "") -> None:
    """Fail with seed, commit and command of everything that was broken."""
    broken = [replay(verdict, mutant) for verdict in verdicts if verdict.problem]
    if broken:
        pytest.fail("\n".join(broken), pytrace=False)
