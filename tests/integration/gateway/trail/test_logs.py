"""Sync Logs: runs, searches, days, pages, what was sent."""

import itertools
import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from core.store.documents import BatchDocument, LogEntryDocument, SyncRunDocument
from core.store.views import log_text
from core.store.views.logs import LogFilter
from tests.factories import gateway_world
from tests.integration.gateway.conftest import NOW, Visitor

LOGS = "/c/kauri/sync/logs"


@pytest.fixture
def viewer(signed_in: Callable[[str], Visitor]) -> Visitor:
    return signed_in("viewer")


def lines_in(html: str) -> int:
    return len(re.findall(r'<tr class="(?:info|warning|error)"', html))


def test_logs_are_searched_by_id_level_text_day_and_run(viewer: Visitor) -> None:
    def lines(query: str) -> int:
        return lines_in(viewer.text(LOGS + query))

    assert lines("") == 200
    assert lines("?autotask_id=47999") == 1
    assert 0 < lines("?level=error") < lines("?level=trouble") < 200
    assert lines("?q=Account+code") == lines("?level=error")
    assert lines("?run=run-0003") == 20
    assert lines("?from=2001-01-01&to=2001-01-02") == 0
    viewer.text(f"{LOGS}?autotask_id=abc", status=422)
    viewer.text(f"{LOGS}?from=someday", status=422)
    viewer.text(f"{LOGS}?q=x&cursor=abc", status=422)


def test_log_lines_page_without_gap(viewer: Visitor) -> None:
    first = viewer.text(LOGS)
    following = re.search(r'href="(\?cursor=[^"]+)">Older lines', first)
    assert following
    assert lines_in(viewer.text(LOGS + following[1])) == 30


def test_log_lines_link_to_their_record_and_their_run(viewer: Visitor) -> None:
    html = viewer.text(f"{LOGS}?autotask_id=47999")
    assert 'href="/c/kauri/sync/invoices/47999"' in html
    assert "/c/kauri/sync/logs?run=run-0000" in html


def test_a_run_heads_its_lines_with_what_came_of_it(viewer: Visitor) -> None:
    SyncRunDocument(
        id="run-0002", connection="kauri", job="post", started_at=NOW - timedelta(minutes=40),
        finished_at=NOW - timedelta(minutes=27), outcome="ok", message="",
        counts={"sent": 14, "faults": 1},
    ).save(force_insert=True)  # fmt: skip
    html = viewer.text(LOGS)
    assert html.count('<tbody id="run-run-00') == 10
    head = re.search(r'<tbody id="run-run-0002".*?</tr>', html, re.DOTALL)
    assert head
    text = re.sub(r"<[^>]+>", "", head[0])
    assert "· Xero · 14 sent, 1 fault" in text
    assert "20 lines" in text


def test_an_id_without_lines_on_these_days_says_when_it_was_last_touched(viewer: Visitor) -> None:
    html = viewer.text(f"{LOGS}?autotask_id=47999&from=2001-01-01&to=2001-01-02")
    assert "No log lines for 47999 here" in html
    link = re.search(r'href="([^"]+)">Show that day', html)
    assert link
    assert lines_in(viewer.text(link[1].replace("&amp;", "&"))) == 1
    assert "No line matches" in viewer.text(f"{LOGS}?autotask_id=1")


def test_a_connection_without_lines_says_what_will_come(viewer: Visitor) -> None:
    assert "No log lines yet" in viewer.text("/c/other/sync/logs")


@pytest.fixture
def long_log(app: Flask) -> None:
    """Of 120 lines every tenth says something else; many share an instant."""
    if LogEntryDocument.objects(connection="wordy").count():
        return
    gateway_world.connection(NOW, "wordy", name="Wordy")
    LogEntryDocument._get_collection().insert_many(
        {
            "_id": f"wordy-{number:04d}", "connection": "wordy", "service": "xero_posting",
            "at": NOW - timedelta(minutes=number // 7), "level": "info", "code": "X",
            "message": f"Needle (No. {number})" if number % 10 == 0 else f"Hay {number}",
        }
        for number in range(120)
    )  # fmt: skip


@pytest.mark.usefixtures("long_log")
@pytest.mark.parametrize("slice_lines", [1, 3, 7, 50, 500])
def test_a_text_is_found_slice_by_slice_each_line_once_and_in_order(
    monkeypatch: pytest.MonkeyPatch, slice_lines: int
) -> None:
    monkeypatch.setattr(log_text, "SLICE", slice_lines)
    seen: list[str] = []
    cursor = None
    for _ in range(200):
        page = log_text.search("wordy", LogFilter(text="needle (no."), limit=5, cursor=cursor)
        seen += [row.message for row in page.rows]
        cursor = page.next_cursor
        if cursor is None:
            break
    every = [(f"Needle (No. {n})", n // 7, -n) for n in range(0, 120, 10)]
    assert sorted(seen) == sorted(text for text, *_ in every)
    minutes = [int(re.findall(r"\d+", text)[0]) // 7 for text in seen]
    assert minutes == sorted(minutes)


@pytest.mark.usefixtures("long_log")
def test_a_search_that_takes_too_long_says_how_far_it_came_and_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ticks = itertools.count(0, 2)
    wanted = LogFilter(text="no such thing")
    monkeypatch.setattr(log_text, "SLICE", 30)
    page = log_text.search("wordy", wanted, clock=lambda: next(ticks))
    assert page.rows == ()
    assert page.searched_back_to
    assert page.next_cursor
    monkeypatch.setattr(log_text, "SLICE", 500)
    rest = log_text.search("wordy", wanted, cursor=page.next_cursor)
    assert (rest.next_cursor, rest.searched_back_to) == (None, None)


@pytest.mark.usefixtures("long_log")
def test_going_on_is_offered_in_page_and_api(
    viewer: Visitor, api: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_text, "SECONDS", 0.0)
    monkeypatch.setattr(log_text, "SLICE", 30)
    html = viewer.text("/c/wordy/sync/logs?q=Hay+119")
    assert "No line matches so far" in html
    assert re.search(r'href="\?q=Hay\+119&amp;cursor=[^"]+">Go on', html)
    answer = api("/connections/wordy/logs?q=Hay+119").get_json()
    assert answer["items"] == []
    assert answer["next_cursor"]
    assert answer["searched_back_to"]


def test_what_was_sent_of_a_record_is_cut_out_of_its_request(viewer: Visitor) -> None:
    body = {"Invoices": [{"InvoiceNumber": "INV-1"}, {"InvoiceNumber": "INV-2", "Total": 0}]}
    text = json.dumps(body).replace(" 0}", " 100.10}")
    BatchDocument._get_collection().insert_one(
        {
            "_id": "b-9", "connection": "kauri", "kind": "invoice", "method": "PUT",
            "path": "/Invoices", "body": text.encode(), "state": "closed",
            "elements": [{"source_id": 1}, {"source_id": 2}], "last_sent_at": NOW,
        }
    )  # fmt: skip
    html = viewer.text(f"{LOGS}/requests/b-9/2")
    assert "PUT /Invoices" in html
    assert "100.10" in html
    assert "INV-1" not in html
    assert "<html" not in viewer.text(f"{LOGS}/requests/b-9/2", headers={"HX-Request": "true"})
    viewer.text(f"{LOGS}/requests/b-9/3", status=404)
    viewer.text("/c/other/sync/logs/requests/b-9/2", status=404)


def test_sync_now_is_off_with_its_reason_and_a_poll_brings_it_back(
    signed_in: Callable[[str], Visitor], app: Flask
) -> None:
    operator = signed_in("operator")
    html = operator.text(LOGS)
    assert re.search(r"<button class=\"btn pri\">.*?Sync Now", html)
    app.extensions["commands"]._rpc.connected = False
    try:
        html = operator.text("/c/kauri/sync/live?tab=logs")
        assert re.search(r'<button class="btn pri" disabled aria-describedby="sync-why">', html)
        assert "nobody would hear it" in html
    finally:
        app.extensions["commands"]._rpc.connected = True
    assert "Sync Now" not in signed_in("viewer").text(LOGS)
