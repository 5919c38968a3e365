"""Payments and purchase orders: read beside the invoices, and only when none of them waits."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from core.domain.errors import NotPermittedError, UnavailableError
from core.domain.records import Connection
from core.runtime.autotask_access import AutotaskAccess
from core.runtime.journal import Journal
from core.runtime.side_job import SideJob
from core.store import checkpoints, connections, leases, log_entries
from services.payment_sync import payments
from services.purchase_order_sync import sync
from tests.integration.posting.conftest import Books

OpenBooks = Callable[..., Books]


def _connection() -> Connection:
    connection = connections.get("kauri")
    assert connection
    return connection


def _journal(books: Books) -> Journal:
    def write(lines: list[dict[str, Any]]) -> None:
        log_entries.insert(lines)

    return Journal(write, "kauri", "test", "run", books.tenant.now)


def _pull_payments(books: Books) -> int:
    xero = books.access.open(_connection(), _journal(books).call)
    return payments.pull(_connection(), xero, books.tenant.now)


def _pull_orders(books: Books) -> int:
    journal = _journal(books)
    autotask = AutotaskAccess(books.tenant.settings).open(_connection(), journal.call)
    return sync.pull(_connection(), autotask, journal, books.tenant.now)


@pytest.fixture
def approved(open_books: OpenBooks) -> Books:
    """Thirty approved documents, which a bookkeeper can take money for."""
    books = open_books(arrival_status="AUTHORISED")
    books.give_consent()
    books.tenant.look()
    books.post()
    return books


def test_a_payment_in_xero_shows_on_its_invoice(approved: Books) -> None:
    autotask_id = approved.some_id(xero_kind="invoice")
    number = approved.tenant.invoice(autotask_id)["number"]
    approved.xero.door("POST", "payments", {"invoice": number, "amount": 1.5})
    assert _pull_payments(approved) == 1
    document = approved.tenant.invoice(autotask_id)
    total = document["total"].to_decimal()
    assert document["amount_due"].to_decimal() == total - Decimal("1.50")
    assert document["paid_on"] is None
    approved.xero.door("POST", "payments", {"invoice": number})
    _pull_payments(approved)
    document = approved.tenant.invoice(autotask_id)
    assert document["amount_due"].to_decimal() == 0
    assert document["paid_on"]


def test_a_pull_without_news_costs_one_call_and_stores_nothing(approved: Books) -> None:
    _pull_payments(approved)
    before = approved.xero.last_request()
    assert _pull_payments(approved) == 0
    assert len(approved.xero.requests_since(before)) == 1


def test_a_pull_that_breaks_is_pulled_again_from_the_same_point(approved: Books) -> None:
    _pull_payments(approved)
    at = checkpoints.load("kauri", "payments").at
    number = approved.tenant.invoice(approved.some_id(xero_kind="invoice"))["number"]
    approved.xero.door("POST", "payments", {"invoice": number})
    approved.xero.arm("drop_before_commit", "Payments")
    with pytest.raises(UnavailableError):
        _pull_payments(approved)
    assert checkpoints.load("kauri", "payments").at == at
    assert _pull_payments(approved) == 1


def test_orders_are_pulled_in_one_go_with_their_items_and_vendors(open_books: OpenBooks) -> None:
    books = open_books("demo")
    before = books.tenant.sandbox.last_request()
    stored = _pull_orders(books)
    state = books.tenant.sandbox.door("GET", "state")
    assert stored == len(state["PurchaseOrders"]) > 0
    assert len(books.tenant.sandbox.requests_since(before)) <= 8
    for raw in state["PurchaseOrders"]:
        order = books.server.purchase_orders.find_one({"_id": f"kauri/{raw['id']}"})
        items = [each for each in state["PurchaseOrderItems"] if each["orderID"] == raw["id"]]
        assert len(order["lines"]) == len(items)
        assert not order["vendor"].startswith("Vendor ")


def test_an_order_that_changed_is_read_again_and_the_others_are_left(
    open_books: OpenBooks,
) -> None:
    books = open_books("demo")
    _pull_orders(books)
    open_order = books.server.purchase_orders.find_one({"autotask_status": "Submitted"})
    books.tenant.edit(open_order["autotask_id"], "PurchaseOrders", status=3)
    assert _pull_orders(books) == 1
    again = books.server.purchase_orders.find_one({"_id": open_order["_id"]})
    assert again["autotask_status"] == "Received Partial"
    assert [entry["code"] for entry in again["history"]] == ["INGESTED", "CHANGED_IN_AUTOTASK"]


JOB = SideJob("test_job", "autotask", "test", "things", every=timedelta(minutes=5))


def _run(books: Books, stored: int = 0, error: Exception | None = None) -> int:
    """How often the job did its work."""
    done: list[int] = []

    def work(_connection: Connection, _journal: Journal) -> int:
        done.append(1)
        if error:
            raise error
        return stored

    def write(lines: list[dict[str, object]]) -> None:
        log_entries.insert(lines)

    JOB.run_if_due(_connection(), work, write, books.tenant.now)
    return len(done)


def test_a_job_waits_while_an_invoice_waits(books: Books) -> None:
    assert _run(books) == 0
    books.post()
    assert _run(books) == 1


def test_a_job_of_a_connection_that_sends_nothing_has_nothing_to_wait_for(books: Books) -> None:
    connections.set_state("kauri", "paused", books.tenant.now())
    assert _run(books) == 1


def test_a_job_runs_again_only_when_its_time_has_come(books: Books) -> None:
    books.post()
    assert [_run(books), _run(books)] == [1, 0]
    books.tenant.offset += timedelta(minutes=5, seconds=1)
    assert _run(books) == 1
    assert JOB.run_soon("kauri", books.tenant.now)["started"]
    assert _run(books) == 1
    assert JOB.run_soon("rata", books.tenant.now)["problem"]["code"] == "not_found"


def test_of_two_instances_one_does_the_job(books: Books) -> None:
    books.post()
    assert leases.acquire("kauri/test_job", 15)
    assert _run(books) == 0


def test_a_job_that_fails_is_told_and_tried_again_soon(books: Books) -> None:
    books.post()
    assert _run(books, error=UnavailableError("away")) == 1
    next_run_at = checkpoints.load("kauri", "test_job").next_run_at
    assert next_run_at
    assert timedelta(0) < next_run_at - books.tenant.now() <= timedelta(seconds=5)
    assert "AUTOTASK_DOWN" in books.tenant.log_codes()
    books.tenant.offset += timedelta(seconds=6)
    assert _run(books, stored=3) == 1
    assert "TEST_JOB_READ" in books.tenant.log_codes()
    runs = books.server.sync_runs.find({"job": "test_job"}).sort("started_at", 1)
    assert [(run["outcome"], run["counts"]) for run in runs] == [
        ("failed", {}),
        ("ok", {"changed": 3}),
    ]


def test_a_right_that_only_this_job_lacks_is_a_warning_and_no_trouble_of_the_side(
    books: Books,
) -> None:
    books.post()
    health = books.tenant.health()
    lacks = NotPermittedError("The API user may not read PurchaseOrders.")
    for _ in range(2):
        assert JOB.run_soon("kauri", books.tenant.now)["ok"]
        assert _run(books, error=lacks) == 1
    assert books.tenant.health() == health
    assert "LACKS_RIGHT_TEST_JOB" in _connection().warnings
    assert books.tenant.log_codes().count("AUTOTASK_NOT_PERMITTED") == 1
    next_run_at = checkpoints.load("kauri", "test_job").next_run_at
    assert next_run_at
    assert next_run_at - books.tenant.now() > timedelta(minutes=14)
    books.tenant.offset += timedelta(minutes=16)
    assert _run(books) == 1
    assert _connection().warnings == frozenset()
