"""The gateway as it runs at a customer's: two workers of their own, asked over HTTP by one browser."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import requests
from cryptography.fernet import Fernet

from tests.factories import gateway_world
from tests.stack import free_port, wait_until

_ROOT = Path(__file__).resolve().parents[2]
_DURATION = re.compile(r"app;dur=([\d.]+)")


@dataclass(frozen=True)
class Answer:
    """`ms` is what the gateway says it took, `size` what went over the wire."""

    status: int
    ms: float
    size: int
    etag: str
    text: str


@dataclass
class Gateway:
    """Signed in as somebody who may do everything."""

    base: str
    process: psutil.Process
    session: requests.Session = field(default_factory=requests.Session)

    def get(self, path: str, **headers: str) -> Answer:
        told = {"Accept-Encoding": "br", **{k.replace("_", "-"): v for k, v in headers.items()}}
        response = self.session.get(self.base + path, headers=told, timeout=60)
        size = int(response.headers.get("Content-Length") or len(response.content))
        took = _DURATION.search(response.headers.get("Server-Timing", ""))
        ms = float(took[1]) if took else 0.0
        etag = response.headers.get("ETag", "")
        return Answer(response.status_code, ms, size, etag, response.text)

    def post(self, path: str, **form: str) -> requests.Response:
        data = {"csrf_token": self._token(), **form}
        return self.session.post(self.base + path, data=data, timeout=60, allow_redirects=False)

    def sign_in(self) -> None:
        email = gateway_world.PEOPLE["admin"]
        done = self.post("/sign-in", email=email, password=gateway_world.PASSWORD)
        assert done.status_code == 303, done.text[:200]

    def cpu_seconds(self, *others: int) -> float:
        """What workers and other processes have computed so far; a busy machine changes little of it."""
        times = [each.cpu_times() for each in (*self.workers(), *map(psutil.Process, others))]
        return sum(each.user + each.system for each in times)

    def resident(self) -> int:
        """Bytes of memory of all workers together."""
        return sum(each.memory_info().rss for each in self.workers())

    def workers(self) -> list[psutil.Process]:
        return [each for each in self.process.children() if "-m gateway" in _command(each)]

    def writers(self) -> list[psutil.Process]:
        """The processes that write files."""
        found = self.process.children(recursive=True)
        return [each for each in found if "gateway.exports.write" in _command(each)]

    def _token(self) -> str:
        for page in ("/", "/sign-in"):
            text = self.session.get(self.base + page, timeout=60).text
            found = re.search(r'name="csrf(?:_token|-token)?" (?:content|value)="([^"]+)"', text)
            if found:
                return found[1]
        raise AssertionError("no page carries a CSRF token")


def _command(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


@contextmanager
def gateway(home: Path, mongo_uri: str, amqp_uri: str) -> Iterator[Gateway]:
    port = free_port()
    environment = {
        "PATH": os.environ["PATH"],
        "AMQP_URI": amqp_uri,
        "MONGO_URI": mongo_uri,
        "SECRET_KEY": Fernet.generate_key().decode(),
        "PUBLIC_URL": "http://localhost",
        "XERO_CLIENT_ID": "id",
        "XERO_CLIENT_SECRET": "secret",
        "GATEWAY_PORT": str(port),
        "GATEWAY_WORKERS": "2",
    }
    command = [sys.executable, "-W", "ignore", "-m", "gateway"]
    with (home / "gateway.log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, cwd=_ROOT, stdout=log, stderr=log)
    try:
        made = Gateway(f"http://127.0.0.1:{port}", psutil.Process(process.pid))
        wait_until(lambda: _is_up(made), 60, "the gateway answers")
        made.sign_in()
        yield made
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _is_up(asked: Gateway) -> bool:
    try:
        return requests.get(asked.base + "/readyz", timeout=5).status_code == 200
    except requests.RequestException:
        return False
