"""`python -m tests.suites [name of a suite ...]`.

Each is a process. Without a name all of them run, also after a failure; the exit code is 1 when anything failed, and
the last line counts everything. Those that compute come first, side by side. The end-to-end suite has
promises in seconds to check, so only such run beside it as mostly wait.
"""

import os
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from devstack import apt, rabbitmq
from devstack.part import NotAvailableError
from tests.e2e import chromium

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
OUTAGES = "tests/integration/runtime"
GATEWAY_OUTAGES = "tests/integration/gateway/test_outage.py"
STACKS = ("tests/integration/devstack", "tests/integration/deploy")
TROUBLE = "tests/e2e/test_3_trouble.py"
POSTING = "tests/integration/posting"


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
    done = subprocess.run(
        [str(BIN / command[0]), *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )
    is_good = done.returncode == 0
    say(f"{'passed' if is_good else 'FAILED'}  {' '.join(command)}")
    if not is_good:
        say(done.stdout + done.stderr)
    return Count(passed=int(is_good), failed=int(not is_good))


def unit() -> Count:
    """Pure code, its properties, and the architecture."""
    return pytest("tests/unit", "tests/property", "tests/architecture")


def contract() -> Count:
    """The sandboxes and our clients against the vendors' specifications."""
    return pytest("tests/contract")


def simulation() -> Count:
    """Posting in worlds from seeds, with planted mistakes and every single fault."""
    return pytest("tests/simulation", hash_seed="0")


def screens() -> Count:
    """Every screen in a browser, with a stub for the actors."""
    _have_chromium()
    return pytest("tests/e2e/screens")


def integration() -> Count:
    """Real processes, a real broker and a real database."""
    rabbitmq.find_or_install()
    return pytest(
        "tests/integration",
        *(f"--ignore={each}" for each in (OUTAGES, GATEWAY_OUTAGES, *STACKS, POSTING)),
    )


def posting() -> Count:
    """Posting between both sandboxes with a real database: the third of integration that fits elsewhere."""
    return pytest(POSTING)


def outages() -> Count:
    """Actors that lose their broker, their database or their life."""
    rabbitmq.find_or_install()
    return pytest(OUTAGES)


def stacks() -> Count:
    """Everything on one machine as `make run` and as the compose file start it, and a gateway alone."""
    rabbitmq.find_or_install()
    return pytest(*STACKS, GATEWAY_OUTAGES)


def e2e() -> Count:
    """The demo world, in a browser too."""
    rabbitmq.find_or_install()
    _have_chromium()
    return pytest("tests/e2e", "--ignore=tests/e2e/screens", f"--ignore={TROUBLE}")


def trouble() -> Count:
    """The demo world while parts of it are killed and vendors fail."""
    rabbitmq.find_or_install()
    return pytest(TROUBLE)


def _have_chromium() -> None:
    if not Path(chromium.EXECUTABLE).exists():
        apt.install(chromium.PACKAGE, "fonts-liberation")


SUITES: dict[str, Callable[[], Count]] = {
    suite.__name__: suite
    for suite in (
        *(check, unit, contract, simulation, screens),
        *(integration, posting, outages, stacks, e2e, trouble),
    )
}
Lanes = Sequence[Sequence[str]]

COMPUTE: Lanes = (
    ("check", "unit", "contract"),
    ("integration", "posting"),
    ("simulation", "screens"),
)
WAIT: Lanes = (("trouble",), ("e2e",), ("outages",), ("stacks",))


def pytest(*folders: str, hash_seed: str = "random") -> Count:
    """One pytest process; a crash of it counts as a failure.

    With a fixed `hash_seed` sets of texts are walked in the same order each time.
    """
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", f"--junit-xml={report}", *folders]
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        say(done.stdout)
        count = _counted(report) if report.exists() else Count()
    if done.returncode != 0 and count.failed == 0:
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
    rabbitmq.find_or_install()
    _have_chromium()
    return side_by_side(COMPUTE) + side_by_side(WAIT)


def side_by_side(lanes: Lanes) -> Count:
    """The suites of each lane one after the other."""
    with ThreadPoolExecutor(len(lanes)) as pool:
        return total(pool.map(lambda names: total(map(run, names)), lanes))


def main(names: list[str]) -> int:
    """The exit code."""
    unknown = set(names) - set(SUITES)
    if unknown:
        sys.stderr.write(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(SUITES)}\n")
        return 2
    count = total(run(name) for name in names) if names else everything()
    say(str(count))
    return int(count.failed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
