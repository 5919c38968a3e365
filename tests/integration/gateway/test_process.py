"""`python -m gateway` as the stack starts it."""

import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.conftest import Database
from tests.stack import free_port, wait_until

ROOT = Path(__file__).resolve().parents[3]
COMMAND = [sys.executable, "-W", "ignore", "-m", "gateway"]


@pytest.fixture
def environment(database: Database) -> dict[str, str]:
    return {
        "PATH": "/usr/bin:/bin",
        "AMQP_URI": "amqp://nobody:nothing@127.0.0.1:1/",
        "MONGO_URI": database.uri("gateway_process"),
        "SECRET_KEY": "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVoxMjM0NTY=",
        "PUBLIC_URL": "http://localhost",
        "XERO_CLIENT_ID": "id",
        "XERO_CLIENT_SECRET": "secret",
        "GATEWAY_PORT": str(free_port()),
    }


@pytest.fixture
def gateway(environment: dict[str, str], tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    with (tmp_path / "gateway.log").open("wb") as log:
        process = subprocess.Popen(COMMAND, env=environment, cwd=ROOT, stdout=log, stderr=log)
        yield process
        if process.poll() is None:
            process.kill()
        process.wait(10)


def status(environment: dict[str, str], path: str) -> int:
    address = f"http://127.0.0.1:{environment['GATEWAY_PORT']}{path}"
    try:
        with urllib.request.urlopen(address, timeout=5) as response:
            return int(response.status)
    except OSError:
        return 0


def test_it_serves_and_stops_when_told(
    gateway: subprocess.Popen[bytes], environment: dict[str, str]
) -> None:
    wait_until(lambda: status(environment, "/readyz") == 200, 30)
    assert status(environment, "/sign-in") == 200
    gateway.send_signal(signal.SIGTERM)
    assert gateway.wait(15) == 0


def test_missing_settings_are_named_all_at_once() -> None:
    done = subprocess.run(
        COMMAND,
        env={"PATH": "/usr/bin"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 2
    for name in ("AMQP_URI", "MONGO_URI", "SECRET_KEY", "PUBLIC_URL"):
        assert name in done.stderr
    assert "Traceback" not in done.stderr
