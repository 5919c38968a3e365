"""The log's lines under their runs: each line once, a run where its newest line stands."""

from datetime import UTC, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from core.store.views.logs import LogRow
from core.store.views.runs import RunHead
from gateway.presenters.log_runs import grouped
from gateway.presenters.logs import log_line
from gateway.presenters.times import moment
from tests.unit.gateway.presenters.made import NOW, make_lens


def make_line(number: int, run: str | None, **changes: Any) -> LogRow:
    values: dict[str, Any] = {
        "id": f"l{number}", "at": NOW - timedelta(seconds=number), "level": "info",
        "service": "xero_posting", "code": "POSTED", "message": "Done.", "autotask_id": 7,
        "xero_id": None, "run_id": run, "detail": {},
    }  # fmt: skip
    return LogRow(**{**values, **changes})


def make_head(run: str = "a", **changes: Any) -> RunHead:
    values: dict[str, Any] = {
        "id": run, "job": "post", "started_at": NOW - timedelta(seconds=41),
        "finished_at": NOW - timedelta(seconds=2), "outcome": "ok", "message": "14 sent.",
        "counts": {"sent": 14, "compared": 0, "faults": 1, "seen": 99},
    }  # fmt: skip
    return RunHead(**{**values, **changes})


def test_a_run_says_when_it_was_whose_and_what_came_of_it() -> None:
    lines = [make_line(5, "a"), make_line(9, "a", level="error")]
    (group,) = grouped(lines, {"a": make_head()}, make_lens())
    assert group.title == "11:59:19 – 11:59:58"
    assert (group.part, group.summary, group.troubles) == ("Xero", "14 sent, 1 fault", 1)
    assert [line.id for line in group.lines] == ["l5", "l9"]


def test_a_run_that_is_on_or_has_failed_says_so() -> None:
    lines = [make_line(5, "a"), make_line(9, "b")]
    heads = {
        "a": make_head(finished_at=None),
        "b": make_head("b", outcome="failed", message="Xero is not answering."),
    }
    on, failed = grouped(lines, heads, make_lens())
    assert (on.is_running, on.summary) == (True, "on now")
    assert (failed.has_failed, failed.summary) == (True, "Xero is not answering.")


def test_without_a_head_its_lines_tell_of_a_run() -> None:
    yesterday = timedelta(days=1)
    lines = [
        make_line(1, "a", at=NOW - yesterday),
        make_line(2, "a", at=NOW - yesterday - timedelta(minutes=2), service="payment_sync"),
    ]
    (group,) = grouped(lines, {}, make_lens())
    assert group.title == "21 Nov, 11:58:00 – 12:00:00"
    assert (group.part, group.summary) == ("Xero, Payments", "")


def test_lines_of_no_run_stay_where_they_are() -> None:
    lines = [make_line(1, None), make_line(2, None), make_line(3, "a"), make_line(4, None)]
    groups = grouped(lines, {}, make_lens())
    assert [(group.id, len(group.lines)) for group in groups] == [("", 2), ("a", 1), ("", 1)]


@given(st.lists(st.sampled_from(["a", "b", "c", None]), max_size=30))
def test_every_line_stands_once_and_a_run_has_one_group(runs: list[str | None]) -> None:
    lines = [make_line(number, run) for number, run in enumerate(runs)]
    groups = grouped(lines, {}, make_lens())
    shown = [line.id for group in groups for line in group.lines]
    assert sorted(shown) == sorted(row.id for row in lines)
    assert len({group.id for group in groups if group.id}) == len({run for run in runs if run})
    newest = [int(group.lines[0].id[1:]) for group in groups]
    assert newest == sorted(newest)


def test_a_failed_call_shows_both_bodies_and_a_post_its_request() -> None:
    call = {"request": '{"a":1.10}', "answer": "<html>", "status": 500, "correlation_id": ""}
    lines = [make_line(1, "a", detail=call), make_line(2, "a", detail={"batch_id": "b-1"})]
    at = moment(NOW, NOW, UTC)
    failed, posted = (log_line(line, at) for line in lines)
    assert (failed.request, failed.answer) == ('{\n  "a": 1.10\n}', "<html>")
    assert failed.detail == '{\n  "status": 500\n}'
    assert (posted.batch, posted.detail, posted.has_more) == ("b-1", "", True)
