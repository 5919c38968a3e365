"""Starts parts in order, keeps them alive, stops them in the opposite order. circus does the work on processes.

Why circus, and what it lacked: docs/decisions/process-manager.md.
"""

import asyncio
import logging
import shutil
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

from circus.arbiter import Arbiter
from circus.exc import ConflictError
from tornado.ioloop import IOLoop

from devstack.instance import Instance
from devstack.output import Console, ProcessOutput
from devstack.part import NotAvailableError, Part
from devstack.watcher import PatientWatcher

CHECK_SECONDS = 0.5
NAME = "stack"


class Supervisor:
    """Lives inside a running asyncio loop."""

    def __init__(self, instance: Instance, console: Console, logs: Path) -> None:
        self._instance = instance
        self._console = console
        self._logs = logs
        # circus can't do without its control sockets; in a directory of ours nobody else reaches them.
        # Not below our own home: the path of a socket has little room.
        self._sockets = Path(tempfile.mkdtemp(prefix="counterfoil-"))
        self._arbiter = Arbiter(
            [],
            f"ipc://{self._sockets}/control",
            f"ipc://{self._sockets}/events",
            check_delay=CHECK_SECONDS,
            loop=IOLoop.current(),
        )
        self._started: list[list[PatientWatcher]] = []

    async def open(self) -> None:
        """Before the first part."""
        logging.getLogger("circus").setLevel(logging.ERROR)
        logging.getLogger("tornado.application").addFilter(_is_news)
        await self._arbiter.start()

    async def start(self, parts: Sequence[Part]) -> None:
        """Start these together and wait until each is ready; NotAvailableError names one that is not in time."""
        watchers = [self._watcher(part) for part in parts]
        self._started.append(watchers)
        for watcher in watchers:
            await self._exclusively(watcher.start)
        await asyncio.gather(*(self._until_ready(part) for part in parts))

    async def close(self) -> None:
        """Stop everything, last started first; nothing of it runs afterwards."""
        for watchers in reversed(self._started):
            await asyncio.gather(*(watcher._stop(True) for watcher in watchers))
        await self._exclusively(self._arbiter.stop)
        await asyncio.sleep(0)
        shutil.rmtree(self._sockets, ignore_errors=True)

    def _watcher(self, part: Part) -> PatientWatcher:
        watcher = PatientWatcher(
            part.name,
            part.command[0],
            args=list(part.command[1:]),
            env=dict(part.environment),
            working_dir=str(part.directory),
            singleton=True,
            stop_children=False,
            graceful_timeout=part.stop_seconds,
            stdout_stream={"stream": self._output(part)},
            stderr_stream={"stream": self._output(part)},
            loop=IOLoop.current(),
            close_child_stdin=True,
            report=lambda text: self._console.line(NAME, text),
            changed=lambda _name: self._remember(),
        )
        watcher.initialize(self._arbiter.evpub_socket, self._arbiter.sockets, self._arbiter)
        self._arbiter.watchers.append(watcher)
        self._arbiter._watchers_names[part.name] = watcher
        return watcher

    def _output(self, part: Part) -> ProcessOutput:
        console = None if part.is_quiet else self._console
        return ProcessOutput(console, part.name, self._logs / f"{part.name}.log")

    def _remember(self) -> None:
        everyone = (pid for watcher in self._arbiter.watchers for pid in watcher.get_active_pids())
        self._instance.remember(everyone)

    async def _until_ready(self, part: Part) -> None:
        loop = asyncio.get_running_loop()
        deadline = time.monotonic() + part.ready_seconds
        while not await loop.run_in_executor(None, part.is_ready):
            if time.monotonic() > deadline:
                raise NotAvailableError(
                    f"{part.name} was not ready after {part.ready_seconds:.0f} s; "
                    f"see {self._logs / part.name}.log."
                )
            await asyncio.sleep(0.1)

    async def _exclusively(self, command: Callable[[], Awaitable[Any]]) -> None:
        """circus refuses a command while another runs, its own periodic check included."""
        while True:
            try:
                await command()
            except ConflictError:
                await asyncio.sleep(0.05)
            else:
                return


def _is_news(record: logging.LogRecord) -> bool:
    """circus's periodic check that met another command comes again half a second later."""
    return record.exc_info is None or not isinstance(record.exc_info[1], ConflictError)
