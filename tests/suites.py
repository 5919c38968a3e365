"""`python -m tests.suites [name of a suite ...]`.

Each is a process. Without a name all of them run, also after a failure; the exit code is 1 when anything failed, and
the last line counts everything. Those that compute come first, side by side. The end-to-end suite has
promises in seconds to check, so only such run beside it as mostly wait. What promises nothing in seconds
takes the time that all of these leave, from the first to the last, on both cores.
"""

import signal
import sys
import tempfile
import threading
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from devstack import apt, rabbitmq
from devstack.part import NotAvailableError
from tests.e2e import chromium
from tests.sessions import Sessions

BIN = Path(sys.executable).parent
OUTAGES = "tests/integration/runtime"
GATEWAY_OUTAGES = "tests/integration/gateway/test_outage.py"
STACKS = ("tests/integration/devstack", "tests/integration/deploy")
FIGURES = "tests/e2e/test_5_figures.py"
POSTING = "tests/integration/posting"
# How far those stand back that fill what the others leave.
LEISURE = 10


sessions = Sessions()
# Two of apt-get would be in each other's way.
_installing = threading.Lock()


@dataclass(frozen=True)
class Count:
    """How many tests (or checks) came out how."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
        )

    def __str__(self) -> str:
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{skipped}"


def check() -> Count:
    """Format, lint, types, import contracts, spelling."""
    commands = (
        ("ruff", "format", "--check", "--quiet", "."),
        ("ruff", "check", "--quiet", "."),
        ("mypy",),
        ("lint-imports", "--no-logo"),
        ("codespell",),
    )
    return total(_checked(command) for command in commands)


def _checked(command: Sequence[str]) -> Count:
    code, said = sessions.run((str(BIN / command[0]), *command[1:]), nice=LEISURE)
    is_good = code == 0
    say(f"{'passed' if is_good else 'FAILED'}  {' '.join(command)}")
    if not is_good:
        say(said)
    return Count(passed=int(is_good), failed=int(not is_good))


def unit() -> Count:
    """Pure code, its properties, and the architecture."""
    return pytest("tests/unit", "tests/property", "tests/architecture", nice=LEISURE)


def contract() -> Count:
    """The sandboxes and our clients against the vendors' specifications."""
    return pytest("tests/contract", nice=LEISURE)


def simulation() -> Count:
    """Posting in worlds from seeds, with planted mistakes and every single fault."""
    return pytest("tests/simulation", hash_seed="0", nice=LEISURE)


def screens() -> Count:
    """Every screen in a browser, with a stub for the actors."""
    _have_chromium()
    return pytest("tests/e2e/screens")


def integration() -> Count:
    """Real processes, a real broker and a real database."""
    _have_rabbitmq()
    return pytest(
        "tests/integration",
        *(f"--ignore={each}" for each in (OUTAGES, GATEWAY_OUTAGES, *STACKS, POSTING)),
    )


def posting() -> Count:
    """Posting between both sandboxes with a real database: the third of integration that fits elsewhere."""
    return pytest(POSTING)


def outages() -> Count:
    """Actors that lose their broker, their database or their life."""
    _have_rabbitmq()
    return pytest(OUTAGES)


def stacks() -> Count:
    """Everything on one machine as `make run` and as the compose file start it, and a gateway alone."""
    _have_rabbitmq()
    return pytest(*STACKS, GATEWAY_OUTAGES)


def e2e() -> Count:
    """The demo world, in a browser too, and while parts of it are killed and vendors fail."""
    _have_rabbitmq()
    _have_chromium()
    return pytest("tests/e2e", "--ignore=tests/e2e/screens", f"--ignore={FIGURES}")


def figures() -> Count:
    """The figures of `make bench` on a small world of their own."""
    _have_rabbitmq()
    return pytest(FIGURES)


def _have_rabbitmq() -> None:
    with _installing:
        rabbitmq.find_or_install()


def _have_chromium() -> None:
    with _installing:
        if not Path(chromium.EXECUTABLE).exists():
            apt.install(chromium.PACKAGE, "fonts-liberation")


SUITES: dict[str, Callable[[], Count]] = {
    suite.__name__: suite
    for suite in (
        *(check, unit, contract, simulation, screens),
        *(integration, posting, outages, stacks, e2e, figures),
    )
}
Lanes = Sequence[Sequence[str]]

LEISURELY: Lanes = (("unit",), ("simulation", "contract", "check"))
# Posting needs nothing that is installed: it leaves that time to integration.
COMPUTE: Lanes = (("integration",), ("posting", "screens"))
WAIT: Lanes = (("e2e",), ("outages",), ("stacks", "figures"))


def pytest(*folders: str, hash_seed: str = "random", nice: int = 0) -> Count:
    """One pytest process; a crash of it counts as a failure.

    With a fixed `hash_seed` sets of texts are walked in the same order each time.
    """
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", f"--junit-xml={report}", *folders]
        code, said = sessions.run(command, nice, PYTHONHASHSEED=hash_seed)
        say(said)
        count = _counted(report) if report.exists() else Count()
    if code != 0 and count.failed == 0:
        return count + Count(failed=1)
    return count


def _counted(report: Path) -> Count:
    suite = ElementTree.parse(report).getroot().find("testsuite")
    assert suite is not None
    numbers = {
        name: int(suite.get(name, "0")) for name in ("tests", "failures", "errors", "skipped")
    }
    failed = numbers["failures"] + numbers["errors"]
    return Count(numbers["tests"] - failed - numbers["skipped"], failed, numbers["skipped"])


def total(counts: Iterable[Count]) -> Count:
    """All of them together."""
    return sum(counts, Count())


def say(text: str) -> None:
    """One line, in order with what the suites print themselves."""
    sys.stdout.write(f"{text.rstrip()}\n")
    sys.stdout.flush()


def run(name: str) -> Count:
    """One suite, with its heading and its time."""
    say(f"== {name}")
    began = time.monotonic()
    try:
        count = SUITES[name]()
    except NotAvailableError as problem:
        say(str(problem))
        count = Count(failed=1)
    say(f"== {name}: {count} in {time.monotonic() - began:.0f} s")
    return count


def everything() -> Count:
    """All suites."""
    with ThreadPoolExecutor(1) as pool:
        leisurely = pool.submit(side_by_side, LEISURELY)
        return side_by_side(COMPUTE) + side_by_side(WAIT) + leisurely.result()


def side_by_side(lanes: Lanes) -> Count:
    """The suites of each lane one after the other."""
    with ThreadPoolExecutor(len(lanes)) as pool:
        return total(pool.map(in_a_row, lanes))


def in_a_row(names: Sequence[str]) -> Count:
    return total(map(run, names))


def main(names: list[str]) -> int:
    """The exit code."""
    unknown = set(names) - set(SUITES)
    if unknown:
        sys.stderr.write(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(SUITES)}\n")
        return 2
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, sessions.interrupt)
    count = in_a_row(names) if names else everything()
    say(str(count))
    return int(count.failed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
