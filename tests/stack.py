"""The whole product as `make run` starts it, on ports and in a directory of its own, for tests and benchmarks."""

import contextlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import psutil

ROOT = Path(__file__).resolve().parents[1]
PORTS = (
    "GATEWAY_PORT", "AUTOTASK_PORT", "XERO_PORT", "RABBITMQ_PORT", "RABBITMQ_DIST_PORT",
    "EPMD_PORT", "MONGOD_PORT",
)  # fmt: skip
ACTORS = 5


class NotInTimeError(AssertionError):
    """Something a test waited for did not happen."""


def wait_until(condition: Callable[[], object], seconds: float = 20, what: str = "") -> None:
    """Returns when the condition holds; raises when it does not in time.

    One that is dear to ask is asked less often: what is waited for needs the machine more.
    """
    deadline = time.monotonic() + seconds
    while True:
        began = time.monotonic()
        if condition():
            return
        now = time.monotonic()
        if now > deadline:
            raise NotInTimeError(f"not within {seconds} s: {what or condition}")
        time.sleep(min(max(0.05, 2 * (now - began)), 0.5))


def free_port() -> int:
    """A port that nobody holds now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def free_ports_in_a_row(count: int) -> int:
    """The first of so many neighbors that nobody holds now."""
    while True:
        first = 20_000 + secrets.randbelow(10_000)
        with contextlib.ExitStack() as probes:
            try:
                for port in range(first, first + count):
                    probe = probes.enter_context(socket.socket())
                    probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return first


@dataclass
class Stack:
    """One embedded stack. `settings` are DEVSTACK_ variables without the prefix, or the product's own."""

    home: Path
    settings: dict[str, str] = field(default_factory=dict)
    _process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        ports = {name: str(free_port()) for name in PORTS}
        ports["HEALTH_PORT"] = str(free_ports_in_a_row(ACTORS))
        self._told = {f"DEVSTACK_{name}": port for name, port in ports.items()}
        self._told["DEVSTACK_DIR"] = str(self.home)
        for name, value in self.settings.items():
            known = name.isupper() and name.startswith(("LOG_", "TICK_", "GATEWAY_", "GRACE_"))
            self._told[name if known else f"DEVSTACK_{name}"] = value

    def url(self, part: str = "GATEWAY") -> str:
        """Of GATEWAY, AUTOTASK or XERO."""
        return f"http://127.0.0.1:{self._told[f'DEVSTACK_{part}_PORT']}"

    @property
    def environment(self) -> dict[str, str]:
        """What any command about this stack must be told."""
        return {**os.environ, **self._told}

    @property
    def screen(self) -> str:
        """Everything the stack has printed."""
        return self._screen_file.read_text(errors="replace")

    @property
    def token(self) -> str:
        return (self.home / "api-token").read_text().strip()

    @property
    def login(self) -> tuple[str, str]:
        """User and password of the demo."""
        known = json.loads((self.home / "secrets.json").read_text())
        return "demo@counterfoil.example", known["demo_password"]

    @property
    def secrets(self) -> dict[str, str]:
        found: dict[str, str] = json.loads((self.home / "secrets.json").read_text())
        return found

    @property
    def mongo_uri(self) -> str:
        port = self._told["DEVSTACK_MONGOD_PORT"]
        return f"mongodb://127.0.0.1:{port}/counterfoil?replicaSet=counterfoil"

    @property
    def amqp_uri(self) -> str:
        port = self._told["DEVSTACK_RABBITMQ_PORT"]
        password = self.secrets["rabbitmq_password"]
        return f"amqp://counterfoil:{password}@127.0.0.1:{port}/counterfoil"

    @property
    def supervisor(self) -> psutil.Process:
        assert self._process is not None
        return psutil.Process(self._process.pid)

    def start(self, *, wait: bool = True, command: tuple[str, ...] = ()) -> "Stack":
        self._screen_file.parent.mkdir(parents=True, exist_ok=True)
        with self._screen_file.open("wb") as screen:
            self._process = subprocess.Popen(
                command or (sys.executable, "-m", "devstack", "run"),
                env=self.environment,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=screen,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        if wait:
            wait_until(self._is_up_or_over, 150, "the stack is ready")
            assert "Ready after" in self.screen, self.screen
        return self

    def stop(self, number: signal.Signals = signal.SIGTERM, seconds: float = 90) -> int:
        """Send the signal and wait for the end of the process that was started; the exit code."""
        assert self._process is not None
        if self._process.poll() is None:
            self._process.send_signal(number)
        return self._process.wait(seconds)

    def abandon(self) -> None:
        """What a test does last, however it ended."""
        if self._process is not None:
            self._kill(self.processes())
            self._process.wait(10)

    def processes(self) -> list[psutil.Process]:
        """All processes of this stack, known by the directory they were told."""
        return [process for process in psutil.process_iter() if self._is_mine(process)]

    def process(self, name: str) -> psutil.Process:
        """The one of an actor (`xero_posting`), a sandbox, `mongod`, `rabbitmq` or the gateway's master."""
        return min(self.named(name), key=lambda each: each.create_time())

    def named(self, name: str) -> list[psutil.Process]:
        """All of that name; none while the supervisor starts it again."""
        signs = {"mongod": "/mongod", "rabbitmq": "beam.smp", "gateway": "-m gateway"}
        signs |= {f"sandbox_{vendor}": f"-m sandbox {vendor}" for vendor in ("autotask", "xero")}
        sign = signs.get(name, f"services.{name}.service")
        return [each for each in self.processes() if sign in _command_of(each)]

    def get(self, path: str, part: str = "GATEWAY", timeout: float = 30) -> Any:
        """JSON from the API, or from a sandbox's door."""
        return self._ask(urllib.request.Request(self.url(part) + path), timeout)

    def post(
        self, path: str, body: object = None, part: str = "GATEWAY", verb: str = "POST"
    ) -> Any:
        """JSON sent and received."""
        request = urllib.request.Request(
            self.url(part) + path,
            method=verb,
            data=json.dumps(body if body is not None else {}).encode(),
            headers={"Content-Type": "application/json"},
        )
        return self._ask(request, 60)

    def _ask(self, request: urllib.request.Request, timeout: float) -> Any:
        if request.full_url.startswith(self.url()):
            request.add_header("Authorization", f"Bearer {self.token}")
        with urllib.request.urlopen(request, timeout=timeout) as response:
            return read_json(response)

    @property
    def _screen_file(self) -> Path:
        return self.home.with_name(self.home.name + ".screen")

    def _is_up_or_over(self) -> bool:
        assert self._process is not None
        return "Ready after" in self.screen or self._process.poll() is not None

    def _is_mine(self, process: psutil.Process) -> bool:
        try:
            return process.environ().get("DEVSTACK_DIR") == str(self.home)
        except (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
            return False

    @staticmethod
    def _kill(processes: list[psutil.Process]) -> None:
        for process in processes:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(processes, timeout=10)


def _command_of(process: psutil.Process) -> str:
    """Nothing for one that has ended since it was seen."""
    try:
        return " ".join(process.cmdline())
    except (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
        return ""


def read_json(response: IO[bytes]) -> Any:
    """Money stays text or Decimal: never a float."""
    from decimal import Decimal

    return json.load(response, parse_float=Decimal)
