"""What screens ask reads little more than what it shows, however much there is."""

from collections.abc import Callable, Iterator
from datetime import UTC
from functools import partial
from typing import Any

import pytest

from core.domain.status import Status
from core.store import figures as kept
from core.store.figures import By
from core.store.views import (
    changes,
    clients,
    documents,
    figures,
    mapping_use,
    standing,
    summary,
)
from core.store.views.search import DocumentFilter
from services.sync_log.figures import Figures
from services.sync_log.use import UseOfNames
from tests.factories import gateway_world
from tests.factories.documents import make_connection
from tests.fakes.clock import FakeClock
from tests.integration.conftest import EmptyLedger, Server
from tests.integration.store import many

COUNT = 3_000
DRAWN = many.draw(COUNT)
NOW = many.BEGAN.replace(month=3)
HERE = make_connection(timezone="UTC")
DEAREST = str(max(each["total"].to_decimal() for each in DRAWN))
FEW = 20
"""Questions that find nothing look at a few keys all the same."""

Question = Callable[[], object]


@pytest.fixture(scope="module", autouse=True)
def server(_home: EmptyLedger) -> Iterator[Server]:
    """Nothing here writes, so all questions share one ledger."""
    found = _home.clear()
    clients._names.cache_clear()
    gateway_world.connection(NOW)
    many.store(DRAWN)
    found.figure_marks.delete_many({})
    Figures(FakeClock(NOW), lambda: None).run(HERE)
    UseOfNames(FakeClock(NOW), lambda: None).run(HERE)
    yield found
    _home.clear()


def page(wanted: DocumentFilter, order: str = "-updated", cursor: str | None = None) -> Any:
    return documents.page("invoices", "kauri", wanted, order=order, limit=100, cursor=cursor)


def second(wanted: DocumentFilter, order: str = "-updated") -> Question:
    """The page behind the first one, which is asked for before anybody looks."""
    return lambda: page(wanted, order, page(wanted, order).next_cursor)


COMPLETE = DocumentFilter(statuses=(Status.COMPLETE,))
SEVERAL = DocumentFilter(statuses=(Status.COMPLETE, Status.SKIPPED, Status.FAULT))
FINDS: dict[str, Question] = {
    "the first page": lambda: page(DocumentFilter()),
    "the second page": second(DocumentFilter()),
    **{f"sorted by {order}": second(DocumentFilter(), order) for order in sorted(documents.ORDERS)},
    "one status": second(COMPLETE),
    "several statuses": second(SEVERAL),
    "a status by id": second(COMPLETE, "id"),
    "a status by total": lambda: page(DocumentFilter(statuses=(Status.DIAGNOSTIC,)), "total"),
    "a cause": lambda: page(DocumentFilter(statuses=(Status.FAULT,), cause=many.CAUSES[0])),
    "a few days": lambda: page(DocumentFilter(first_on="2026-01-05", last_on="2026-01-07")),
    "days by date": second(DocumentFilter(first_on="2026-01-05"), "-date"),
    "removed": lambda: page(DocumentFilter(removed=True)),
    "a client": lambda: page(DocumentFilter("beacon dental")),
    "clients by total": lambda: page(DocumentFilter("client 11"), "-total"),
    "an id": lambda: page(DocumentFilter("51000")),
    "a number": lambda: page(DocumentFilter("KMI-0001")),
    "digits of a number": lambda: page(DocumentFilter("1234")),
    "an amount": lambda: page(DocumentFilter(DEAREST)),
    "a word of a status": lambda: page(DocumentFilter("diag")),
    "neighbors": lambda: documents.neighbors("invoices", "kauri", SEVERAL, "-updated", 48_300),
    "rows by id": lambda: documents.rows_by_id("invoices", "kauri", [48_000, 48_003]),
    "what changed": lambda: documents.changed_since("invoices", "kauri", NOW),
    "what is newer": lambda: documents.newer_count(
        "invoices", "kauri", DocumentFilter("beacon"), NOW
    ),
}


def frame() -> object:
    """With nothing kept of what was counted before."""
    standing._kept.clear()
    return standing.standing("kauri")


OTHERS: dict[str, Question] = {
    "the frame": frame,
    "counts": lambda: documents.counts("invoices", "kauri", DocumentFilter()),
    "counts of days": lambda: documents.counts(
        "invoices", "kauri", DocumentFilter(first_on="2026-01-05", last_on="2026-01-07")
    ),
    "counts of a search": lambda: documents.counts("invoices", "kauri", DocumentFilter("KMI-0001")),
    "causes": lambda: documents.causes("invoices", "kauri"),
    "sums": lambda: documents.sums("invoices", "kauri", COMPLETE),
    "held": lambda: summary.held_count("kauri"),
    "a month": lambda: figures.volume("kauri", "2026-01"),
    "months": lambda: figures.months("kauri", ("2025-12", "2026-01")),
    "use": lambda: mapping_use.use_of("kauri", "billing_codes"),
    "changes": lambda: changes.look("kauri"),
}


def plans_of(server: Server, question: Question) -> list[dict[str, Any]]:
    server.drop_collection("system.profile")
    server.command("profile", 2)
    try:
        question()
    finally:
        server.command("profile", 0)
    found = server["system.profile"].find({"planSummary": {"$ne": None}})
    return [each for each in found if not each["ns"].endswith(("system.profile", ".connections"))]


def read_whole(server: Server, plan: dict[str, Any]) -> set[str]:
    """Collections without an index for their question; of a union the profile tells the first only."""
    known = ("aggregate", "pipeline", "cursor", "hint")
    asked = {name: plan["command"][name] for name in known if name in plan["command"]}
    told = server.command("explain", asked) if "pipeline" in asked else {"queryPlanner": plan}
    return {
        each.get("namespace", plan["ns"]).partition(".")[2]
        for each in _planned(told)
        if "COLLSCAN" in str(each)
    }


def _planned(told: Any) -> Iterator[dict[str, Any]]:
    """Every planner's word, however deep it stands in an explanation."""
    if isinstance(told, list):
        told = dict(enumerate(told))
    if isinstance(told, dict):
        for name, inner in told.items():
            if name == "queryPlanner":
                yield inner
            else:
                yield from _planned(inner)


@pytest.mark.parametrize("question", FINDS.values(), ids=FINDS)
def test_a_list_reads_little_more_than_it_shows(server: Server, question: Question) -> None:
    plans = plans_of(server, question)
    assert plans
    for plan in plans:
        told = (plan["planSummary"], plan.get("keysExamined"), plan.get("nreturned"))
        assert "COLLSCAN" not in plan["planSummary"], told
        if plan["ns"].endswith(".clients"):
            continue
        # What a few keys or days find is sorted in memory.
        is_by_key = any(word in plan["planSummary"] for word in ("{ _id: 1 }", "issued_on"))
        assert is_by_key or not plan.get("hasSortStage"), told
        most = 5 * max(plan.get("nreturned", 0), FEW)
        assert is_by_key or plan.get("keysExamined", 0) <= most, told


@pytest.mark.parametrize("question", OTHERS.values(), ids=OTHERS)
def test_a_figure_reads_an_index(server: Server, question: Question) -> None:
    plans = plans_of(server, question)
    assert plans
    # The switcher names them all.
    assert set().union(*(read_whole(server, plan) for plan in plans)) <= {"connections"}


def test_the_frame_reads_few_documents(server: Server) -> None:
    """Besides counting, which reads none but those that people took off the list."""
    plans = plans_of(server, frame)
    assert len(plans) == 2
    assert "connections" in read_whole(server, plans[0]), "all parts of the union are seen"
    removed = sum(1 for each in DRAWN if each["removed_at"])
    read = sum(plan["docsExamined"] for plan in plans)
    assert read <= removed + 2 * len(many.CAUSES) + FEW


@pytest.mark.parametrize("name", ["counts", "counts of days"])
def test_counting_reads_no_document(server: Server, name: str) -> None:
    """But those that people took off the list, which are few."""
    removed = sum(1 for each in DRAWN if each["removed_at"])
    read = sum(plan.get("docsExamined", 0) for plan in plans_of(server, OTHERS[name]))
    assert read <= removed + 2


def test_a_month_is_counted_from_its_index_alone(server: Server) -> None:
    bys: tuple[By, ...] = ("issued", "arrived")
    for by in bys:
        (plan,) = plans_of(server, partial(kept.count, "kauri", by, "2026-01", UTC))
        assert plan["keysExamined"] > 100
        assert plan["docsExamined"] == 0


def test_causes_are_found_without_looking_at_every_fault(server: Server) -> None:
    titles = [
        each
        for each in plans_of(server, OTHERS["causes"])
        if "DISTINCT_SCAN" in each["planSummary"]
    ]
    removed = sum(1 for each in DRAWN if each["removed_at"])
    assert titles[0]["docsExamined"] <= len(many.CAUSES) + removed + 2
