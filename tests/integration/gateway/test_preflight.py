"""Preview of a record and preflight of a queue, on their pages, as files and by JSON."""

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from werkzeug.test import TestResponse

from tests.factories import gateway_world
from tests.factories.gateway_world import PEOPLE, StubRpc
from tests.integration.gateway.conftest import NOW, Visitor

PAGE = "/c/kauri/sync/preflight"
PREVIEW = {
    "ok": True, "outcome": "send", "message": "It would be sent as a new document.",
    "payload": '{"Invoices":[{"InvoiceNumber":"INV-1","LineItems":[{"UnitAmount":100.10}]}]}',
    "decisions": [
        {"subject": "account", "value": "210", "reason": "By the table.", "line": 1},
        {"subject": "due_date", "value": "2026-12-12", "reason": "Autotask's.", "line": None},
    ],
    "warnings": ["Xero comes to 9.99."], "hold_code": None, "fault": None,
    "new_contact": "Rata & Sons",
}  # fmt: skip
STOPPED = {
    **PREVIEW, "outcome": "stop", "payload": None, "decisions": [], "new_contact": None,
    "fault": {
        "code": "ACCOUNT_UNMAPPED", "side": "counterfoil", "title": "“Hardware” has no account",
        "message": "No account is mapped.", "next_step": "Map it.", "retry_helps": False,
        "link": "page:/api/docs", "vendor_text": "",
    },
}  # fmt: skip


@pytest.fixture
def operator(signed_in: Callable[[str], Visitor]) -> Visitor:
    return signed_in("operator")


def test_the_page_shows_sums_causes_and_contacts(operator: Visitor) -> None:
    html = operator.text(PAGE)
    assert "12 of 12 invoices" in html
    assert "1,200.00" in html
    assert "−20.00" in html
    assert "“Hardware” has no Xero account yet" in html
    assert 'href="/c/kauri/sync/invoices/49001"' in html
    assert "and 29 more" in html
    assert "Rata &amp; Sons" in html
    assert f'href="{PAGE}/p1.csv"' in html


def test_starting_one_passes_the_filter_on_and_shows_it(operator: Visitor, rpc: StubRpc) -> None:
    rpc.answers["start_preflight"] = {"ok": True, "preflight": "p1", "message": "It has started."}
    answer = operator.post(PAGE, {"status": ["fault", "pending_sync"], "from": "2026-11-01"})
    assert (answer.status_code, answer.location) == (303, f"{PAGE}?id=p1")
    wanted = {"statuses": ["fault", "pending_sync"], "first_on": "2026-11-01"}
    arguments = {"connection_id": "kauri", "by": PEOPLE["operator"], "wanted": wanted}
    assert rpc.calls == [("xero_posting", "start_preflight", arguments)]
    assert "It has started." in operator.text(f"{PAGE}?id=p1")


def test_the_form_says_and_sends_every_filter_of_the_list(operator: Visitor, rpc: StubRpc) -> None:
    html = operator.text(f"{PAGE}?currency=usd&removed=1&q=49&all=1&cause=X")
    assert "Only those in USD with cause X matching “49” that were removed from the list." in html
    form = html[html.index(f'method="post" action="{PAGE}"') :].partition("</form>")[0]
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    hidden.pop("csrf_token")
    assert hidden == {"cause": "X", "q": "49", "currency": "USD", "removed": "1", "all": "1"}
    rpc.answers["start_preflight"] = {"ok": True, "preflight": "p1", "message": "It has started."}
    operator.post(PAGE, hidden)
    assert rpc.calls[-1][2]["wanted"] == {
        "cause": "X", "text": "49", "currency": "USD", "removed": True, "is_deep": True,
    }  # fmt: skip


def test_while_it_is_running_the_page_looks_again_by_itself_and_without_scripts_by_a_link(
    operator: Visitor,
) -> None:
    gateway_world.connection(NOW, "busy")
    gateway_world.preflight(NOW, "p2", "busy", state="running", done=6)
    html = operator.text("/c/busy/sync/preflight")
    assert 'hx-trigger="every 2s"' in html
    assert '<progress max="100" value="50"' in html
    assert "Look again" in html
    fragment = operator.text("/c/busy/sync/preflight", headers={"HX-Request": "true"})
    assert fragment.lstrip().startswith('<div id="preflight"')


def test_a_connection_without_any_says_so_and_an_unknown_one_is_no_page(operator: Visitor) -> None:
    assert "No preflight yet" in operator.text("/c/other/sync/preflight")
    operator.text(f"{PAGE}?id=nobody", status=404)
    operator.text(f"{PAGE}/nobody.csv", status=404)
    operator.text("/c/other/sync/preflight/p1.csv", status=404)


def test_the_file_has_a_line_for_each_record_and_no_formula(operator: Visitor) -> None:
    response = operator.get(f"{PAGE}/p1.csv")
    assert response.content_type == "text/csv; charset=utf-8"
    lines = response.text.lstrip("\ufeff").splitlines()
    assert lines[0].startswith("Autotask ID,Number,Company")
    assert len(lines) == 4
    assert "'=1+1" in lines[2]
    assert "stopped,ACCOUNT_UNMAPPED" in lines[3]


def test_a_viewer_reads_but_starts_nothing(signed_in: Callable[[str], Visitor]) -> None:
    viewer = signed_in("viewer")
    assert "Start preflight" not in viewer.text(PAGE)
    assert viewer.post(PAGE, {}).status_code == 403


def test_the_preview_shows_the_payload_to_the_digit_and_every_reason(
    operator: Visitor, rpc: StubRpc
) -> None:
    rpc.answers["preview"] = PREVIEW
    html = operator.text("/c/kauri/sync/invoices/49001/preview")
    assert "&#34;UnitAmount&#34;: 100.10" in html
    assert "By the table." in html
    assert "Managed Services – Onsite" in html
    assert "Xero comes to 9.99." in html
    assert "Rata &amp; Sons has no linked Xero contact" in html
    assert "/preview" in operator.text("/c/kauri/sync/invoices/49001")


def test_the_preview_of_one_in_xero_does_not_promise_its_payload(
    operator: Visitor, rpc: StubRpc
) -> None:
    gateway_world.complete(39_001, NOW, connection_id="other")
    rpc.answers["preview"] = {**PREVIEW, "outcome": "update", "message": "It is compared."}
    html = operator.text("/c/other/sync/invoices/39001/preview")
    assert "What Xero’s document is compared with" in html
    assert "As it would be sent" not in html


def test_the_preview_of_what_would_stop_is_its_fault(operator: Visitor, rpc: StubRpc) -> None:
    rpc.answers["preview"] = STOPPED
    html = operator.text("/c/kauri/sync/invoices/49001/preview")
    assert "“Hardware” has no account" in html
    assert 'href="/api/docs"' in html
    assert "Exact payload" not in html
    operator.text("/c/kauri/sync/invoices/1/preview", status=404)


def test_programs_get_the_same(api: Callable[..., TestResponse], rpc: StubRpc) -> None:
    rpc.answers["preview"] = PREVIEW
    told = api("/connections/kauri/invoices/49001/preview").get_json()
    assert told["payload"] == PREVIEW["payload"]
    assert told["decisions"][0]["line"] == 1
    rpc.answers["preview"] = STOPPED
    stopped = api("/connections/kauri/invoices/49001/preview").get_json()
    assert stopped["fault"]["link"] == "/api/docs"


def test_programs_start_and_follow_a_preflight(
    api: Callable[..., TestResponse], rpc: StubRpc
) -> None:
    rpc.answers["start_preflight"] = {"ok": True, "preflight": "p1", "message": "Started."}
    started = api("/connections/kauri/preflights", "POST", "operator", json={"status": ["fault"]})
    assert started.get_json() == {"id": "p1", "message": "Started."}
    assert rpc.calls[-1][2]["wanted"] == {"statuses": ["fault"]}
    odd = api("/connections/kauri/preflights", "POST", "operator", json={"status": ["odd"]})
    assert odd.status_code == 422
    assert api("/connections/kauri/preflights", "POST", "viewer", json={}).status_code == 403
    found = api("/connections/kauri/preflights/p1").get_json()
    assert (found["state"], found["done"]) == ("done", 12)
    assert Decimal(found["result"]["accounts"][1]["net"]) == Decimal("-20.00")
    assert [each["id"] for each in api("/connections/kauri/preflights").get_json()["items"]] == [
        "p1"
    ]
    assert api("/connections/other/preflights/p1").status_code == 404


def test_programs_page_through_the_records(api: Callable[..., TestResponse]) -> None:
    first = api("/connections/kauri/preflights/p1/rows?limit=2").get_json()
    assert [row["autotask_id"] for row in first["items"]] == [0, 1]
    rest = api(f"/connections/kauri/preflights/p1/rows?cursor={first['next_cursor']}").get_json()
    assert ([row["outcome"] for row in rest["items"]], rest["next_cursor"]) == (["stop"], None)
    stopped = api("/connections/kauri/preflights/p1/rows?outcome=stop").get_json()
    assert len(stopped["items"]) == 1
    assert api("/connections/kauri/preflights/p1/rows?outcome=odd").status_code == 422
    assert api("/connections/kauri/preflights/p1/rows?cursor=x").status_code == 422
    assert api("/connections/kauri/preflights/p1.csv").text.count("\n") == 4
