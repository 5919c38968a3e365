"""`make bench`: runs every benchmark and prints the figures as JSON; exit code 1 when one is missed."""

import json
import sys

from tests.benchmarks.first_backlog import measure


def main() -> int:
    figures = {"first_backlog": measure()}
    sys.stdout.write(json.dumps(figures, indent=2) + "\n")
    return int(not all(figure["is_kept"] for figure in figures.values()))


if __name__ == "__main__":
    sys.exit(main())
