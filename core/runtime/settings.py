"""Every setting of a process, read from the environment once and validated all at once."""

import base64
import binascii
import sys
from collections.abc import Mapping
from typing import Annotated, Literal, NoReturn
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

WRONG_SETTINGS = 2
"""Exit code of a process that was started with missing or bad settings."""


class SettingsError(ValueError):
    """One sentence per variable that is missing or wrong, joined."""


def _amqp(value: str) -> str:
    return _with_scheme(value, ("amqp", "amqps"))


def _mongo(value: str) -> str:
    return _with_scheme(value, ("mongodb", "mongodb+srv"))


def _web(value: str) -> str:
    return _with_scheme(value, ("http", "https")).rstrip("/")


def _web_or_empty(value: str) -> str:
    return _web(value) if value else value


def _with_scheme(value: str, schemes: tuple[str, ...]) -> str:
    address = urlsplit(value)
    if address.scheme not in schemes or not address.hostname:
        raise ValueError(f"must be an address that starts with {schemes[0]}://")
    return value


def _keys(value: str) -> str:
    for key in value.split(","):
        try:
            raw = base64.urlsafe_b64decode(key.strip())
        except (binascii.Error, ValueError):
            raw = b""
        if len(raw) != 32:
            raise ValueError("must be 32 random bytes in URL-safe base64 (a comma list rotates)")
    return value


def _deep_link(value: str) -> str:
    if "{short_code}" not in value or "{path}" not in value:
        raise ValueError("must contain {short_code} and {path}")
    return value


Port = Annotated[int, Field(ge=0, le=65535)]
Seconds = Annotated[float, Field(gt=0)]
Secret = Annotated[str, Field(repr=False, min_length=1)]


class Settings(BaseSettings):
    """One class for all processes, so that one list of variables configures the whole product."""

    model_config = SettingsConfigDict(env_ignore_empty=True, extra="ignore", frozen=True)

    # Secrets and addresses that have no sensible default.
    amqp_uri: Annotated[Secret, AfterValidator(_amqp)]
    mongo_uri: Annotated[Secret, AfterValidator(_mongo)]
    secret_key: Annotated[Secret, AfterValidator(_keys)]
    public_url: Annotated[str, AfterValidator(_web)]
    xero_client_id: Annotated[str, Field(min_length=1)]
    xero_client_secret: Secret

    # Logs, health, life and death of a process.
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"
    health_host: str = "127.0.0.1"
    health_port: Port = 0
    grace_seconds: Seconds = 25
    max_workers: Annotated[int, Field(ge=2)] = 10
    tick_seconds: Seconds = 1

    # The vendors.
    xero_api_url: Annotated[str, AfterValidator(_web)] = "https://api.xero.com"
    xero_identity_url: Annotated[str, AfterValidator(_web)] = "https://identity.xero.com"
    xero_login_url: Annotated[str, AfterValidator(_web)] = "https://login.xero.com"
    xero_redirect_uri: Annotated[str, AfterValidator(_web_or_empty)] = ""
    xero_deep_link: Annotated[str, AfterValidator(_deep_link)] = (
        # https://developer.xero.com/documentation/api-guides/deep-link-xero
        "https://go.xero.com/organisationlogin/default.aspx?shortcode={short_code}&redirecturl={path}"
    )
    autotask_zone_url: Annotated[str, AfterValidator(_web)] = "https://webservices.autotask.net"
    autotask_sandbox_url: Annotated[str, AfterValidator(_web_or_empty)] = ""
    connect_timeout_seconds: Seconds = 5
    read_timeout_seconds: Seconds = 60

    # The gateway.
    gateway_host: str = "127.0.0.1"
    gateway_port: Port = 8000
    gateway_workers: Annotated[int, Field(ge=1)] = 2
    gateway_threads: Annotated[int, Field(ge=1)] = 8
    session_idle_minutes: Annotated[int, Field(ge=1)] = 30
    trusted_proxies: Annotated[int, Field(ge=0)] = 0

    @property
    def secret_keys(self) -> tuple[str, ...]:
        """The first one encrypts, all of them decrypt."""
        return tuple(key.strip() for key in self.secret_key.split(","))

    @property
    def xero_redirect(self) -> str:
        """Where Xero sends a user back after consent; must be registered with the Xero app."""
        return self.xero_redirect_uri or f"{self.public_url}/connect/xero/callback"

    @property
    def secrets(self) -> tuple[str, ...]:
        """Values that no log line may ever contain."""
        passwords = (urlsplit(uri).password for uri in (self.amqp_uri, self.mongo_uri))
        return (*self.secret_keys, self.xero_client_secret, *(word for word in passwords if word))


def load() -> Settings:
    """The settings of this process, or SettingsError naming every variable that is missing or wrong."""
    try:
        return Settings()
    except ValidationError as problem:
        raise SettingsError(_complaints(problem)) from None


def load_or_exit() -> Settings:
    """For the first line of a process: the settings, or one message and exit code 2."""
    try:
        return load()
    except SettingsError as problem:
        leave(str(problem))


def leave(message: str) -> NoReturn:
    """Say on standard error what is wrong with the settings and end the process."""
    sys.stderr.write(f"Wrong settings: {message}\n")
    sys.exit(WRONG_SETTINGS)


def _complaints(problem: ValidationError) -> str:
    return " ".join(_complaint(error["type"], error) for error in problem.errors())


def _complaint(kind: str, error: Mapping[str, object]) -> str:
    place = error["loc"]
    name = str(place[0]).upper() if isinstance(place, tuple) and place else "A setting"
    if kind == "missing":
        return f"{name} is missing."
    reason = str(error["msg"]).removeprefix("Value error, ")
    return f"{name}: {reason[0].lower()}{reason[1:]}."
