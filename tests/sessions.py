"""Runs test processes beside each other, each with its fair share of a busy machine."""

import contextlib
import os
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parents[1]


class Sessions:
    """What runs now, each in a session of its own: Linux shares its time out among sessions first.

    In one session with all the others, a browser test would get as much of a busy machine as a
    single one of the dozen processes of each stack.
    https://man7.org/linux/man-pages/man7/sched.7.html (autogroups)
    """

    def __init__(self) -> None:
        self._running: set[subprocess.Popen[str]] = set()
        self._is_over = False

    def run(self, command: Sequence[str], nice: int = 0, **environment: str) -> tuple[int, str]:
        """Its exit code, and everything it said."""
        if self._is_over:
            return 1, "interrupted"
        with subprocess.Popen(
            ["nice", "-n", str(nice), *command],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        ) as process:
            self._running.add(process)
            _weigh_session(process.pid, nice)
            said, _ = process.communicate()
            self._running.discard(process)
        return process.returncode, said

    def interrupt(self, number: int, _frame: FrameType | None) -> None:
        """Sessions of their own don't hear a Ctrl-C: it is handed on, and nothing else begins."""
        self._is_over = True
        for process in tuple(self._running):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGINT)


def _weigh_session(pid: int, nice: int) -> None:
    """Among sessions their own niceness counts; a kernel that knows none shares out by process."""
    with contextlib.suppress(OSError):
        Path(f"/proc/{pid}/autogroup").write_text(str(nice))
