"""One list of settings: the class, `.env.example`, the compose file and the documentation agree."""

import re
from pathlib import Path
from typing import Any

import yaml

from core.runtime.settings import Settings
from devstack.settings import StackSettings

ROOT = Path(__file__).resolve().parents[2]
VARIABLES = {name.upper() for name in Settings.model_fields}

# docker compose makes AMQP_URI out of it.
ONLY_IN_COMPOSE = {"RABBITMQ_PASSWORD"}


def example() -> dict[str, str]:
    lines = (ROOT / ".env.example").read_text().splitlines()
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name: value for name, _, value in pairs}


def compose() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return read


def test_the_example_names_every_setting_and_no_other() -> None:
    assert set(example()) == VARIABLES | ONLY_IN_COMPOSE


def test_the_example_shows_the_defaults() -> None:
    for name, field in Settings.model_fields.items():
        if not field.is_required():
            shown = example()[name.upper()]
            assert type(field.default)(shown) == field.default, name


def test_compose_passes_every_setting_and_no_other() -> None:
    assert set(compose()["x-settings"]) == VARIABLES


def test_each_process_of_the_product_is_given_all_settings_by_compose() -> None:
    services = compose()["services"]
    actors = {path.parent.name for path in (ROOT / "services").glob("*/service.py")}
    for name in {*actors, "gateway"}:
        assert set(services[name]["environment"]) == VARIABLES, name


def test_the_operations_manual_explains_every_setting() -> None:
    text = (ROOT / "docs" / "operations.md").read_text()
    explained = set(re.findall(r"^\| `([A-Z_]+)` \|", text, re.MULTILINE))
    stack = {f"DEVSTACK_{name.upper()}" for name in StackSettings.model_fields}
    assert explained >= VARIABLES | stack
    assert explained <= VARIABLES | stack | ONLY_IN_COMPOSE
