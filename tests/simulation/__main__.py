"""`python -m tests.simulation --seed N [--mutant NAME] [--trace]` replays one world;

`--seeds 100000` runs many on all cores, `--mutants` every planted mistake, `--single-faults` every
death with every fault in a small world of each trade. The exit code is 1 when a
promise was broken (or a mutant survived), and each violation prints what it takes to see it again.
"""

import argparse
import os
import sys

from tests.simulation.command import run

# Sets of texts are walked in another order in each process unless this is fixed before it starts.
_HASH_SEED = "PYTHONHASHSEED"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--seed", type=int, help="replay one seed")
    parser.add_argument("--seeds", type=int, default=2_000, help="how many seeds to run")
    parser.add_argument("--first", type=int, default=0, help="the first of them")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes")
    parser.add_argument("--mutant", default="", help="a planted mistake (see mutants)")
    parser.add_argument("--mutants", action="store_true", help="all planted mistakes")
    parser.add_argument("--single-faults", action="store_true", help="all deaths x all faults")
    parser.add_argument("--plain", action="store_true", help="the seed as the corpus means it")
    parser.add_argument("--trace", action="store_true", help="print the history of the seed")
    return run(parser.parse_args())


if __name__ == "__main__":
    if os.environ.get(_HASH_SEED) != "0":
        os.execve(
            sys.executable,
            [sys.executable, "-m", "tests.simulation", *sys.argv[1:]],
            {**os.environ, _HASH_SEED: "0"},
        )
    sys.exit(main())
