"""Runs a sandbox as the process that it is, on a port and a data directory of its own."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any

import requests

USER, SECRET, INTEGRATION_CODE = "api@kauri.test", "s#e~c$ret", "COUNTERFOIL0000000000000000"
CLIENT_ID, CLIENT_SECRET = "counterfoil", "xero-s#cret"
REDIRECT_URI = "http://localhost:8000/connect/xero/callback"
ROOT = Path(__file__).parents[2]


class Sandbox:
    """A running sandbox; `door` speaks to its inspection door."""

    def __init__(self, vendor: str, directory: Path) -> None:
        port = _free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "sandbox", vendor],
            cwd=ROOT,
            start_new_session=True,
            env={
                "PATH": os.environ["PATH"],
                "SANDBOX_DATA_DIR": str(directory),
                f"SANDBOX_{vendor.upper()}_PORT": str(port),
                "SANDBOX_AUTOTASK_USER": USER,
                "SANDBOX_AUTOTASK_SECRET": SECRET,
                "SANDBOX_AUTOTASK_INTEGRATION_CODE": INTEGRATION_CODE,
                "SANDBOX_XERO_CLIENT_ID": CLIENT_ID,
                "SANDBOX_XERO_CLIENT_SECRET": CLIENT_SECRET,
                "SANDBOX_XERO_REDIRECT_URIS": REDIRECT_URI,
                "SANDBOX_NEW_INVOICE_SECONDS": "0",
                "SANDBOX_DELAY_SCALE": "0",
            },
        )

    def door(self, method: str, path: str, body: Any = None) -> Any:
        response = requests.request(method, f"{self.url}/_sandbox/{path}", json=body, timeout=60)
        assert response.ok, response.text
        return response.json() if response.content else None

    def arm(self, name: str, endpoint: str = "*", calls: int = 1, **more: Any) -> None:
        self.door("POST", "faults", {"name": name, "endpoint": endpoint, "calls": calls} | more)

    def last_request(self) -> int:
        requests_seen = self.door("GET", "requests?since=0")["requests"]
        return requests_seen[-1]["n"] if requests_seen else 0

    def requests_since(self, number: int) -> list[dict[str, Any]]:
        return list(self.door("GET", f"requests?since={number}")["requests"])

    def wait(self) -> None:
        deadline, pause = monotonic() + 60, Event()
        while monotonic() < deadline and self.process.poll() is None:
            try:
                requests.get(f"{self.url}/_sandbox/faults", timeout=5)
            except (requests.ConnectionError, requests.Timeout):
                pause.wait(0.05)
            else:
                return
        raise AssertionError("the sandbox did not start")

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(5)


@contextmanager
def running(vendor: str, directory: Path) -> Iterator[Sandbox]:
    sandbox = Sandbox(vendor, directory)
    try:
        sandbox.wait()
        yield sandbox
    finally:
        sandbox.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
