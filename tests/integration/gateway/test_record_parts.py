"""The parts of a record: its neighbors, what was sent, its log, a conflict, off the list and back."""

from collections.abc import Callable

import pytest
from werkzeug.test import TestResponse

from tests.factories.gateway_world import StubRpc
from tests.factories.world.mending import mending
from tests.integration.gateway.conftest import NOW, Visitor

LIST = "/c/parts/sync/invoices"


@pytest.fixture(scope="module", autouse=True)
def filled(app: object) -> None:
    mending(NOW, "parts")


@pytest.fixture
def operator(signed_in: Callable[[str], Visitor]) -> Visitor:
    return signed_in("operator")


def test_previous_and_next_follow_the_filter_of_the_address(operator: Visitor) -> None:
    html = operator.text(f"{LIST}/60002?status=fault&sort=id&lines=all")
    assert f'href="{LIST}/60001?status=fault&amp;sort=id" data-neighbor="previous"' in html
    assert f'href="{LIST}/60003?status=fault&amp;sort=id" data-neighbor="next"' in html
    assert f'href="{LIST}?status=fault&amp;sort=id"' in html
    ends = operator.text(f"{LIST}/60023?status=fault&sort=id")
    assert 'data-neighbor="next"' not in ends


def test_what_was_sent_stands_beside_the_original(operator: Visitor) -> None:
    html = operator.text(f"{LIST}/60010")
    assert "Sent, with 1 other ·" in html
    assert "1 × 1,000.5" in html
    assert "&#34;UnitAmount&#34;: 1000.5" in html
    assert html.index("Autotask original") < html.index("Xero document")
    unsent = operator.text(f"{LIST}/60001")
    assert "Nothing was sent of it so far." in unsent
    assert f'href="{LIST}/60001/preview" data-into="#would-be-sent"' in unsent


def test_what_would_be_sent_comes_into_the_panel(operator: Visitor, rpc: StubRpc) -> None:
    rpc.answers["preview"] = {
        "ok": True, "outcome": "send", "message": "It would be sent as a new document.",
        "payload": '{"Invoices":[{"InvoiceNumber":"INV-1","LineItems":[{"Description":"Onsite",'
        '"Quantity":2,"UnitAmount":10.10,"AccountCode":"200"}]}]}',
    }  # fmt: skip
    html = operator.text(f"{LIST}/60001/preview", headers={"HX-Request": "true"})
    assert "<html" not in html
    assert "It would be sent as a new document." in html
    assert "2 × 10.1" in html
    assert "20.20" in html


def test_five_hundred_lines_are_shown_when_somebody_wants_them(operator: Visitor) -> None:
    html = operator.text(f"{LIST}/60020?status=complete")
    assert html.count("by the mapping table.") == 80
    assert (
        f'href="{LIST}/60020?status=complete&amp;lines=all" data-panel>Show all 500 lines' in html
    )
    whole = operator.text(f"{LIST}/60020?lines=all")
    assert whole.count("by the mapping table.") == 1000
    assert "Autotask gave no lines of it." in operator.text(f"{LIST}/60021")


def test_the_last_lines_of_its_log_are_a_fragment(signed_in: Callable[[str], Visitor]) -> None:
    viewer = signed_in("viewer")
    html = viewer.text("/c/kauri/sync/invoices/48000/log", headers={"HX-Request": "true"})
    assert "<html" not in html
    assert "No line about 60001 is kept." in viewer.text(f"{LIST}/60001/log")
    viewer.text(f"{LIST}/1/log", status=404)


def test_a_press_carries_what_was_seen_and_a_conflict_shows_the_record_as_it_is(
    operator: Visitor, rpc: StubRpc
) -> None:
    assert '<input type="hidden" name="version" value="2">' in operator.text(f"{LIST}/60002")
    sentence = "Omar skipped it 20 s ago. Nothing was changed."
    rpc.answers["resync"] = {"ok": False, "problem": {"code": "conflict", "message": sentence}}
    answer = operator.post(f"{LIST}/60002/resync", {"version": "2"})
    assert rpc.calls[-1][2]["expected"] == 2
    assert answer.status_code == 409
    assert sentence in answer.text
    assert "“Hardware” is not mapped yet" in answer.text


def test_only_an_administrator_takes_an_invoice_off_the_list(
    signed_in: Callable[[str], Visitor], rpc: StubRpc
) -> None:
    assert "Remove from this list" not in signed_in("operator").text(f"{LIST}/60003")
    admin = signed_in("admin")
    assert f'action="{LIST}/60003/remove"' in admin.text(f"{LIST}/60003")
    answer = admin.post(f"{LIST}/60003/remove", {"version": "2"})
    assert (answer.status_code, answer.location) == (303, f"{LIST}/60003")
    assert rpc.calls[-1][1:] == (
        "remove",
        {"connection_id": "parts", "autotask_id": 60_003, "by": "ada@example.test",
         "reason": None, "expected": 2},
    )  # fmt: skip
    admin.post(f"{LIST}/60003/bring-back")
    assert rpc.calls[-1][1] == "bring_back"


def test_the_api_tells_what_was_sent_and_puts_away(
    api: Callable[..., TestResponse], rpc: StubRpc
) -> None:
    path = "/connections/parts/invoices/60010"
    told = api(path).get_json()
    assert told["version"] == 3
    assert told["sent"]["document"]["InvoiceNumber"] == "INV-60010"
    assert told["fix"] == []
    assert api(f"{path}/remove", "POST", "operator", json={}).status_code == 403
    assert api(f"{path}/remove", "POST", "admin", json={"version": 3}).status_code == 200
    assert rpc.calls[-1][2]["expected"] == 3
    assert api(f"{path}/bring-back", "POST", "admin", json={}).status_code == 200
    body = {"version": 7}
    assert api(f"{path}/resync", "POST", "operator", json=body).status_code == 200
    assert rpc.calls[-1][2]["expected"] == 7
