"""A circus watcher that waits longer and longer before it starts again what keeps dying."""

import os
import signal
import time
from collections.abc import Callable, Generator
from typing import Any

from circus.process import DEAD_OR_ZOMBIE, OTHER, Process
from circus.watcher import Watcher
from tornado import gen

FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0
LONG_LIFE_SECONDS = 60.0

Report = Callable[[str], None]


class ReapedProcess(Process):
    """One that is over only when it has been waited for.

    The first thread of a large process is a zombie long before its last one has ended. circus would forget it then,
    untold, and start its successor while it still holds its port.
    """

    @property
    def status(self) -> Any:
        """What circus makes of it."""
        found = super().status
        return OTHER if found == DEAD_OR_ZOMBIE else found


class PatientWatcher(Watcher):
    """One process. circus itself restarts at once and for ever; here after 1, 2, 4 ... 30 s."""

    def __init__(self, name: str, *args: Any, report: Report, changed: Report, **more: Any) -> None:
        super().__init__(name, *args, **more)
        self._report = report
        self._changed = changed
        self._pause = FIRST_PAUSE_SECONDS
        self._not_before = 0.0

    @property
    def _process_class(self) -> type[Process]:
        return ReapedProcess

    @gen.coroutine
    def spawn_processes(self) -> Generator[Any, Any, None]:
        """Called about twice a second while there is none."""
        if time.monotonic() >= self._not_before:
            yield super().spawn_processes()
            self._changed(self.name)

    def reap_process(self, pid: int, status: int | None = None) -> None:
        """The process has ended, by our wish or by itself."""
        process = self.processes.get(pid)
        lived = time.time() - process.started if process else 0.0
        if process is not None and self.stream_redirector is not None:
            # A child may hold the pipes open. circus closes ours without a word to its loop, and whoever gets their
            # numbers next could not be watched.
            self.stream_redirector.remove_redirections(process)
        super().reap_process(pid, status)
        if process is None or self.is_stopping() or self.is_stopped():
            return
        _end_group(pid)
        self._pause = FIRST_PAUSE_SECONDS if lived > LONG_LIFE_SECONDS else self._pause
        self._not_before = time.monotonic() + self._pause
        self._report(f"{self.name} ended ({_said(status)}); starting again in {self._pause:.0f} s.")
        self._pause = min(self._pause * 2, LONGEST_PAUSE_SECONDS)


def _end_group(pid: int) -> None:
    """A process that was killed may leave children in its group, which would hold its ports and files."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def _said(status: int | None) -> str:
    if status is None:
        return "nobody knows how"
    if os.WIFSIGNALED(status):
        return f"killed by signal {os.WTERMSIG(status)}"
    return f"exit code {os.WEXITSTATUS(status)}"
