"""What the command line does: one seed, many seeds, all mutants."""

import argparse
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path

from tests.simulation import mutants
from tests.simulation.exhaustive import FAULTS, SMALL_WORLDS, broken, plans
from tests.simulation.runner import Verdict, run_seed

_ROOT = Path(__file__).resolve().parents[2]
_PORTION = 25
_MOST_SHOWN = 20


def run(options: argparse.Namespace) -> int:
    """The exit code."""
    if options.mutants:
        return _all_mutants()
    if options.single_faults:
        return _all_single_faults()
    with mutants.planted(options.mutant):
        if options.seed is not None:
            return _one(options)
        seeds = range(options.first, options.first + options.seeds)
        return _many(seeds, options.jobs, options.mutant)


def replay(verdict: Verdict, mutant: str = "") -> str:
    """A violation with the command that shows it again."""
    planted = f" --mutant {mutant}" if mutant else ""
    return (
        f"seed {verdict.seed}, commit {commit()}: {verdict.problem}\n"
        f"  replay: python -m tests.simulation --seed {verdict.seed}{planted} --trace"
    )


@cache
def commit() -> str:
    """Which code runs: asked once, at the start, because a long run may be overtaken."""
    head = _git("rev-parse", "--short", "HEAD")
    return f"{head}+changes" if _git("status", "--porcelain", "core", "services") else head


def _git(*arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=_ROOT, capture_output=True, text=True, check=False
    )
    return done.stdout.strip()


def _one(options: argparse.Namespace) -> int:
    seed = options.seed
    verdict = run_seed(seed, has_history=options.trace, is_plain=options.plain)
    for line in verdict.history:
        _say(line)
    told = replay(verdict, options.mutant)
    _say(told if verdict.problem else f"seed {seed}: every promise was kept")
    return int(bool(verdict.problem))


def _many(seeds: range, jobs: int, mutant: str) -> int:
    _say(f"{len(seeds)} seeds from {seeds.start} on, commit {commit()}")
    began, done, violations = time.monotonic(), 0, 0
    for verdicts in _portions(seeds, jobs):
        done += len(verdicts)
        for verdict in verdicts:
            if verdict.problem:
                violations += 1
                if violations <= _MOST_SHOWN:
                    _say(replay(verdict, mutant))
        if done % 5_000 < _PORTION:
            _say(f"  {done} of {len(seeds)}: {done / (time.monotonic() - began):.0f} seeds/s")
    seconds = time.monotonic() - began
    _say(
        f"{done} seeds in {seconds:.0f} s ({done / seconds:.0f} seeds/s, {jobs} processes), "
        f"commit {commit()}: {violations} violations"
    )
    return int(violations > 0)


def _portions(seeds: range, jobs: int) -> Iterator[list[Verdict]]:
    portions = [seeds[start : start + _PORTION] for start in range(0, len(seeds), _PORTION)]
    if jobs == 1:
        yield from map(_run, portions)
        return
    # Forked, so that a planted mutant and the hash seed go along.
    with get_context("fork").Pool(jobs) as pool:
        yield from pool.imap_unordered(_run, portions)


def _run(seeds: Iterable[int]) -> list[Verdict]:
    return list(map(partial(run_seed, has_history=False), seeds))


def _all_mutants() -> int:
    survivors = 0
    for name, mutant in mutants.MUTANTS.items():
        began = time.monotonic()
        caught = mutants.hunt(name)
        seconds = time.monotonic() - began
        if caught is None:
            survivors += 1
            _say(f"SURVIVED  {name}: {mutant.mistake} ({seconds:.1f} s)")
        else:
            _say(f"caught    {name} by seed {caught.seed} in {seconds:.1f} s: {caught.problem}")
    _say(f"{len(mutants.MUTANTS)} mutants, {survivors} survived, commit {commit()}")
    return int(survivors > 0)


def _all_single_faults() -> int:
    count = 0
    for world in SMALL_WORLDS:
        began, runs = time.monotonic(), 0
        for fault in FAULTS:
            deaths = plans(world, fault)
            runs += len(deaths)
            for problem in broken(deaths):
                count += 1
                _say(f"{world}: {problem}")
        _say(f"{world}: {runs} deaths and faults in {time.monotonic() - began:.0f} s")
    _say(f"single faults, commit {commit()}: {count} violations")
    return int(count > 0)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
