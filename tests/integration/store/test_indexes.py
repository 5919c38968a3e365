"""Every declared index exists, and the queries that run all day use one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from pymongo.collection import Collection

from core.domain.admission import Held, Stopped
from core.domain.faults import make_fault
from core.domain.papers import Form
from core.domain.write_back import Untold
from core.store import (
    attachments,
    batches,
    connect,
    contact_links,
    ingested_invoices,
    invoices,
    line_evidence,
    moves,
    papers,
    payments,
    purchase_orders,
)
from core.store.documents import ALL_DOCUMENTS, InvoiceDocument
from core.store.invoices import contact_holds
from core.store.papers import Paper
from tests.factories.documents import NOON, make_batch
from tests.integration.conftest import Server
from tests.integration.store.ledger import claim, complete, step, store

pytestmark = pytest.mark.usefixtures("server")


def test_an_index_of_millions_may_take_its_minutes(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The server gives a build up after the time that came with the question; builds themselves
    # are not in its profile.
    class Asking:
        @staticmethod
        def ensure_indexes() -> None:
            InvoiceDocument.objects.first()

    monkeypatch.setattr(connect, "ALL_DOCUMENTS", [Asking])
    server.command("profile", 2)
    try:
        connect.create_indexes()
    finally:
        server.command("profile", 0)
    (asked,) = server["system.profile"].find({"command.find": "invoices"})
    assert asked["command"]["maxTimeMS"] > 1_800_000


@pytest.mark.parametrize("document", ALL_DOCUMENTS, ids=lambda each: each.__name__)
def test_every_declared_index_exists(document: Any, server: Server) -> None:
    declared = [spec["fields"] for spec in document._meta["index_specs"]]
    there = [
        [(name, int(direction)) for name, direction in index["key"]]
        for index in server[document._meta["collection"]].index_information().values()
    ]
    for fields in declared:
        assert fields in there


def test_no_money_is_kept_as_a_float() -> None:
    fields = [
        (document.__name__, name, type(field).__name__)
        for document in ALL_DOCUMENTS
        for name, field in document._fields.items()
    ]
    assert not [each for each in fields if each[2] in ("FloatField", "DecimalField")]


@contextmanager
def _explained(server: Server) -> Iterator[list[dict[str, Any]]]:
    """Have the server note every plan of the block."""
    server.command("profile", 2)
    plans: list[dict[str, Any]] = []
    try:
        yield plans
    finally:
        server.command("profile", 0)
        plans += server["system.profile"].find(
            {"op": {"$in": ["query", "command", "update", "getmore"]}, "planSummary": {"$ne": None}}
        )


def _fill() -> None:
    store(*range(1, 41))
    store(*range(41, 61), verdict=Held("NO_LINES", "Wait.", NOON))
    claim("b1", *range(1, 11))
    complete("b1", *range(1, 6))
    batches.freeze(make_batch(), 1, NOON)


QUESTIONS: dict[str, Callable[[], object]] = {
    "due": lambda: invoices.due("kauri", NOON, 50),
    "due_companies": lambda: invoices.due_companies("kauri", NOON),
    "due_companies but known ones": lambda: invoices.due_companies("kauri", NOON, [8, 9]),
    "hold_pending": lambda: invoices.hold_pending("kauri", 7, NOON, step()),
    "release": lambda: contact_holds.release("kauri", [7], ["NO_LINES"], step()),
    "watched_in": lambda: invoices.watched_in(["kauri"]),
    "postpone_holds": lambda: invoices.postpone_holds("kauri", [41, 42], NOON),
    "claim": lambda: claim("b2", 11, 12),
    "in_batch": lambda: invoices.in_batch("b1"),
    "has_claims": lambda: invoices.has_claims("kauri"),
    "is_linked": lambda: invoices.is_linked("kauri", "xero-1"),
    "clear_doubt": lambda: invoices.clear_doubt("b1", [6]),
    "doubtful": lambda: invoices.doubtful("kauri", NOON, 50),
    "claims_without_batch": lambda: invoices.claims_without_batch("kauri", set()),
    "give_back": lambda: invoices.give_back("b1", step()),
    "mark_checking": lambda: invoices.mark_checking("b1", step()),
    "stop_pending": lambda: invoices.stop_pending("kauri", 7, make_fault("NO_LINES"), step()),
    "unwritten_back": lambda: invoices.unwritten_back("kauri", NOON, 20),
    "lines_seen": lambda: line_evidence.lines_seen(["kauri"], [7]),
    "attachments.to_fetch": lambda: attachments.to_fetch("kauri", NOON, 10),
    "attachments.to_send": lambda: attachments.to_send("kauri", NOON, 10),
    "attachments.fetched_ahead": lambda: attachments.fetched_ahead("kauri"),
    "papers.keep": lambda: papers.keep("kauri", 1, Form.PDF, Paper(b"%PDF-", "h", NOON)),
    "has_waiting": lambda: invoices.has_waiting("kauri"),
    "open_batches": lambda: batches.open_batches("kauri"),
    "taken": lambda: contact_links.taken("kauri"),
    "linked companies": lambda: contact_links.companies("kauri"),
    "show_on_invoices": lambda: payments.show_on_invoices("kauri", ["xero-1"]),
    "unfinished_ids": lambda: purchase_orders.unfinished_ids("kauri", ["Received Full"]),
}


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_what_is_asked_all_day_uses_an_index(
    server: Server, question: Callable[[], object]
) -> None:
    _fill()
    with _explained(server) as plans:
        question()
    assert plans
    assert not [plan for plan in plans if "COLLSCAN" in plan["planSummary"]]


def test_the_next_batch_is_found_without_reading_the_whole_queue(server: Server) -> None:
    """Of a backlog of a thousand only what fits into the look is read, in the order it is sent."""
    store(*range(1, 1001))
    with _explained(server) as plans:
        invoices.due("kauri", NOON, 50)
    (plan,) = plans
    assert plan["docsExamined"] <= 60
    assert not plan.get("hasSortStage")


def test_one_new_company_is_found_without_reading_the_invoices_of_the_known_ones(
    server: Server,
) -> None:
    for company_id in range(1, 11):
        first = company_id * 100
        store(*range(first, first + 50), company_id=company_id)
    with _explained(server) as plans:
        found = invoices.due_companies("kauri", NOON, range(2, 11))
    assert found == {1: "Company 1"}
    (plan,) = plans
    assert plan["docsExamined"] <= 60


def test_an_invoice_cannot_be_stored_twice_under_its_own_id(server: Server) -> None:
    collection: Collection[dict[str, Any]] = InvoiceDocument._get_collection()
    store(1)
    assert store(1) == 0
    assert collection.count_documents({}) == 1


def test_what_is_held_is_found_without_reading_the_queue(server: Server) -> None:
    store(*range(1, 1001))
    store(*range(1001, 1004), verdict=Held("NO_LINES", "Wait.", NOON))
    with _explained(server) as plans:
        assert invoices.watched_in(["kauri"]) == [1001, 1002, 1003]
    assert sum(plan["docsExamined"] for plan in plans) <= 3


def test_what_autotask_is_to_be_told_is_found_without_reading_what_it_knows_or_refused(
    server: Server,
) -> None:
    store(*range(1, 401))
    claim("b1", *range(1, 401))
    complete("b1", *range(1, 301), tells_autotask=True)
    complete("b1", *range(301, 401))
    later = NOON + timedelta(hours=1)
    for autotask_id in range(1, 101):
        invoices.mark_write_back_refused("kauri", autotask_id, "No.", NOON, None)
        invoices.mark_write_back_refused("kauri", autotask_id + 100, "No.", NOON, later)
    for autotask_id in range(201, 297):
        told = Untold(autotask_id, NOON, f"INV-{autotask_id}")
        invoices.mark_written_back("kauri", told, NOON)
    with _explained(server) as plans:
        found = invoices.unwritten_back("kauri", NOON, 20)
    assert sorted(each.autotask_id for each in found) == [297, 298, 299, 300]
    (plan,) = plans
    assert plan["docsExamined"] <= 4
    assert not plan.get("hasSortStage")
    with _explained(server) as plans:
        assert invoices.tell_again("kauri", NOON) == 100
    assert sum(plan["docsExamined"] for plan in plans) <= 4 + 100


def test_the_first_of_many_that_wait_are_found_without_reading_the_others(server: Server) -> None:
    store(*range(1, 301), verdict=Held("NO_LINES", "Wait.", NOON))
    store(*range(301, 601), verdict=Held("CONTACT_WANTED", "Wait.", NOON))
    store(*range(601, 901), verdict=Stopped(make_fault("UNROUTABLE", why="it says nothing")))
    store(*range(901, 1201), verdict=Stopped(make_fault("AUTOTASK_DATA", field="x")))
    with _explained(server) as plans:
        assert len(invoices.watched_in(["kauri", "rata"], 10)) == 10
        assert len(moves.unroutable_ids("kauri", 10)) == 10
        assert len(ingested_invoices.unreadable_ids("kauri", 10)) == 10
    assert len(plans) == 4
    assert sum(plan["docsExamined"] for plan in plans) <= 40
    assert not [plan for plan in plans if plan.get("hasSortStage")]
