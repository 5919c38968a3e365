"""Actions on ticked invoices or a whole filter: the question, the one command, progress, result."""

import re
from collections.abc import Callable, Iterator
from html import unescape

import pytest
from werkzeug.test import TestResponse

from core.store.documents import AuditEventDocument, BulkActionDocument, InvoiceDocument
from tests.factories import gateway_world
from tests.factories.gateway_world import PEOPLE, StubRpc
from tests.factories.world.jobs import bulk_action
from tests.integration.gateway.conftest import NOW, Visitor

LIST = "/c/kauri/sync/invoices"


@pytest.fixture
def operator(signed_in: Callable[[str], Visitor], rpc: StubRpc) -> Visitor:
    visitor = signed_in("operator")
    rpc.answers["start_bulk"] = {"ok": True, "bulk": "b1", "total": 3, "message": "It has begun."}
    return visitor


@pytest.fixture
def put_away() -> Iterator[None]:
    """An open action would stand at the bottom of every other page."""
    yield
    BulkActionDocument._get_collection().delete_many({})


def hidden(html: str, name: str) -> list[str]:
    found = re.findall(rf'type="hidden" name="{name}" value="([^"]*)"', html)
    return [unescape(each) for each in found]


def test_the_question_tells_what_happens_to_which_status(operator: Visitor, rpc: StubRpc) -> None:
    html = operator.text(f"{LIST}/bulk?action=resync&q=tasman")
    assert "matching “tasman”" in html
    assert "goes back to Pending Sync with fresh data" in html
    assert "are in Xero already. Tick this" in html
    assert rpc.calls == []


def test_ticked_rows_are_asked_about_by_their_ids(operator: Visitor) -> None:
    form = {"action": "skip", "sel": ["49010", "49011", "48000"], "back": "status=fault"}
    html = operator.post(f"{LIST}/bulk/selected", form).text
    assert "Skip 3 invoices?" in html
    assert "left: in Xero already" in html
    assert ">Skip 2</button>" in html
    assert sorted(hidden(html, "sel")) == ["48000", "49010", "49011"]
    assert f'href="{LIST}?status=fault"' in html


@pytest.mark.parametrize(
    "form",
    [
        {"action": "resync"},
        {"action": "delete", "sel": "49010"},
        {"action": "skip", "sel": [str(48_000 + n) for n in range(501)]},
    ],
)
def test_an_odd_selection_is_refused(
    operator: Visitor, rpc: StubRpc, form: dict[str, object]
) -> None:
    assert operator.post(f"{LIST}/bulk/selected", form).status_code == 422
    assert rpc.calls == []


def test_yes_is_one_command_over_the_filter_with_a_trace(operator: Visitor, rpc: StubRpc) -> None:
    html = operator.text(f"{LIST}/bulk?action=resync&status=fault&from=2026-01-01&sort=total")
    form = {
        "action": "resync", "key": hidden(html, "key")[0], "query": hidden(html, "query")[0],
        "complete": "1", "reason": "account 204 is back", "back": "status=fault",
    }  # fmt: skip
    answer = operator.post(f"{LIST}/bulk", form)
    assert answer.status_code == 303
    assert answer.location == "/c/kauri/sync/bulk/b1?back=status%3Dfault"
    ((service, method, told),) = rpc.calls
    assert (service, method) == ("xero_posting", "start_bulk")
    assert told["wanted"] == {"statuses": ["fault"], "first_on": "2026-01-01"}
    assert told["ids"] is None
    assert told["include_complete"] is True
    assert told["key"] == form["key"]
    assert (told["by"], told["reason"]) == (PEOPLE["operator"], "account 204 is back")
    event = AuditEventDocument._get_collection().find_one({"action": "bulk_resync"})
    assert event
    assert event["reason"] == "account 204 is back"


def test_far_more_than_was_asked_about_is_asked_about_again(
    operator: Visitor, rpc: StubRpc
) -> None:
    html = operator.text(f"{LIST}/bulk?action=resync&status=fault")
    assert hidden(html, "seen") == ["5"]
    for number in range(20):
        gateway_world.fault(49_700 + number, NOW)
    try:
        form = {"action": "resync", "query": "status=fault", "seen": "5"}
        answer = operator.post(f"{LIST}/bulk", form)
        assert (answer.status_code, rpc.calls) == (303, [])
        again = operator.text(answer.location)
        assert "many more than you were asked about" in again
        assert hidden(again, "seen") == ["25"]
        assert operator.post(f"{LIST}/bulk", {**form, "seen": "24"}).status_code == 303
        assert [call[1] for call in rpc.calls] == ["start_bulk"]
    finally:
        InvoiceDocument._get_collection().delete_many(
            {"autotask_id": {"$gte": 49_700}, "connection": "kauri"}
        )


def test_a_form_that_names_neither_rows_nor_a_filter_is_not_everything(
    operator: Visitor, rpc: StubRpc
) -> None:
    assert operator.post(f"{LIST}/bulk", {"action": "resync"}).status_code == 422
    assert rpc.calls == []


def test_yes_to_ticked_rows_sends_their_ids(operator: Visitor, rpc: StubRpc) -> None:
    form = {"action": "unskip", "sel": ["49020", "49020", "49021"], "key": "k"}
    assert operator.post(f"{LIST}/bulk", form).status_code == 303
    assert rpc.calls[0][2]["ids"] == [49_020, 49_021]
    assert rpc.calls[0][2]["wanted"] is None


def test_only_administrators_take_invoices_off_the_list(
    operator: Visitor, signed_in: Callable[[str], Visitor]
) -> None:
    assert 'value="remove"' not in operator.text(LIST)
    refused = operator.get(f"{LIST}/bulk?action=remove&status=fault")
    assert refused.status_code == 403
    admin = signed_in("admin")
    assert 'value="remove"' in admin.text(LIST)
    assert "from the list?" in admin.text(f"{LIST}/bulk?action=remove&status=fault")


def test_progress_can_be_watched_and_stopped_without_a_script(
    operator: Visitor, rpc: StubRpc, put_away: None
) -> None:
    bulk_action(NOW)
    html = operator.text("/c/kauri/sync/bulk/b1?back=status%3Dfault")
    assert "Resync of 468 invoices" in html
    assert "120 of 468" in html
    assert "3 already on its way" in html
    assert "Look again" in html
    assert f'href="{LIST}?status=fault"' in html
    rpc.answers["stop_bulk"] = {"ok": True, "message": "It stops."}
    answer = operator.post("/c/kauri/sync/bulk/b1/stop", {"back": "status=fault"})
    assert answer.status_code == 303
    assert rpc.calls[-1][1] == "stop_bulk"


def test_a_result_names_what_was_left_and_why(operator: Visitor, put_away: None) -> None:
    bulk_action(NOW, "b2", state="done", done=468, moved=465, finished_at=NOW)
    html = operator.text("/c/kauri/sync/bulk/b2")
    assert "465 queued, 3 left: 3 already on its way (48707, 48708, 48709)." in html
    assert "/stop" not in html
    assert "hx-trigger" not in re.findall(r'<div id="bulk-job"[^>]*>', html)[0]


def test_an_action_of_another_connection_is_not_there(operator: Visitor, put_away: None) -> None:
    bulk_action(NOW, "b3", "other")
    operator.text("/c/kauri/sync/bulk/b3", status=404)


def test_a_viewer_may_watch_but_not_stop(
    signed_in: Callable[[str], Visitor], put_away: None
) -> None:
    bulk_action(NOW)
    html = signed_in("viewer").text("/c/kauri/sync/bulk/b1")
    assert "At work" in html
    assert "/stop" not in html


def test_a_refused_beginning_is_told(operator: Visitor, rpc: StubRpc) -> None:
    rpc.answers["start_bulk"] = {
        "ok": False, "problem": {"code": "conflict", "message": "This key is another action's."},
    }  # fmt: skip
    answer = operator.post(f"{LIST}/bulk", {"action": "skip", "query": "status=fault"})
    assert answer.status_code == 409
    assert "another action" in answer.text


def test_programs_say_either_ids_or_a_filter(
    api: Callable[..., TestResponse], rpc: StubRpc, put_away: None
) -> None:
    bulk_action(NOW)
    rpc.answers["start_bulk"] = {"ok": True, "bulk": "b1", "message": ""}
    path = "/connections/kauri/invoices/bulk"
    body = {"action": "resync", "filter": "status=fault&cause=ACCOUNT_ARCHIVED"}
    answer = api(path, "POST", "operator", json=body)
    assert answer.status_code == 200
    assert answer.get_json()["refused"] == {"already on its way": 3}
    assert rpc.calls[0][2]["wanted"] == {"statuses": ["fault"], "cause": "ACCOUNT_ARCHIVED"}
    for odd in ({"action": "resync"}, {**body, "ids": [1]}, {"action": "resync", "ids": []}):
        assert api(path, "POST", "operator", json=odd).status_code == 422
    remove = {"action": "remove", "ids": [49_010]}
    assert api(path, "POST", "operator", json=remove).status_code == 403
    assert api(f"{path}/b1").get_json()["examples"][0] == {
        "autotask_id": 48_707, "reason": "already on its way",
    }  # fmt: skip
    assert api(f"{path}/nothing").status_code == 404
