"""The secrets of one installation: made once, kept in `.run/secrets.json`, forgotten by `make reset`."""

import json
import secrets
from pathlib import Path

from cryptography.fernet import Fernet
from pydantic import BaseModel, Field


def _word() -> str:
    return secrets.token_urlsafe(24)


def _password() -> str:
    """Short enough to type, long enough for a door on the loopback."""
    return secrets.token_hex(6)


class InstallSecrets(BaseModel):
    """Every secret the stack needs; nothing here is shipped or shared between two installations."""

    secret_key: str = Field(default_factory=lambda: Fernet.generate_key().decode())
    demo_password: str = Field(default_factory=_password)
    api_token: str = Field(default_factory=lambda: f"cft_{_word()}")
    rabbitmq_password: str = Field(default_factory=_word)
    autotask_user: str = "api-user@kauri.example"
    autotask_secret: str = Field(default_factory=_word)
    autotask_integration_code: str = Field(default_factory=lambda: secrets.token_hex(14).upper())
    xero_client_id: str = Field(default_factory=lambda: secrets.token_hex(16).upper())
    xero_client_secret: str = Field(default_factory=_word)


def ensure(home: Path) -> InstallSecrets:
    """The secrets of this directory; made, and the API token written to a file, if there are none."""
    path = home / "secrets.json"
    if path.exists():
        found = InstallSecrets.model_validate_json(path.read_text())
    else:
        found = InstallSecrets()
        write_private(path, json.dumps(found.model_dump(), indent=2) + "\n")
    write_private(home / "api-token", found.api_token + "\n")
    return found


def write_private(path: Path, text: str) -> None:
    """A file that only this user can read, complete or not there at all."""
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    draft.write_text(text)
    draft.replace(path)
