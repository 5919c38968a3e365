"""A database that is gone or frozen gives a sentence within three seconds, and heals by itself."""

import signal
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from core.store import connect
from gateway.app import create_app
from tests.factories import gateway_world
from tests.factories.gateway_world import TOKENS, StubRpc
from tests.integration.conftest import Database, make_database
from tests.integration.gateway.conftest import Visitor, make_settings
from tests.stack import wait_until

SENTENCE = "The database is not answering."


@pytest.fixture(scope="module")
def own_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    made = make_database(tmp_path_factory.mktemp("outage"))
    made.node.start()
    yield made
    made.node.signal(signal.SIGCONT)
    made.node.stop()


@pytest.fixture
def outage_app(own_database: Database) -> Iterator[Flask]:
    app = create_app(make_settings(own_database.uri("outage")), StubRpc())
    if Visitor(app.test_client()).sign_in(gateway_world.PEOPLE["admin"]).status_code != 303:
        now = datetime.now(UTC)
        gateway_world.people_and_tokens(now)
        gateway_world.connection(now)
        gateway_world.complete(1, now)
    yield app
    connect.disconnect()


def timed(app: Flask, visitor: Visitor, path: str) -> tuple[TestResponse, float]:
    began = time.monotonic()
    response = visitor.get(path)
    return response, time.monotonic() - began


def assert_clear_and_soon(app: Flask, visitor: Visitor) -> None:
    for path in ("/c/kauri/sync/invoices", "/c/kauri/sync/invoices/export.csv", "/"):
        response, seconds = timed(app, visitor, path)
        assert response.status_code == 503
        assert SENTENCE in response.text
        assert "Traceback" not in response.text
        assert seconds < 3.5
    headers = {"Authorization": f"Bearer {TOKENS['viewer']}"}
    problem = app.test_client().get("/api/v1/connections", headers=headers)
    assert problem.status_code == 503
    assert problem.get_json()["detail"].startswith(SENTENCE)
    assert app.test_client().get("/readyz").status_code == 503
    assert app.test_client().get("/healthz").status_code == 200
    assert "counterfoil_database_up 0.0" in app.test_client().get("/metrics").text


def test_a_killed_database(outage_app: Flask, own_database: Database) -> None:
    visitor = Visitor(outage_app.test_client())
    visitor.sign_in(gateway_world.PEOPLE["admin"])
    assert "Kauri" in visitor.text("/c/kauri/sync/invoices")
    own_database.node.kill()
    assert_clear_and_soon(outage_app, visitor)
    own_database.node.start()
    wait_until(lambda: visitor.get("/c/kauri/sync/invoices").status_code == 200, 30)


def test_a_frozen_database(outage_app: Flask, own_database: Database) -> None:
    visitor = Visitor(outage_app.test_client())
    visitor.sign_in(gateway_world.PEOPLE["admin"])
    own_database.node.signal(signal.SIGSTOP)
    try:
        assert_clear_and_soon(outage_app, visitor)
        sign_in_page = outage_app.test_client().get("/sign-in")
        assert sign_in_page.status_code == 200
    finally:
        own_database.node.signal(signal.SIGCONT)
    wait_until(lambda: visitor.get("/c/kauri/sync/invoices").status_code == 200, 30)


def test_a_gateway_starts_while_the_database_is_away(tmp_path: Path) -> None:
    app = create_app(make_settings("mongodb://127.0.0.1:1/none?replicaSet=none"), StubRpc())
    assert app.test_client().get("/healthz").status_code == 200
    assert app.test_client().get("/sign-in").status_code == 200
    assert app.test_client().get("/readyz").status_code == 503
    connect.disconnect()
