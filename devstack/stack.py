"""The embedded stack from the first check to the last process gone."""

import asyncio
import signal
import socket
import time
from collections.abc import Coroutine, Iterator
from typing import Any

from devstack import demo, install, mongodb, product, rabbitmq
from devstack.install import InstallSecrets
from devstack.instance import Instance
from devstack.output import Console
from devstack.part import NotAvailableError, Part
from devstack.settings import StackSettings, inherited
from devstack.supervisor import NAME, Supervisor


def run(settings: StackSettings) -> None:
    """Blocks until SIGTERM or Ctrl-C; NotAvailableError when the stack can't come up."""
    console = Console()
    instance = Instance(settings.home)
    instance.take("stop it first, or set DEVSTACK_DIR and other ports for a second one")
    try:
        left = instance.clean_up()
        if left:
            console.line(NAME, f"Ended {left} processes that a crashed run had left.")
        asyncio.run(_Stack(settings, instance, console).live())
    finally:
        instance.release()


class _Stack:
    def __init__(self, settings: StackSettings, instance: Instance, console: Console) -> None:
        self._settings = settings
        self._console = console
        self._instance = instance
        self._secrets = install.ensure(settings.home)
        self._told = {**inherited(), **product.environment(settings, self._secrets)}
        self._stages = list(_stages(settings, self._secrets, self._told))
        _check_ports(settings)

    async def live(self) -> None:
        """Come up, wait for the signal, go down."""
        supervisor = Supervisor(self._instance, self._console, self._settings.home / "logs")
        stopped = asyncio.Event()
        loop = asyncio.get_running_loop()
        await supervisor.open()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            loop.add_signal_handler(number, stopped.set)
        try:
            if await _unless_stopped(self._come_up(supervisor), stopped):
                await stopped.wait()
        finally:
            self._say("Stopping.")
            await supervisor.close()
            self._say("Stopped.")

    async def _come_up(self, supervisor: Supervisor) -> None:
        began = time.monotonic()
        self._say(f"Starting in {self._settings.home}.")
        for parts in self._stages:
            await supervisor.start(parts)
        if self._settings.demo:
            loop = asyncio.get_running_loop()
            told = product.demo(self._settings, self._secrets)
            await loop.run_in_executor(None, demo.ensure, told)
        self._say(f"Ready after {time.monotonic() - began:.0f} s.")
        self._say(f"Open     {self._settings.public_url}")
        if self._settings.demo:
            self._say(f"Sign in  {demo.USER} / {self._secrets.demo_password}")
            self._say(f"API token in {self._settings.home / 'api-token'}")

    def _say(self, text: str) -> None:
        self._console.line(NAME, text)


def _stages(
    settings: StackSettings, known: InstallSecrets, told: dict[str, str]
) -> Iterator[list[Part]]:
    """What must be ready before the next may start."""
    home = settings.home
    ports = (settings.rabbitmq_port, settings.rabbitmq_dist_port, settings.epmd_port)
    epmd, node = rabbitmq.parts(
        rabbitmq.find_or_install(), home / "rabbitmq", ports, known.rabbitmq_password, inherited()
    )
    mongod = mongodb.part(mongodb.find(), home / "mongod", settings.mongod_port, inherited())
    yield [epmd]
    yield [node, mongod, *product.sandboxes(settings, known, inherited())]
    yield [*product.actors(settings, told), product.gateway(settings, told)]


def _check_ports(settings: StackSettings) -> None:
    """A port that a stranger holds is named before anything starts."""
    wanted = {
        name: getattr(settings, name)
        for name in type(settings).model_fields
        if name.endswith("_port")
    }
    for name, port in wanted.items():
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                raise NotAvailableError(
                    f"Port {port} is taken by another program; free it or set "
                    f"DEVSTACK_{name.upper()} to another one."
                ) from None


async def _unless_stopped(work: Coroutine[Any, Any, None], stopped: asyncio.Event) -> bool:
    """Whether the work was finished; it is abandoned as soon as somebody asks to stop."""
    working = asyncio.ensure_future(work)
    waiting = asyncio.ensure_future(stopped.wait())
    await asyncio.wait((working, waiting), return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if working.done():
        working.result()
        return True
    working.cancel()
    return False
