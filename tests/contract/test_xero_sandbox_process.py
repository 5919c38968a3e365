"""The Xero sandbox as a process: sockets that break, kill -9, and a quick end."""

import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any

import pytest
import requests

from tests.contract.xero_sandbox import RunningSandbox


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[RunningSandbox]:
    running = RunningSandbox(tmp_path).start().connect()
    yield running
    if running.process is not None and running.process.poll() is None:
        running.stop()


def numbers(sandbox: RunningSandbox) -> list[str]:
    return [row["InvoiceNumber"] for row in sandbox.look("state")["Invoices"]]


def test_each_broken_exchange_looks_broken_and_commits_or_not(sandbox: RunningSandbox) -> None:
    expected = []
    for fault, commits in (
        ("drop_before_commit", False),
        ("drop_after_commit", True),
        ("reset_mid_response", True),
        ("timeout_before_commit", False),
        ("timeout_after_commit", True),
    ):
        invoice = sandbox.invoice(fault)
        sandbox.door("faults", name=fault, endpoint="PUT Invoices")
        with pytest.raises(requests.RequestException):
            sandbox.put(invoice, timeout=0.5)
        expected += [fault] if commits else []
        assert numbers(sandbox) == expected
    assert sandbox.call("GET", "Organisation").status_code == 200


def test_a_truncated_body_is_not_json(sandbox: RunningSandbox) -> None:
    sandbox.door("faults", name="truncated_body", endpoint="PUT Invoices")
    answer = sandbox.put(sandbox.invoice("T-1"))
    assert answer.status_code == 200
    with pytest.raises(requests.JSONDecodeError):
        answer.json()


def test_a_late_commit_arrives_and_a_retry_with_the_key_finds_it(sandbox: RunningSandbox) -> None:
    invoice = sandbox.invoice("L-1")
    key = {"Idempotency-Key": "late"}
    sandbox.door("faults", name="late_commit", endpoint="PUT Invoices", seconds=0.3)
    with pytest.raises(requests.ConnectionError):
        sandbox.put(invoice, headers=key)
    assert numbers(sandbox) == []
    deadline = monotonic() + 10
    while not numbers(sandbox) and monotonic() < deadline:
        Event().wait(0.05)
    assert sandbox.put(invoice, headers=key).json()["Invoices"][0]["StatusAttributeString"] == "OK"
    assert numbers(sandbox) == ["L-1"]


def test_the_sixth_call_at_once_is_refused(sandbox: RunningSandbox) -> None:
    sandbox.door("latency", ms=700, endpoint="Organisation")
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: sandbox.call("GET", "Organisation"), range(8)))
    refused = [answer for answer in answers if answer.status_code == 429]
    assert len(refused) == 3
    assert {answer.headers["X-Rate-Limit-Problem"] for answer in refused} == {"concurrent"}
    assert all("Retry-After" not in answer.headers for answer in refused)


def test_a_held_client_that_leaves_gives_its_place_back(sandbox: RunningSandbox) -> None:
    sandbox.door("faults", name="timeout_before_commit", endpoint="Organisation", calls=8)
    for _ in range(8):
        with pytest.raises(requests.Timeout):
            sandbox.call("GET", "Organisation", timeout=0.5)
    assert not [row for row in logged(sandbox) if row["status"] == 429]
    assert sandbox.call("GET", "Organisation").status_code == 200


def test_what_was_answered_survives_kill_nine(sandbox: RunningSandbox) -> None:
    made = sandbox.put(sandbox.invoice("K-1")).json()["Invoices"][0]
    sandbox.kill_everything()
    sandbox.start()
    [row] = sandbox.call("GET", "Invoices/K-1").json()["Invoices"]
    assert (row["InvoiceID"], row["Total"]) == (made["InvoiceID"], made["Total"])


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_within_two_seconds_even_while_it_holds_a_call(
    sandbox: RunningSandbox, number: signal.Signals
) -> None:
    sandbox.door("faults", name="timeout_before_commit", endpoint="Organisation")
    with ThreadPoolExecutor(1) as pool:
        held = pool.submit(sandbox.call, "GET", "Organisation", 20)
        while not any(row["path"].endswith("Organisation") for row in logged(sandbox)):
            Event().wait(0.02)
        assert sandbox.stop(number) < 2
        assert isinstance(held.exception(), requests.ConnectionError)


def logged(sandbox: RunningSandbox) -> list[dict[str, Any]]:
    return list(sandbox.look("requests?since=0")["requests"])


def test_a_batch_of_fifty_is_answered_quickly(sandbox: RunningSandbox) -> None:
    invoice = sandbox.invoice("Q")
    lines = invoice["LineItems"] * 20
    batch = [{**invoice, "InvoiceNumber": f"Q-{n}", "LineItems": lines} for n in range(50)]
    answer = sandbox.put(*batch)
    assert {row["Total"] for row in answer.json()["Invoices"]} == {4870.0}
    assert logged(sandbox)[-1]["duration_ms"] < 3000
