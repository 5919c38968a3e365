"""Settings: all complaints at once, defaults, and what may never be printed."""

import base64
from typing import Any

import pytest

from core.runtime import settings
from core.runtime.settings import Settings, SettingsError

KEY = base64.urlsafe_b64encode(b"k" * 32).decode()
OTHER = base64.urlsafe_b64encode(b"o" * 32).decode()
NEEDED = {
    "AMQP_URI": "amqp://user:rabbit-word@broker:5672/host",
    "MONGO_URI": "mongodb://user:mongo-word@db/counterfoil?replicaSet=rs",
    "SECRET_KEY": f"{KEY},{OTHER}",
    "PUBLIC_URL": "https://counterfoil.example/",
    "XERO_CLIENT_ID": "client",
    "XERO_CLIENT_SECRET": "xero-word",
}


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Any:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in NEEDED.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


@pytest.mark.usefixtures("told")
def test_needed_values_are_enough() -> None:
    found = settings.load()
    assert found.public_url == "https://counterfoil.example"
    assert found.secret_keys == (KEY, OTHER)
    assert found.xero_redirect == "https://counterfoil.example/connect/xero/callback"


def test_an_empty_value_means_the_default(told: pytest.MonkeyPatch) -> None:
    told.setenv("GRACE_SECONDS", "")
    assert settings.load().grace_seconds == 25


def test_everything_that_is_missing_or_wrong_is_named_at_once(told: pytest.MonkeyPatch) -> None:
    told.delenv("MONGO_URI")
    told.delenv("XERO_CLIENT_ID")
    told.setenv("AMQP_URI", "http://broker")
    told.setenv("SECRET_KEY", "short")
    told.setenv("LOG_FORMAT", "xml")
    told.setenv("XERO_DEEP_LINK", "https://xero.example/")
    with pytest.raises(SettingsError) as caught:
        settings.load()
    message = str(caught.value)
    for sentence in (
        "MONGO_URI is missing.",
        "XERO_CLIENT_ID is missing.",
        "AMQP_URI: must be an address that starts with amqp://.",
        "SECRET_KEY: must be 32 random bytes",
        "LOG_FORMAT: input should be 'text' or 'json'.",
        "XERO_DEEP_LINK: must contain {short_code} and {path}.",
    ):
        assert sentence in message


def test_a_wrong_start_ends_with_code_2(
    told: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told.delenv("AMQP_URI")
    with pytest.raises(SystemExit) as end:
        settings.load_or_exit()
    assert end.value.code == 2
    assert capsys.readouterr().err == "Wrong settings: AMQP_URI is missing.\n"


@pytest.mark.parametrize("name", ["AMQP_URI", "MONGO_URI", "SECRET_KEY", "XERO_CLIENT_SECRET"])
def test_a_wrong_secret_is_not_repeated_in_the_complaint(
    told: pytest.MonkeyPatch, name: str
) -> None:
    told.setenv(name, "")
    told.setenv("GRACE_SECONDS", "-1")
    with pytest.raises(SettingsError) as caught:
        settings.load()
    assert not any(word in str(caught.value) for word in ("rabbit-word", "mongo-word", KEY))


@pytest.mark.usefixtures("told")
def test_secrets_are_not_part_of_the_settings_own_text() -> None:
    found = settings.load()
    assert not any(secret in repr(found) for secret in found.secrets)
    assert set(found.secrets) == {KEY, OTHER, "rabbit-word", "mongo-word", "xero-word"}
