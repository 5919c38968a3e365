"""Every command that the compose file and the image name, started here as a plain process."""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from devstack.part import Part, Ready, answers, responds
from tests.integration.conftest import Running
from tests.stack import ROOT, free_port

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
OURS = {
    name: service
    for name, service in COMPOSE["services"].items()
    if "build" in service and name != "demo"
}


def command_of(service: dict[str, Any]) -> list[str]:
    """As in the image, with the Python that runs the tests."""
    program, *arguments = service["command"]
    assert program == "python"
    return [sys.executable, *arguments]


def resolved(value: object) -> str:
    """What compose makes of `${NAME:-default}` when .env is empty."""
    return re.sub(r"\$\{\w+(?::-([^}]*))?[^}]*\}", lambda found: found[1] or "", str(value))


def environment_of(service: dict[str, Any], told: dict[str, str]) -> dict[str, str]:
    """The values of the compose file, with our own nodes and free ports in the place of its own."""
    own = {name: resolved(value) for name, value in service["environment"].items()}
    loopback = {name: "127.0.0.1" for name in own if name.endswith("_HOST")}
    ports = {name: str(free_port()) for name in own if name.endswith("_PORT")}
    kept = {name: value for name, value in told.items() if name not in own or not own[name]}
    needed = {name: told[name] for name in ("AMQP_URI", "MONGO_URI", "PUBLIC_URL") if name in own}
    return {**own, **kept, **needed, **loopback, **ports}


def readiness_of(name: str, environment: dict[str, str]) -> Ready:
    if name.startswith("sandbox_"):
        vendor = name.removeprefix("sandbox_").upper()
        return answers(int(environment[f"SANDBOX_{vendor}_PORT"]))
    port = "GATEWAY_PORT" if name == "gateway" else "HEALTH_PORT"
    return responds(f"http://127.0.0.1:{environment[port]}/readyz")


@pytest.fixture
def told(product_environment: dict[str, str], tmp_path: Path) -> dict[str, str]:
    return {
        **product_environment,
        "SANDBOX_DATA_DIR": str(tmp_path),
        "SANDBOX_AUTOTASK_SECRET": "secret",
        "SANDBOX_AUTOTASK_INTEGRATION_CODE": "code",
        "SANDBOX_XERO_CLIENT_ID": "client",
        "SANDBOX_XERO_CLIENT_SECRET": "secret",
    }


@pytest.fixture
def started(tmp_path: Path) -> Iterator[list[Running]]:
    processes: list[Running] = []
    yield processes
    for process in processes:
        process.stop()


@pytest.mark.parametrize("name", OURS)
def test_the_command_starts_becomes_ready_and_stops(
    name: str, told: dict[str, str], started: list[Running], tmp_path: Path
) -> None:
    environment = environment_of(OURS[name], told)
    environment["SANDBOX_DATA_DIR"] = str(tmp_path)
    part = Part(
        name,
        command_of(OURS[name]),
        environment,
        readiness_of(name, environment),
        directory=ROOT,
    )
    process = Running(part, tmp_path / f"{name}.log")
    started.append(process.start())
    process.stop()
    assert process.exit_code == 0, process.text()


def test_the_command_of_the_image_is_that_of_the_gateway() -> None:
    (command,) = re.findall(
        r"^CMD \[(.+)\]$", (ROOT / "deploy/Dockerfile").read_text(), re.MULTILINE
    )
    assert re.findall(r'"(.+?)"', command) == OURS["gateway"]["command"]


def test_each_setting_that_the_demo_needs_is_passed_to_it() -> None:
    from devstack.settings import DemoSettings

    passed = set(COMPOSE["services"]["demo"]["environment"]) | {
        name for block in COMPOSE["services"]["demo"]["environment"].get("<<", []) for name in block
    }
    assert {name.upper() for name in DemoSettings.model_fields} <= passed
    assert os.path.exists(ROOT / "devstack" / "demo.py")
