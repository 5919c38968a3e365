"""Whatever goes wrong, the answer is a page with a sentence and an id that the log knows."""

import logging
from collections.abc import Callable

import pytest
from flask import Flask

from tests.factories.gateway_world import StubRpc
from tests.integration.gateway.conftest import Visitor


def test_a_bug_shows_an_id_and_no_insides(
    signed_in: Callable[[str], Visitor], rpc: StubRpc, caplog: pytest.LogCaptureFixture
) -> None:
    visitor = signed_in("operator")
    rpc.answers["resync"] = ZeroDivisionError("inner secret")
    with caplog.at_level(logging.ERROR):
        page = visitor.post("/c/kauri/sync/invoices/49010/resync")
    assert page.status_code == 500
    assert "inner secret" not in page.text
    assert "Traceback" not in page.text
    assert page.headers["X-Request-Id"] in page.text
    assert any(record.exc_info for record in caplog.records)


def test_a_request_keeps_the_id_it_came_with_if_it_is_a_plain_one(app: Flask) -> None:
    client = app.test_client()
    given = {"X-Request-Id": "trace-12345678"}
    assert client.get("/healthz", headers=given).headers["X-Request-Id"] == "trace-12345678"
    odd = {"X-Request-Id": "a b<script>"}
    assert client.get("/healthz", headers=odd).headers["X-Request-Id"] != "a b<script>"


def test_a_body_that_is_too_large_is_refused(signed_in: Callable[[str], Visitor]) -> None:
    visitor = signed_in("operator")
    answer = visitor.post("/c/kauri/sync/invoices/49010/skip", {"reason": "x" * 1_100_000})
    assert answer.status_code == 413
