"""An application over a filled ledger, and browsers without a browser."""

import re
import secrets
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.test import TestResponse

from core.runtime.settings import Settings
from core.store import connect
from gateway.app import create_app
from tests.factories import gateway_world
from tests.factories.gateway_world import StubRpc
from tests.integration.conftest import Database

NOW = datetime.now(UTC).replace(microsecond=0)


class Visitor:
    """A person with a browser that runs no scripts."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.client.get(path, **more)

    def text(self, path: str, status: int = 200, **more: Any) -> str:
        response = self.client.get(path, **more)
        assert response.status_code == status, response.text[:500]
        return response.text

    def post(self, path: str, form: dict[str, Any] | None = None, **more: Any) -> TestResponse:
        data = {"csrf_token": self.token(), **(form or {})}
        return self.client.post(path, data=data, **more)

    def token(self) -> str:
        for page in ("/", "/sign-in"):
            found = re.search(
                r'name="csrf(?:_token)?" (?:content|value)="([^"]+)"', self.get(page).text
            )
            if found:
                return found[1]
        raise AssertionError("no page carries a CSRF token")

    def sign_in(self, email: str, password: str = gateway_world.PASSWORD) -> TestResponse:
        return self.post("/sign-in", {"email": email, "password": password})


def make_settings(mongo_uri: str, **more: Any) -> Settings:
    told = {
        "amqp_uri": "amqp://nobody:nothing@127.0.0.1:1/",
        "mongo_uri": mongo_uri,
        "secret_key": "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVoxMjM0NTY=",
        "public_url": "http://localhost",
        "xero_client_id": "our-client-id",
        "xero_client_secret": "our-client-secret",
    }
    return Settings(**{**told, **more})


@pytest.fixture(scope="module")
def rpc() -> StubRpc:
    return StubRpc()


@pytest.fixture(scope="session")
def ledger(database: Database) -> str:
    """Filled once; a test that changes something makes a connection or a document of its own."""
    uri = database.uri(f"gateway_{secrets.token_hex(4)}")
    connect.connect(uri)
    connect.create_indexes()
    gateway_world.people_and_tokens(NOW)
    gateway_world.full(NOW)
    gateway_world.telling(NOW)
    gateway_world.preflight(NOW)
    gateway_world.purchase_order(71, NOW)
    gateway_world.connection(NOW, "other", name="Other tenant", state="paused")
    gateway_world.invoice(48_000, NOW, "other", company="Somebody Else")
    connect.disconnect()
    return uri


class Compiled(BytecodeCache):
    """Templates are compiled once for the applications of all modules: half a second for each."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


@pytest.fixture(scope="session")
def compiled() -> Compiled:
    return Compiled()


@pytest.fixture(scope="module")
def app(ledger: str, rpc: StubRpc, compiled: Compiled) -> Iterator[Flask]:
    made = create_app(make_settings(ledger), rpc)
    made.jinja_env.bytecode_cache = compiled
    yield made
    connect.disconnect()


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return Visitor(app.test_client())


@pytest.fixture
def signed_in(app: Flask, rpc: StubRpc) -> Callable[[str], Visitor]:
    """A visitor with a role."""
    rpc.calls.clear()
    rpc.answers.clear()

    def enter(role: str) -> Visitor:
        visitor = Visitor(app.test_client())
        with visitor.client.session_transaction() as session:
            session["_user_id"] = f"1|{gateway_world.PEOPLE[role]}"
            session["_fresh"] = True
            session["seen_at"] = int(datetime.now(UTC).timestamp())
        return visitor

    return enter


@pytest.fixture
def api(app: Flask, rpc: StubRpc) -> Callable[..., TestResponse]:
    """Calls the JSON API with a token of a role."""
    rpc.calls.clear()
    rpc.answers.clear()

    def call(path: str, method: str = "GET", role: str = "viewer", **more: Any) -> TestResponse:
        headers = {"Authorization": f"Bearer {gateway_world.TOKENS[role]}"}
        return app.test_client().open(f"/api/v1{path}", method=method, headers=headers, **more)

    return call
