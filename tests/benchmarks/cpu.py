"""How busy the machine was, and which process of a stack used how much of it."""

import os
import time
from collections import defaultdict
from typing import Any

import psutil

from tests.stack import Stack

_SIGNS = {
    "/mongod": "mongod",
    "beam.smp": "rabbitmq",
    "-m gateway": "gateway",
    "-m sandbox autotask": "sandbox autotask",
    "-m sandbox xero": "sandbox xero",
    "services.": "",
}


class Meter:
    """CPU seconds by process since `start`."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._before = self._seconds()
        self._began = time.monotonic()

    def read(self) -> dict[str, Any]:
        """Wall clock, CPU seconds by process, and the load average of the machine."""
        elapsed = time.monotonic() - self._began
        now = self._seconds()
        spent = {name: round(now[name] - self._before.get(name, 0), 2) for name in now}
        return {
            "wall_seconds": round(elapsed, 1),
            "cpu_seconds": dict(sorted(spent.items(), key=lambda each: -each[1])),
            "load_average": round(os.getloadavg()[0], 2),
        }

    def _seconds(self) -> dict[str, float]:
        found: dict[str, float] = defaultdict(float)
        for process in self._stack.processes():
            try:
                times, command = process.cpu_times(), " ".join(process.cmdline())
            except psutil.Error:
                continue
            found[_name(command)] += times.user + times.system
        return found


def _name(command: str) -> str:
    for sign, name in _SIGNS.items():
        if sign in command:
            return name or command.split("services.")[1].split(".")[0]
    return "other"
