"""The compose file and the image, as far as they can be checked without a Docker engine."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text()


def test_the_file_follows_the_published_schema() -> None:
    schema = json.loads((Path(__file__).parent / "compose_schema/compose_spec.json").read_text())
    jsonschema.Draft201909Validator(schema).validate(COMPOSE)


def test_the_schema_refuses_a_mistake() -> None:
    schema = json.loads((Path(__file__).parent / "compose_schema/compose_spec.json").read_text())
    wrong = {**COMPOSE, "services": {"gateway": {"imagee": "counterfoil"}}}
    with pytest.raises(jsonschema.ValidationError, match="imagee"):
        jsonschema.Draft201909Validator(schema).validate(wrong)


def test_there_is_one_service_for_each_actor() -> None:
    for path in (ROOT / "services").glob("*/service.py"):
        actor = path.parent.name
        module = f"services.{actor}.service"
        assert SERVICES[actor]["command"] == ["python", "-m", "core.runtime.launch", module]


@pytest.mark.parametrize("name", SERVICES)
def test_each_image_is_pinned_by_version(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9/-]+:\d+(\.\d+)+[a-z0-9.-]*", SERVICES[name]["image"])


@pytest.mark.parametrize("name", [name for name in SERVICES if name != "demo"])
def test_each_lasting_service_can_tell_whether_it_is_well(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"][0] == "CMD"


def test_sandboxes_and_demo_start_only_when_asked_for() -> None:
    profiled = {name for name, service in SERVICES.items() if service.get("profiles") == ["demo"]}
    assert profiled == {"sandbox_autotask", "sandbox_xero", "demo"}


def test_the_base_image_is_pinned_and_the_process_is_not_root() -> None:
    (base,) = re.findall(r"^FROM (\S+)$", DOCKERFILE, re.MULTILINE)
    assert re.fullmatch(r"python:3\.11\.\d+-slim-\w+", base)
    assert re.findall(r"^USER (\S+)$", DOCKERFILE, re.MULTILINE)[-1] != "root"
    assert "--require-hashes" in DOCKERFILE


def test_the_image_holds_every_package_that_its_commands_import() -> None:
    copied = set(re.findall(r"^COPY (\w+) \1$", DOCKERFILE, re.MULTILINE))
    allowed = set(re.findall(r"^!(\w+)$", (ROOT / ".dockerignore").read_text(), re.MULTILINE))
    assert copied == allowed == {"core", "services", "gateway", "web", "sandbox", "devstack"}
