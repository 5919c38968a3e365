"""Settings from the environment, and the command that reads them."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from sandbox.settings import SettingsError, read

XERO = {
    "SANDBOX_DATA_DIR": "/var/tmp/sandbox",
    "SANDBOX_XERO_CLIENT_ID": "id",
    "SANDBOX_XERO_CLIENT_SECRET": "secret",
    "SANDBOX_XERO_REDIRECT_URIS": "http://localhost:1/a, http://localhost:1/b",
}


def test_defaults_are_those_of_the_demo() -> None:
    settings = read("xero", XERO)
    assert (settings.host, settings.port, settings.seed) == ("127.0.0.1", 8102, 1)
    assert (settings.world, settings.today) == ("demo", None)
    assert settings.database == Path("/var/tmp/sandbox/xero.sqlite")
    assert settings.xero.redirect_uris == ("http://localhost:1/a", "http://localhost:1/b")


def test_values_are_parsed() -> None:
    more = {"SANDBOX_TODAY": "2026-11-22", "SANDBOX_XERO_PORT": "29102", "SANDBOX_WORLD": "empty"}
    settings = read("xero", {**XERO, **more})
    assert (settings.port, settings.today, settings.world) == (29102, date(2026, 11, 22), "empty")


def test_everything_wrong_is_named_at_once() -> None:
    wrong = {
        "SANDBOX_XERO_PORT": "99999",
        "SANDBOX_WORLD": "flat",
        "SANDBOX_SEED": "x",
        "SANDBOX_DELAY_SCALE": "-1",
    }
    with pytest.raises(SettingsError) as caught:
        read("xero", wrong)
    missing = [name for name in XERO if f"{name} is missing." in str(caught.value)]
    assert missing == list(XERO)
    assert all(name in str(caught.value) for name in wrong)


def test_the_other_vendors_credentials_are_not_needed() -> None:
    with pytest.raises(SettingsError) as caught:
        read("autotask", XERO)
    assert "XERO" not in str(caught.value)
    assert "SANDBOX_AUTOTASK_SECRET is missing." in str(caught.value)


@pytest.mark.parametrize("arguments", [[], ["quickbooks"], ["xero"]])
def test_the_command_ends_with_two_and_one_line_on_bad_input(arguments: list[str]) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "sandbox", *arguments],
        env={"PATH": ""},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
        cwd=Path(__file__).parents[3],
    )
    assert ended.returncode == 2
    assert len(ended.stderr.splitlines()) == 1
