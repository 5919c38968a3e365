"""The push-sized run: 2,000 worlds, each from its seed, and every seed that ever failed."""

import json
from pathlib import Path

import pytest

from tests.simulation.runner import run_seed
from tests.simulation.verdicts import assert_kept

SEEDS = 2_000
PORTION = 100
CORPUS = json.loads((Path(__file__).parent / "corpus.json").read_text())


@pytest.mark.parametrize("first", range(0, SEEDS, PORTION))
def test_every_promise_is_kept_in_every_world(first: int) -> None:
    assert_kept(run_seed(seed) for seed in range(first, first + PORTION))


@pytest.mark.parametrize("entry", CORPUS, ids=lambda entry: str(entry["seed"]))
def test_what_once_failed_is_mended(entry: dict[str, object]) -> None:
    """A plain one was found before worlds had marks of another tool and changed companies."""
    assert_kept([run_seed(int(str(entry["seed"])), is_plain=bool(entry.get("plain")))])


@pytest.mark.parametrize("seed", [17, 171, 1_717, 5, 46])
def test_the_same_seed_gives_the_same_history(seed: int) -> None:
    first, second = (run_seed(seed, has_history=True) for _ in range(2))
    assert len(first.history) > 20
    assert first.history == second.history
    assert first.fingerprint == second.fingerprint
