"""What the supervisor does with processes that die in unfriendly ways."""

import asyncio
import io
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import psutil

from devstack.instance import Instance
from devstack.output import Console
from devstack.part import Part, always
from devstack.supervisor import Supervisor
from devstack.watcher import PatientWatcher

# Its child holds its output open, and would survive it.
PARENT = "import subprocess; subprocess.run(['sleep', '300'])"


class Rig:
    """A supervisor with parts that only sleep."""

    def __init__(self, home: Path) -> None:
        self.screen = io.StringIO()
        self.supervisor = Supervisor(Instance(home), Console(self.screen), home / "logs")

    async def start(self, *names: str) -> None:
        await self.supervisor.open()
        command = (sys.executable, "-c", PARENT)
        await self.supervisor.start(
            [Part(name, command, dict(os.environ), always) for name in names]
        )
        for name in names:
            await until(lambda name=name: self.has_child(name))  # type: ignore[misc]

    def watcher(self, name: str) -> PatientWatcher:
        return next(each for each in self.supervisor._started[0] if each.name == name)

    def pid(self, name: str) -> int:
        return next(iter(self.watcher(name).get_active_pids()), 0)

    def has_child(self, name: str) -> bool:
        return bool(self.pid(name) and psutil.Process(self.pid(name)).children())

    async def kill(self, name: str) -> None:
        old = self.pid(name)
        os.kill(old, signal.SIGKILL)
        await until(lambda: self.pid(name) not in (0, old))

    def unwatched(self, name: str) -> set[int]:
        """Pipes of which the loop still believes that they are of this part, and are not."""
        watcher = self.watcher(name)
        mine = {
            pipe.fileno()
            for process in watcher.processes.values()
            for pipe in (process.stdout, process.stderr)
        }
        return set(watcher.stream_redirector.pipes) ^ mine


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(20):
        while not condition():
            await asyncio.sleep(0.05)


def test_one_that_died_before_its_children_leaves_nothing_in_the_way_of_others(
    tmp_path: Path,
) -> None:
    async def scene() -> None:
        rig = Rig(tmp_path)
        await rig.start("gateway", "mongod")
        try:
            child = psutil.Process(rig.pid("gateway")).children()[0]
            await rig.kill("gateway")
            await until(lambda: not child.is_running())
            assert rig.unwatched("gateway") == set()
            await rig.kill("mongod")
            assert rig.unwatched("mongod") == set()
        finally:
            await rig.supervisor.close()
        assert rig.screen.getvalue().count("killed by signal 9") == 2

    asyncio.run(scene())
