"""A Xero sandbox as a process of its own, on a free port, with a connected app."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any

import requests

ROOT = Path(__file__).parents[2]
CLIENT_ID, CLIENT_SECRET = "contract-app", "contract-secret"
REDIRECT = "http://localhost:8000/callback"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class RunningSandbox:
    """`python -m sandbox xero` and a client of it that never retries."""

    def __init__(self, directory: Path, port: int | None = None) -> None:
        self.directory = directory
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.session = requests.Session()
        self.headers: dict[str, str] = {}
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> "RunningSandbox":
        environment = {
            **os.environ,
            "SANDBOX_DATA_DIR": str(self.directory),
            "SANDBOX_XERO_PORT": str(self.port),
            "SANDBOX_XERO_CLIENT_ID": CLIENT_ID,
            "SANDBOX_XERO_CLIENT_SECRET": CLIENT_SECRET,
            "SANDBOX_XERO_REDIRECT_URIS": REDIRECT,
            "SANDBOX_TODAY": "2026-11-22",
        }
        command = [sys.executable, "-m", "sandbox", "xero"]
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)
        self._wait_until_ready()
        return self

    def _wait_until_ready(self) -> None:
        deadline = monotonic() + 30
        while monotonic() < deadline:
            try:
                requests.get(f"{self.url}/_sandbox/clock", timeout=1)
            except requests.ConnectionError:
                Event().wait(0.1)
            else:
                return
        raise TimeoutError("the sandbox did not start")

    def stop(self, number: int = signal.SIGTERM) -> float:
        """End the process; answers how many seconds that took."""
        assert self.process is not None
        started = monotonic()
        self.process.send_signal(number)
        self.process.wait(timeout=20)
        return monotonic() - started

    def kill_everything(self) -> None:
        """The worker dies with its parent, without a chance to say goodbye."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=20)

    def door(self, path: str, **sent: Any) -> Any:
        answer = requests.post(f"{self.url}/_sandbox/{path}", json=sent, timeout=10)
        assert answer.ok, answer.text
        return answer.json()

    def look(self, path: str) -> Any:
        return requests.get(f"{self.url}/_sandbox/{path}", timeout=10).json()

    def connect(self, **wish: str) -> "RunningSandbox":
        form = {
            "grant_type": "authorization_code",
            "code": self.door("consents", **wish)["code"],
            "redirect_uri": REDIRECT,
        }
        token = requests.post(
            f"{self.url}/identity/connect/token",
            data=form,
            auth=(CLIENT_ID, CLIENT_SECRET),
            timeout=10,
        ).json()
        self.headers = {
            "Authorization": f"Bearer {token['access_token']}",
            "Accept": "application/json",
        }
        [connection] = self.session.get(
            f"{self.url}/connections", headers=self.headers, timeout=10
        ).json()
        self.headers["Xero-tenant-id"] = connection["tenantId"]
        return self

    def call(self, method: str, path: str, timeout: float = 10, **more: Any) -> requests.Response:
        headers = {**self.headers, **more.pop("headers", {})}
        url = f"{self.url}/api.xro/2.0/{path}"
        return self.session.request(method, url, headers=headers, timeout=timeout, **more)

    def invoice(self, number: str, **fields: Any) -> dict[str, Any]:
        [contact] = self.call("GET", "Contacts?page=1&pageSize=1").json()["Contacts"]
        line = {"Description": "Remote support", "Quantity": 1.2833, "UnitAmount": 165}
        return {
            "Type": "ACCREC",
            "InvoiceNumber": number,
            "Contact": {"ContactID": contact["ContactID"]},
            "Date": "2026-11-01",
            "DueDate": "2026-11-30",
            "Status": "AUTHORISED",
            "LineItems": [{**line, "AccountCode": "220", "TaxType": "OUTPUT2"}],
            **fields,
        }

    def put(self, *invoices: dict[str, Any], **more: Any) -> requests.Response:
        path = "Invoices?summarizeErrors=false&unitdp=4"
        return self.call("PUT", path, json={"Invoices": list(invoices)}, **more)
