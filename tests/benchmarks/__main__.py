"""`make bench`, or `python -m tests.benchmarks [name ...]`: the figures as JSON, each with `is_kept`.

`--invoices=100000` makes the ledger of the dashboard's figures smaller than its 1,000,000. Progress
goes to standard error; the exit code is 1 when a figure is missed.
"""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.benchmarks import calls, dashboard, first_backlog, ingestion, resync, speed

BENCHMARKS: dict[str, Callable[[], dict[str, Any]]] = {
    "first_backlog": lambda: {"first_backlog": first_backlog.measure()},
    "calls": calls.measure,
    "speed_with_limits": speed.measure_with_limits,
    "engine_overhead": speed.measure_overhead,
    "resync_latency": resync.measure,
    "ingestion_calls": ingestion.measure_calls,
    "ingestion_speed": lambda: {
        "ingestion_speed": ingestion.measure_speed(ingestion.YEAR, ingestion.YEAR_WITHIN_SECONDS)
    },
    "dashboard": dashboard.measure,
    "arrival_latency": lambda: {"arrival_latency": ingestion.measure_arrivals(ingestion.ARRIVALS)},
}


def main(arguments: list[str]) -> int:
    told = _read(arguments)
    unknown = set(told.names) - set(BENCHMARKS)
    if unknown:
        sys.stderr.write(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(BENCHMARKS)}\n")
        return 2
    BENCHMARKS["dashboard"] = lambda: dashboard.measure(told.invoices, told.requests, told.ledger)
    figures: dict[str, Any] = {}
    for name in told.names or BENCHMARKS:
        sys.stderr.write(f"{name} ...\n")
        figures |= BENCHMARKS[name]()
    sys.stdout.write(json.dumps(figures, indent=2) + "\n")
    return int(not all(figure["is_kept"] for figure in figures.values()))


def _read(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("names", nargs="*", help="which; all without one")
    parser.add_argument(
        "--invoices",
        type=int,
        default=dashboard.INVOICES,
        help="how many the dashboard's ledger has; five lines of log for each",
    )
    parser.add_argument(
        "--requests",
        type=int,
        default=dashboard.REQUESTS,
        help="how often each page of the dashboard is asked for",
    )
    parser.add_argument(
        "--ledger",
        type=Path,
        help="a folder that keeps the dashboard's ledger, for the next run to find it there",
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
