"""One stack per directory: a lock that dies with its holder, and a list of processes to clean up after a crash."""

import fcntl
import json
import os
import signal
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

import psutil

from devstack.install import write_private
from devstack.part import NotAvailableError

_PATIENCE_SECONDS = 10
_SAME_START_SECONDS = 1.0


class Instance:
    """Held by the one stack that runs in a directory."""

    def __init__(self, home: Path) -> None:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._lock_file = home / "stack.lock"
        self._list_file = home / "processes.json"
        self._lock: TextIO | None = None

    def take(self, what_for: str) -> None:
        """Become the one, or NotAvailableError saying who is. The kernel frees the lock of a dead process."""
        lock = self._lock_file.open("a+")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            holder = lock.read().strip() or "another process"
            lock.close()
            raise NotAvailableError(
                f"The stack in {self._lock_file.parent} is already running ({holder}); {what_for}."
            ) from None
        lock.truncate(0)
        lock.write(f"process {os.getpid()}")
        lock.flush()
        self._lock = lock

    def release(self) -> None:
        """Nothing of this stack runs any more."""
        self._list_file.unlink(missing_ok=True)
        if self._lock is not None:
            self._lock.truncate(0)
            self._lock.close()
            self._lock = None

    def remember(self, pids: Iterable[int]) -> None:
        """Note our processes by number and start time, so that a later run knows them from strangers."""
        known = [
            {"pid": pid, "started": psutil.Process(pid).create_time()}
            for pid in pids
            if psutil.pid_exists(pid)
        ]
        write_private(self._list_file, json.dumps(known))

    def clean_up(self) -> int:
        """End what a crashed run left running in this directory; the answer is how many processes."""
        leftovers = [*self._listed()]
        for leftover in leftovers:
            _signal_group(leftover, signal.SIGTERM)
        _, stubborn = psutil.wait_procs(leftovers, timeout=_PATIENCE_SECONDS)
        for leftover in stubborn:
            _signal_group(leftover, signal.SIGKILL)
        psutil.wait_procs(stubborn, timeout=_PATIENCE_SECONDS)
        self._list_file.unlink(missing_ok=True)
        return len(leftovers)

    def _listed(self) -> Iterable[psutil.Process]:
        if not self._list_file.exists():
            return
        for known in json.loads(self._list_file.read_text()):
            try:
                process = psutil.Process(known["pid"])
                if abs(process.create_time() - known["started"]) < _SAME_START_SECONDS:
                    yield process
            except psutil.NoSuchProcess:
                continue


def _signal_group(leader: psutil.Process, number: signal.Signals) -> None:
    """Each part leads a process group, so its own children go with it."""
    try:
        if os.getpgid(leader.pid) == leader.pid:
            os.killpg(leader.pid, number)
        else:
            leader.send_signal(number)
    except (ProcessLookupError, psutil.NoSuchProcess):
        return
