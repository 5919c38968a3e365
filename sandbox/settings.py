"""The only place where the sandboxes read the environment; names everything wrong at once."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

VENDORS = ("autotask", "xero")


@dataclass(frozen=True)
class AutotaskCredentials:
    """What an API-only user of Autotask sends with each call."""

    user: str
    secret: str
    integration_code: str


@dataclass(frozen=True)
class XeroApp:
    """The one application registered with the Xero sandbox."""

    client_id: str
    client_secret: str
    redirect_uris: tuple[str, ...]


@dataclass(frozen=True)
class Settings:
    """Everything one sandbox needs; the credentials of the other vendor may be empty."""

    host: str
    port: int
    database: Path
    seed: int
    world: str
    today: date | None
    invoice_seconds: float
    delay_scale: float
    autotask: AutotaskCredentials
    xero: XeroApp


class SettingsError(ValueError):
    """One sentence a variable, joined."""


class _Reader:
    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment
        self.complaints: list[str] = []

    def text(self, name: str, default: str | None = None, *, required: bool = True) -> str:
        value = self.environment.get(name, "").strip() or (default or "")
        if not value and required:
            self.complaints.append(f"{name} is missing.")
        return value

    def parsed(self, name: str, default: T, parse: Callable[[str], T], what: str) -> T:
        value = self.environment.get(name, "").strip()
        if not value:
            return default
        try:
            return parse(value)
        except ValueError:
            self.complaints.append(f"{name} must be {what}, not {value!r}.")
            return default


def _port(text: str) -> int:
    return _within(int(text), 1, 65535)


def _within(number: int, low: int, high: int) -> int:
    if not low <= number <= high:
        raise ValueError(number)
    return number


def _at_least_zero(text: str) -> float:
    number = float(text)
    if not 0 <= number < float("inf"):
        raise ValueError(text)
    return number


def _world(text: str) -> str:
    if text not in ("demo", "empty"):
        raise ValueError(text)
    return text


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def read(vendor: str, environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of one vendor's sandbox, or SettingsError naming every bad variable."""
    reader = _Reader(os.environ if environment is None else environment)
    port_name, port = {
        "autotask": ("SANDBOX_AUTOTASK_PORT", 8101),
        "xero": ("SANDBOX_XERO_PORT", 8102),
    }[vendor]
    settings = Settings(
        host=reader.text("SANDBOX_HOST", "127.0.0.1"),
        port=reader.parsed(port_name, port, _port, "a port number"),
        database=Path(reader.text("SANDBOX_DATA_DIR")) / f"{vendor}.sqlite",
        seed=reader.parsed("SANDBOX_SEED", 1, int, "a whole number"),
        world=reader.parsed("SANDBOX_WORLD", "demo", _world, "demo or empty"),
        today=reader.parsed("SANDBOX_TODAY", None, date.fromisoformat, "a date like 2026-11-22"),
        invoice_seconds=reader.parsed(
            "SANDBOX_NEW_INVOICE_SECONDS", 180.0, _at_least_zero, "a number from 0"
        ),
        delay_scale=reader.parsed("SANDBOX_DELAY_SCALE", 1.0, _at_least_zero, "a number from 0"),
        autotask=_autotask(reader, required=vendor == "autotask"),
        xero=_xero(reader, required=vendor == "xero"),
    )
    if reader.complaints:
        raise SettingsError(" ".join(reader.complaints))
    return settings


def _autotask(reader: _Reader, *, required: bool) -> AutotaskCredentials:
    return AutotaskCredentials(
        user=reader.text("SANDBOX_AUTOTASK_USER", required=required),
        secret=reader.text("SANDBOX_AUTOTASK_SECRET", required=required),
        integration_code=reader.text("SANDBOX_AUTOTASK_INTEGRATION_CODE", required=required),
    )


def _xero(reader: _Reader, *, required: bool) -> XeroApp:
    return XeroApp(
        client_id=reader.text("SANDBOX_XERO_CLIENT_ID", required=required),
        client_secret=reader.text("SANDBOX_XERO_CLIENT_SECRET", required=required),
        redirect_uris=_listed(reader.text("SANDBOX_XERO_REDIRECT_URIS", required=required)),
    )
