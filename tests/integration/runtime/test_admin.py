"""The first steps of an install, as an operator types them."""

import io
import json
import os
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from pymongo import MongoClient

from core.domain.errors import UnavailableError
from core.runtime import admin as admin_tool
from core.store.sealing import Sealer
from tests.integration.conftest import Database
from tests.stack import ROOT

ROOMS = ("users", "api_tokens", "connections")
KEY = Fernet.generate_key().decode()


@pytest.fixture
def uri(database: Database) -> Iterator[str]:
    name = f"admin_{secrets.token_hex(6)}"
    yield database.uri(name)
    client: MongoClient[dict[str, Any]] = MongoClient(database.uri(name))
    with client:
        client.drop_database(name)


@dataclass(frozen=True)
class Done:
    """How a command ended, and what it said."""

    returncode: int
    stdout: str
    stderr: str


Admin = Callable[..., Done]


def told(uri: str) -> dict[str, str]:
    return {
        "AMQP_URI": "amqp://u:p@127.0.0.1:1/",
        "MONGO_URI": uri,
        "SECRET_KEY": KEY,
        "PUBLIC_URL": "http://localhost:8000",
        "XERO_CLIENT_ID": "id",
        "XERO_CLIENT_SECRET": "secret",
    }


def typed(uri: str, *words: str, given: str = "") -> Done:
    """As an operator types it: a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "core.runtime.admin", *words],
        cwd=ROOT,
        env={**os.environ, **told(uri)},
        input=given,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


class NobodyThere:
    """Stands for the client of the services, and spares each command the wait for a broker."""

    def __init__(self, amqp_uri: str) -> None:
        self.amqp_uri = amqp_uri

    def call(self, service: str, method: str, seconds: float = 5, **_: Any) -> Any:
        raise UnavailableError(f"{service}.{method} is not answering.")

    def close(self) -> None:
        pass


@pytest.fixture
def admin(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Admin:
    """The same in this process, a second sooner."""
    monkeypatch.setattr(admin_tool, "RpcClient", NobodyThere)

    def run(uri: str, *words: str, given: str = "") -> Done:
        for name, value in told(uri).items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "stdin", io.StringIO(given))
        code = admin_tool.main(list(words))
        said = capsys.readouterr()
        return Done(code, said.out, said.err)

    return run


def found(uri: str, room: str) -> list[dict[str, Any]]:
    client: MongoClient[dict[str, Any]] = MongoClient(uri)
    with client:
        return list(client.get_default_database()[room].find())


def test_a_user_a_token_and_a_connection_are_made(uri: str, tmp_path: Path) -> None:
    admin = typed
    assert admin(uri, "user", "Ann@example.com", given="a long password\n").returncode == 0
    assert "sign in again" in admin(uri, "sign-out", "ann@example.com").stdout
    token = admin(uri, "token", "script", "--role", "viewer").stdout.strip()
    file = tmp_path / "connection.json"
    autotask = {"user": "api@example.com", "secret": "s#~", "integration_code": "code"}
    file.write_text(
        json.dumps({"id": "north", "name": "North", "settings": {}, "autotask": autotask})
    )
    assert admin(uri, "connection", str(file)).returncode == 0
    (user,), (kept,), (connection,) = (found(uri, room) for room in ROOMS)
    assert (user["_id"], user["role"]) == ("ann@example.com", "admin")
    # The first password began the first epoch, the sign-out ended it.
    assert user["session_epoch"] == 2
    assert (kept["role"], kept["_id"] == token) == ("viewer", False)
    assert connection["state"] == "paused"
    assert "s#~" not in json.dumps(connection, default=str)
    assert Sealer(KEY).open(connection["autotask_sealed"]) == autotask


@pytest.mark.parametrize(
    ("words", "given", "complaint"),
    [
        (("user", "ann@example.com"), "short\n", "12 characters"),
        (("connection", "/nowhere.json"), "", "nowhere.json"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(
    admin: Admin, uri: str, words: tuple[str, ...], given: str, complaint: str
) -> None:
    done = admin(uri, *words, given=given)
    assert done.returncode == 2
    assert complaint in done.stderr
    assert "Traceback" not in done.stderr


def described(tmp_path: Path, connection_id: str, autotask: dict[str, str], **settings: Any) -> str:
    file = tmp_path / f"{connection_id}.json"
    told = {"id": connection_id, "name": connection_id, "settings": settings, "autotask": autotask}
    file.write_text(json.dumps(told))
    return str(file)


def test_a_connection_may_share_the_autotask_of_another_and_not_have_its_user_twice(
    admin: Admin, uri: str, tmp_path: Path
) -> None:
    own = {"user": "api@example.com", "secret": "s#~", "integration_code": "code"}
    assert admin(uri, "connection", described(tmp_path, "north", own)).returncode == 0
    twice = described(tmp_path, "south", {**own, "user": " API@example.com"})
    refused = admin(uri, "connection", twice)
    assert refused.returncode == 2
    assert '"same_as": "north"' in refused.stderr
    sharing = {"same_as": "north"}
    with_routes = described(tmp_path, "south", sharing, default_route="north")
    refused = admin(uri, "connection", with_routes)
    assert refused.returncode == 2
    assert "Routes are set on connection north" in refused.stdout
    assert [each["_id"] for each in found(uri, "connections")] == ["north"]
    assert admin(uri, "connection", described(tmp_path, "south", sharing)).returncode == 0
    south = next(each for each in found(uri, "connections") if each["_id"] == "south")
    assert (south["autotask_of"], south["autotask_sealed"]) == ("north", None)
    routed = described(tmp_path, "north", own, route_by="company_field", default_route="south")
    assert admin(uri, "connection", routed).returncode == 0
    astray = described(tmp_path, "north", own, default_route="west")
    assert "no connection west" in admin(uri, "connection", astray).stdout


def test_another_user_does_not_change_the_tenant_under_invoices(
    admin: Admin, uri: str, tmp_path: Path
) -> None:
    own = {"user": "api@example.com", "secret": "s#~", "integration_code": "code"}
    file = described(tmp_path, "north", own)
    made = admin(uri, "connection", file)
    assert "the credentials were not tried" in made.stdout
    client: MongoClient[dict[str, Any]] = MongoClient(uri)
    with client:
        invoice = {"_id": "north/7", "connection": "north", "autotask_id": 7}
        client.get_default_database().invoices.insert_one(invoice)
    other = described(tmp_path, "north", {**own, "user": "other@example.com"})
    refused = admin(uri, "connection", other)
    assert refused.returncode == 2
    assert "in another tenant their ids mean other invoices" in refused.stderr
    assert found(uri, "connections")[0]["autotask_user"] == "api@example.com"
    assert admin(uri, "connection", other, "--same-tenant").returncode == 0
    assert found(uri, "connections")[0]["autotask_user"] == "other@example.com"
    second = admin(uri, "connection", described(tmp_path, "south", own))
    assert second.returncode == 0
    assert "north (other@example.com)" in second.stdout
    assert "bring each invoice twice" in second.stdout


def test_the_same_file_again_does_not_end_a_stop_and_other_credentials_do(
    admin: Admin, uri: str, tmp_path: Path
) -> None:
    """A deployment job that applies a wrong secret each five minutes would lock the API user."""
    own = {"user": "api@example.com", "secret": "s#~", "integration_code": "code"}
    sharing = described(tmp_path, "south", {"same_as": "north"})
    assert admin(uri, "connection", described(tmp_path, "north", own)).returncode == 0
    client: MongoClient[dict[str, Any]] = MongoClient(uri)
    with client:
        accounts = client.get_default_database().budgets
        refused = {"_id": "autotask:north", "version": 1, "stopped": "Autotask refuses it."}
        accounts.replace_one({"_id": "autotask:north"}, refused, upsert=True)
        admin(uri, "connection", described(tmp_path, "north", own, poll_seconds=30))
        admin(uri, "connection", sharing)
        assert [each["stopped"] for each in accounts.find()] == ["Autotask refuses it."]
        admin(uri, "connection", described(tmp_path, "north", own | {"secret": "another"}))
        assert [each["stopped"] for each in accounts.find()] == [""]
