import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any

import pytest
import requests

HEADERS = {"ApiIntegrationCode": "CODE", "UserName": "api@kauri.example", "Secret": "s#e$c"}
ALL = {"op": "exist", "field": "id"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Running:
    """`python -m sandbox autotask` on a port of its own."""

    def __init__(self, directory: Path) -> None:
        self.base = f"http://127.0.0.1:{free_port()}"
        environment = {
            "PATH": os.environ["PATH"],
            "SANDBOX_DATA_DIR": str(directory),
            "SANDBOX_AUTOTASK_PORT": self.base.rpartition(":")[2],
            "SANDBOX_AUTOTASK_USER": HEADERS["UserName"],
            "SANDBOX_AUTOTASK_SECRET": HEADERS["Secret"],
            "SANDBOX_AUTOTASK_INTEGRATION_CODE": HEADERS["ApiIntegrationCode"],
            "SANDBOX_NEW_INVOICE_SECONDS": "0",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "sandbox", "autotask"],
            env=environment,
            cwd=Path(__file__).parents[2],
            start_new_session=True,
        )
        self._wait()

    def _wait(self) -> None:
        deadline, pause = monotonic() + 30, Event()
        while monotonic() < deadline and self.process.poll() is None:
            try:
                requests.get(f"{self.base}/_sandbox/clock", timeout=5)
            except (requests.ConnectionError, requests.Timeout):
                pause.wait(0.05)
            else:
                return
        raise AssertionError("the sandbox did not start")

    def post(self, path: str, body: Any) -> Any:
        url = f"{self.base}/atservicesrest/v1.0/{path}"
        return requests.post(url, json=body, headers=HEADERS, timeout=30).json()

    def patch(self, body: Any) -> int:
        url = f"{self.base}/atservicesrest/v1.0/Invoices"
        return requests.patch(url, json=body, headers=HEADERS, timeout=30).status_code

    def stop(self, number: int) -> None:
        os.killpg(self.process.pid, number)
        self.process.wait(timeout=20)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[], Running]]:
    started: list[Running] = []

    def begin() -> Running:
        started.append(Running(tmp_path))
        return started[-1]

    yield begin
    for running in started:
        if running.process.poll() is None:
            running.stop(signal.SIGTERM)


def test_a_killed_sandbox_starts_again_with_what_was_written(
    start: Callable[[], Running],
) -> None:
    first = start()
    zone = requests.get(
        f"{first.base}/atservicesrest/v1.0/zoneInformation",
        params={"user": HEADERS["UserName"]},
        timeout=5,
    ).json()
    assert zone["url"] == f"{first.base}/ATServicesRest/"
    number = first.post("Invoices/query", {"filter": [ALL], "MaxRecords": 1})["items"][0]["id"]
    assert first.patch({"id": number, "invoiceNumber": "WRITTEN"}) == 200
    first.stop(signal.SIGKILL)

    second = start()
    named = {"op": "eq", "field": "invoiceNumber", "value": "written"}
    found = second.post("Invoices/query", {"filter": [named]})["items"]
    assert [invoice["id"] for invoice in found] == [number]
    assert second.post("Invoices/query/count", {"filter": [ALL]}) == {"queryCount": 1120}


def test_a_page_of_500_lines_takes_less_than_60_milliseconds(
    start: Callable[[], Running],
) -> None:
    running = start()
    body = {"filter": [ALL]}
    running.post("BillingItems/query", body)
    took = []
    for _ in range(7):
        url = f"{running.base}/atservicesrest/v1.0/BillingItems/query"
        answer = requests.post(url, json=body, headers=HEADERS, timeout=30)
        took.append(answer.elapsed.total_seconds())
        assert len(answer.json()["items"]) == 500
    assert min(took) < 0.06


def test_a_sandbox_without_its_credentials_says_so_and_ends() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "sandbox", "autotask"],
        env={"PATH": os.environ["PATH"]},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert ended.returncode == 2
    for name in ("DATA_DIR", "AUTOTASK_USER", "AUTOTASK_SECRET", "AUTOTASK_INTEGRATION_CODE"):
        assert f"SANDBOX_{name}" in ended.stderr
