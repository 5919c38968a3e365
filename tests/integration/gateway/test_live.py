"""Live updates: nothing while nothing changes, the change itself when something does."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask, template_rendered
from jinja2 import Template

from core.store.documents import (
    CheckpointDocument,
    ConnectionDocument,
    InvoiceDocument,
    LogEntryDocument,
)
from core.store.views import summary
from tests.factories import gateway_world
from tests.factories.gateway_world import StubRpc
from tests.integration.gateway.conftest import NOW, Visitor

LIVE = "/c/live/sync/live"


@pytest.fixture
def viewer(app: Flask, signed_in: Callable[[str], Visitor]) -> Iterator[Visitor]:
    gateway_world.connection(NOW, "live")
    gateway_world.invoice(1, NOW, "live")
    gateway_world.invoice(2, NOW, "live", status="processing")
    gateway_world.logs(NOW, "live", 3)
    yield signed_in("viewer")
    for document in (InvoiceDocument, LogEntryDocument):
        document._get_collection().delete_many({"connection": "live"})
    ConnectionDocument._get_collection().delete_one({"_id": "live"})
    for name in ("token_sets", "budgets", "checkpoints"):
        database = ConnectionDocument._get_collection().database
        database[name].delete_many({"_id": {"$regex": "live"}})


def change(autotask_id: int, status: str, at: datetime) -> None:
    InvoiceDocument._get_collection().update_one(
        {"_id": f"live/{autotask_id}"}, {"$set": {"status": status, "updated_at": at}}
    )


def etag_of(viewer: Visitor, query: str) -> str:
    return viewer.get(f"{LIVE}?{query}").headers["ETag"]


def is_unchanged(viewer: Visitor, query: str, etag: str) -> bool:
    return viewer.get(f"{LIVE}?{query}", headers={"If-None-Match": etag}).status_code == 304


def test_an_unchanged_list_is_a_bare_304(viewer: Visitor) -> None:
    etag = etag_of(viewer, "tab=invoices&ids=1,2")
    response = viewer.get(f"{LIVE}?tab=invoices&ids=1,2", headers={"If-None-Match": etag})
    assert response.status_code == 304
    assert response.data == b""


def test_an_answer_that_travels_packed_is_known_by_its_tag_too(viewer: Visitor) -> None:
    """Browsers take answers packed, which changes the tag."""
    packed = {"Accept-Encoding": "br"}
    etag = viewer.get(f"{LIVE}?tab=invoices", headers=packed).headers["ETag"]
    assert etag.endswith(':br"')
    with template_rendered.connected_to(_never, viewer.client.application):
        again = viewer.get(f"{LIVE}?tab=invoices", headers={**packed, "If-None-Match": f"W/{etag}"})
    assert again.status_code == 304


def _never(_app: Flask, template: Template, **_told: object) -> None:
    raise AssertionError(f"{template.name} was drawn for a page that knows it")


def test_a_changed_status_comes_with_its_row_and_counts(viewer: Visitor) -> None:
    etag = etag_of(viewer, "tab=invoices&ids=1,2")
    change(2, "complete", datetime.now(UTC))
    response = viewer.get(f"{LIVE}?tab=invoices&ids=1,2", headers={"If-None-Match": etag})
    assert response.status_code == 200
    assert re.search(r'<tr id="i2".*?st-complete', response.text, re.DOTALL)
    assert re.search(r'id="n-complete">1<', response.text)
    assert re.search(r'id="n-processing">0<', response.text)


def test_a_second_change_at_the_same_instant_is_not_missed(viewer: Visitor) -> None:
    at = datetime.now(UTC).replace(microsecond=0)
    change(1, "complete", at)
    etag = etag_of(viewer, "tab=invoices")
    change(2, "complete", at)
    assert not is_unchanged(viewer, "tab=invoices", etag)


def test_the_switch_and_a_connections_health_count_as_changes(viewer: Visitor) -> None:
    etag = etag_of(viewer, "tab=invoices")
    ConnectionDocument._get_collection().update_one({"_id": "live"}, {"$set": {"state": "paused"}})
    response = viewer.get(f"{LIVE}?tab=invoices", headers={"If-None-Match": etag})
    assert "Sync is paused." in response.text
    assert "Paused" in response.text


def test_a_row_that_somebody_else_changed_comes_too(viewer: Visitor) -> None:
    since = (datetime.now(UTC) - timedelta(seconds=1)).isoformat()
    change(1, "skipped", datetime.now(UTC))
    html = viewer.text(LIVE, query_string={"tab": "invoices", "since": since})
    assert 'id="i1"' in html


def test_a_page_that_missed_more_than_one_look_brings_is_told(viewer: Visitor) -> None:
    invoices, now = InvoiceDocument._get_collection(), datetime.now(UTC)
    one = {**invoices.find_one({"_id": "live/1"}), "updated_at": now - timedelta(minutes=1)}
    invoices.insert_many([{**one, "_id": f"live/{n}", "autotask_id": n} for n in range(100, 200)])
    drawn = (now - timedelta(minutes=5)).isoformat()

    def is_behind(looked: str) -> bool:
        query = {"tab": "invoices", "since": drawn}
        html = viewer.text(LIVE, query_string=query, headers={"X-Looked": looked})
        return " data-behind" in html

    assert is_behind(drawn)
    assert is_behind("odd"), "from when it was drawn"
    assert not is_behind(now.isoformat())
    ids = ",".join(str(n) for n in range(100, 200))
    rows = viewer.text(LIVE, query_string={"tab": "invoices", "ids": ids})
    assert rows.count("<tr id=") == 100


def test_what_was_taken_off_the_list_is_not_counted_as_held(viewer: Visitor) -> None:
    hold = {"status": "pending_sync", "hold": {"code": "CONTACT_WANTED", "message": "Who?"}}
    invoices = InvoiceDocument._get_collection()
    invoices.update_many({"connection": "live"}, {"$set": hold})
    assert summary.held_count("live") == 2
    invoices.update_one({"_id": "live/2"}, {"$set": {"removed_at": NOW}})
    assert summary.held_count("live") == 1


def test_newer_invoices_are_announced_and_not_inserted(viewer: Visitor) -> None:
    since = (datetime.now(UTC) - timedelta(seconds=5)).isoformat()
    gateway_world.invoice(3, NOW, "live", at=datetime.now(UTC))
    html = viewer.text(LIVE, query_string={"tab": "invoices", "since": since})
    assert "1 newer invoice – Show" in html
    faults_only = {"tab": "invoices", "since": since, "status": "fault"}
    assert "newer invoice" not in viewer.text(LIVE, query_string=faults_only)


def test_newer_log_lines_are_announced(viewer: Visitor) -> None:
    page = viewer.text("/c/live/sync/logs")
    known = re.search(r'data-log="([^"]+)"', page)
    assert known
    query = {"tab": "logs", "log": known[1]}
    assert "newer lines" not in viewer.text(LIVE, query_string=query)
    LogEntryDocument(
        id="live-new", connection="live", at=datetime.now(UTC), level="info", service="xero_posting",
        code="POSTED", message="New.",
    ).save()  # fmt: skip
    assert "There are newer lines" in viewer.text(LIVE, query_string=query)


def test_odd_ids_are_ignored(viewer: Visitor) -> None:
    for since in ("yesterday", "0001-01-01T00:00:00%2B00:00", "2026-01-01"):
        answer = viewer.get(f"{LIVE}?tab=invoices&ids=1,x,²,-4,&since={since}")
        assert answer.status_code == 200


def test_a_lost_broker_and_a_late_service_count_as_changes(
    viewer: Visitor, rpc: StubRpc, monkeypatch: pytest.MonkeyPatch
) -> None:
    etag = etag_of(viewer, "tab=invoices")
    monkeypatch.setattr(rpc, "is_connected", lambda: False)
    response = viewer.get(f"{LIVE}?tab=invoices", headers={"If-None-Match": etag})
    assert "The message broker is not answering." in response.text
    monkeypatch.undo()
    assert is_unchanged(viewer, "tab=invoices", etag)
    late = datetime.now(UTC) - timedelta(minutes=5)
    CheckpointDocument._get_collection().update_one(
        {"_id": "live/ingest"}, {"$set": {"next_run_at": late}}
    )
    assert not is_unchanged(viewer, "tab=invoices", etag)
