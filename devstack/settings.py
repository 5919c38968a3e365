"""What can be set about the embedded stack; the only place in this package that reads the environment."""

import os
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

Port = Annotated[int, Field(ge=1, le=65535)]


class SettingsError(ValueError):
    """Names every variable that is wrong."""


class StackSettings(BaseSettings):
    """Each is a variable DEVSTACK_...; another directory and other ports make a second stack beside the first."""

    model_config = SettingsConfigDict(
        env_prefix="DEVSTACK_", env_ignore_empty=True, extra="ignore", frozen=True
    )

    dir: Path = Path(".run")
    host: str = "127.0.0.1"
    gateway_port: Port = 8000
    autotask_port: Port = 8101
    xero_port: Port = 8102
    health_port: Port = 8110
    """Of the first actor; the others follow one by one."""
    rabbitmq_port: Port = 5680
    rabbitmq_dist_port: Port = 25680
    epmd_port: Port = 4380
    mongod_port: Port = 27180

    world: Literal["demo", "empty"] = "demo"
    seed: int = 1
    today: str = ""
    new_invoice_seconds: Annotated[float, Field(ge=0)] = 180
    delay_scale: Annotated[float, Field(ge=0)] = 1.0
    demo: bool = True
    """Whether the demo user, token and connection are set up."""

    @property
    def home(self) -> Path:
        """The directory, absolute, so that every process means the same one."""
        return self.dir.expanduser().resolve()

    @property
    def probe_host(self) -> str:
        """Where we ourselves find the gateway."""
        return "127.0.0.1" if self.host == "0.0.0.0" else self.host  # noqa: S104 - compared only.

    @property
    def public_url(self) -> str:
        """Where a browser finds the gateway."""
        return (
            f"http://{'localhost' if self.host == '127.0.0.1' else self.host}:{self.gateway_port}"
        )


class DemoSettings(BaseSettings):
    """What the set-up of the demo must know, wherever the product runs."""

    model_config = SettingsConfigDict(env_ignore_empty=True, extra="ignore", frozen=True)

    amqp_uri: str
    mongo_uri: str
    secret_key: str
    public_url: str
    demo_password: str
    demo_api_token: str
    demo_xero_door: str
    """Where the Xero sandbox answers, as seen from its own machine."""
    sandbox_autotask_user: str
    sandbox_autotask_secret: str
    sandbox_autotask_integration_code: str


def load() -> StackSettings:
    """The settings, or SettingsError with one sentence per wrong variable."""
    try:
        return StackSettings()
    except ValidationError as problem:
        raise SettingsError(_complaints(problem, "DEVSTACK_")) from None


def load_demo() -> DemoSettings:
    """The same for the set-up of the demo."""
    try:
        return DemoSettings()
    except ValidationError as problem:
        raise SettingsError(_complaints(problem, "")) from None


def inherited() -> dict[str, str]:
    """The environment this process was started with, for its children."""
    return dict(os.environ)


def _complaints(problem: ValidationError, prefix: str) -> str:
    return " ".join(
        f"{prefix}{str(error['loc'][0]).upper()}: {error['msg']}." for error in problem.errors()
    )
