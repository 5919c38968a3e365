"""What is asked of the log and of the trail reads little more than it shows, however long they are."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.store.documents import LogEntryDocument
from core.store.views import audit_trail, changes, log_text, logs
from core.store.views.audit_trail import TrailFilter
from core.store.views.beside import Beside
from core.store.views.logs import LogFilter
from tests.integration.conftest import EmptyLedger, Server
from tests.integration.store.test_view_plans import plans_of

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
COUNT = 3_000
LIMIT = 50
Question = Callable[[], object]


@pytest.fixture(scope="module", autouse=True)
def server(_home: EmptyLedger) -> Iterator[Server]:
    """Nothing here writes, so all questions share one log."""
    found = _home.clear()
    levels = ("info", "info", "info", "warning", "error")
    found.log_entries.insert_many(
        {
            "_id": f"l{number:05d}", "connection": ("kauri", "other")[number % 3 == 0],
            "at": NOW - timedelta(seconds=number // 4), "level": levels[number % 5],
            "service": "xero_posting", "code": "X", "message": f"Line {number}",
            "autotask_id": number % 100, "run_id": f"r{number % 20}",
        }
        for number in range(COUNT)
    )  # fmt: skip
    found.audit_events.insert_many(
        {"at": NOW - timedelta(seconds=number), "who": "ada", "action": "resync",
         "connection": ("kauri", "other", None)[number % 3]}
        for number in range(COUNT)
    )  # fmt: skip
    yield found
    _home.clear()


def page(wanted: LogFilter, cursor: str | None = None) -> logs.LogPage:
    return logs.log_page("kauri", wanted, limit=LIMIT, cursor=cursor)


def second(wanted: LogFilter) -> Question:
    return lambda: page(wanted, page(wanted).next_cursor)


def second_of_trail() -> object:
    first = audit_trail.trail("kauri", TrailFilter(), limit=LIMIT)
    return audit_trail.trail("kauri", TrailFilter(), limit=LIMIT, cursor=first.next_cursor)


def asked(alone: Beside[Any]) -> object:
    return alone.read(list(LogEntryDocument._get_collection().aggregate([*alone.steps])))


QUESTIONS: dict[str, Question] = {
    "the first page": lambda: page(LogFilter()),
    "the second page": second(LogFilter()),
    "an id": lambda: page(LogFilter(autotask_id=7)),
    "an id on a day": lambda: page(
        LogFilter(autotask_id=7, from_at=NOW - timedelta(minutes=5), before_at=NOW)
    ),
    "errors": second(LogFilter(levels=("error",))),
    "warnings and errors": second(LogFilter(levels=("warning", "error"))),
    "a run": lambda: page(LogFilter(run_id="r3")),
    "a day": second(LogFilter(from_at=NOW - timedelta(days=1), before_at=NOW)),
    "the last of an id": lambda: logs.last_line_at("kauri", 7),
    "the oldest": lambda: asked(logs.oldest_line_at("kauri")),
    "the newest": lambda: asked(changes.log_question("kauri")),
    "the trail": second_of_trail,
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_page_reads_by_an_index_in_its_order(server: Server, name: str) -> None:
    plans = plans_of(server, QUESTIONS[name])
    assert plans
    for plan in plans:
        assert "COLLSCAN" not in plan["planSummary"], plan["planSummary"]
        assert not plan.get("hasSortStage"), plan["planSummary"]
        # Lines of the instant at which the page before ended are looked at once more.
        assert plan["docsExamined"] <= plan["nreturned"] + 5
        assert plan["keysExamined"] <= 3 * plan["nreturned"] + 20


def test_a_slice_of_a_text_search_ends_by_its_index(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_text, "SLICE", 500)
    plans = plans_of(server, lambda: log_text.search("kauri", LogFilter(text="Line 29")))
    assert plans
    for plan in plans:
        assert plan["keysExamined"] <= 520
        assert not plan.get("hasSortStage")
    assert any(plan["docsExamined"] == 0 for plan in plans), "the edge needs no line itself"
