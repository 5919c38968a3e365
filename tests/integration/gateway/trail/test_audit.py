"""Audit: any invoice simulated, contacts reported, lists compared, options checked, deeds read."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from core.domain.errors import UnavailableError
from core.store.documents import ContactReportDocument
from core.store.views import contact_reports
from core.store.views.cursors import Cursor
from tests.factories import gateway_world
from tests.factories.gateway_world import StubRpc
from tests.factories.world import audit as world
from tests.factories.world import options
from tests.integration.gateway.conftest import NOW, Visitor

Api = Callable[..., TestResponse]
AUDIT = "/c/kauri/audit"


@pytest.fixture
def viewer(signed_in: Callable[[str], Visitor]) -> Visitor:
    return signed_in("viewer")


@pytest.fixture
def admin(signed_in: Callable[[str], Visitor]) -> Visitor:
    return signed_in("admin")


@pytest.fixture
def reads(rpc: StubRpc) -> StubRpc:
    """Actors that have read invoice 7 aside as soon as they were asked to."""

    def read(_: dict[str, Any]) -> dict[str, Any]:
        rpc.answers["simulate_reading"] = world.simulated(NOW)
        return {"ok": True, "verdict": world.VERDICT, "message": "It was read."}

    rpc.answers.update({"simulate_reading": world.NOT_READ, "read_aside": read})
    return rpc


def asked(rpc: StubRpc) -> list[str]:
    return [method for _, method, _ in rpc.calls]


def test_an_invoice_that_is_not_here_is_read_once_and_simulated(
    viewer: Visitor, reads: StubRpc
) -> None:
    assert "Not read yet" in viewer.text(f"{AUDIT}/invoices/7")
    assert asked(reads) == ["simulate_reading"]
    found = viewer.post(f"{AUDIT}/simulate", {"autotask_id": "7"})
    assert (found.status_code, found.location) == (303, f"{AUDIT}/invoices/7")
    html = viewer.text(f"{AUDIT}/invoices/7")
    assert "It would be skipped." in html
    assert "before the start of this connection" in html
    assert "Were it let in: It would be sent as a new document." in html
    assert "115.12" in html
    assert "100.10" in html
    assert "<script>alert(1)</script>" not in html
    viewer.text(f"{AUDIT}/invoices/7")
    assert asked(reads) == [*["simulate_reading"] * 2, "read_aside", *["simulate_reading"] * 2]
    again = viewer.post(f"{AUDIT}/invoices/7")
    assert (again.status_code, asked(reads)[-1]) == (303, "read_aside")


def test_a_fault_at_the_door_of_xero_leads_to_its_remedy(viewer: Visitor, rpc: StubRpc) -> None:
    rpc.answers["simulate_reading"] = world.simulated(
        NOW, outcome="stop", payload=None, fault=world.FAULT
    )
    html = viewer.text(f"{AUDIT}/invoices/7")
    assert "has no Xero account yet" in html
    assert 'href="/c/kauri/configuration/accounts' in html


def test_what_is_in_the_ledger_has_its_own_preview(viewer: Visitor, reads: StubRpc) -> None:
    found = viewer.get(f"{AUDIT}/invoices/49001")
    assert (found.status_code, found.location) == (303, "/c/kauri/sync/invoices/49001/preview")
    assert asked(reads) == []


def test_a_number_that_nobody_knows_and_a_word_are_refused(viewer: Visitor, rpc: StubRpc) -> None:
    gone = {"code": "not_found", "message": "Autotask has no invoice 8."}
    rpc.answers.update(
        {"simulate_reading": world.NOT_READ, "read_aside": {"ok": False, "problem": gone}}
    )
    gone_too = viewer.post(f"{AUDIT}/simulate", {"autotask_id": "8"})
    assert (gone_too.status_code, "Autotask has no invoice 8." in gone_too.text) == (404, True)
    assert viewer.post(f"{AUDIT}/simulate", {"autotask_id": "abc"}).status_code == 422


def test_an_actor_that_is_away_is_a_sentence_and_leaves_the_other_ways_open(
    signed_in: Callable[[str], Visitor], rpc: StubRpc
) -> None:
    operator = signed_in("operator")
    away = UnavailableError("The Xero service does not answer. Try again in a moment.")
    for method in ("simulate_reading", "start_contact_report", "check_settings"):
        rpc.answers[method] = away
    assert str(away) in operator.text(f"{AUDIT}/invoices/7", status=503)
    for ask, path in ((operator.post, "contacts"), (operator.get, "check")):
        refused = ask(f"{AUDIT}/{path}")
        assert (refused.status_code, str(away) in refused.text) == (503, True)
    assert "Simulate an invoice" in operator.text(AUDIT)
    assert "Lists compared" in operator.text(f"{AUDIT}/comparison")


def test_the_report_counts_lists_and_goes_into_a_file(viewer: Visitor, app: Flask) -> None:
    if not ContactReportDocument.objects(id="r-1").count():
        world.contact_report(NOW)
    html = viewer.text(f"{AUDIT}/contacts")
    assert "5 of 5 companies" in html
    assert "2 companies need a look" in viewer.text(AUDIT)
    assert "2 contacts fit by name." in html
    several = viewer.text(f"{AUDIT}/contacts?verdict=several")
    assert "Tasman Dental" in several
    assert "It will be linked by the account number." not in several
    lines = viewer.text(f"{AUDIT}/contacts/r-1.csv").splitlines()
    assert len(lines) == 7
    assert any(line.startswith("3,\"'=HYPERLINK") for line in lines)
    viewer.text(f"{AUDIT}/contacts?verdict=odd", status=422)
    for place in ("9", "[" * 1_200, '["\\ud800", "a"]', '["fits", 7]'):
        cursor = Cursor("contact report", place, 7).encode()
        viewer.text(f"{AUDIT}/contacts?cursor={cursor}", status=422)
    viewer.text(f"{AUDIT}/contacts?id=nobody", status=404)
    viewer.text("/c/other/audit/contacts/r-1.csv", status=404)


def test_a_report_that_is_on_asks_by_itself(
    viewer: Visitor, signed_in: Callable[[str], Visitor], rpc: StubRpc
) -> None:
    gateway_world.connection(NOW, "reporting", name="Reporting")
    assert "No report yet" in viewer.text("/c/reporting/audit/contacts")
    on = {"state": "running", "done": 2, "result": {"linked": 2}, "finished_at": None}
    world.contact_report(NOW, "reporting", "r-2", **on)
    html = viewer.text("/c/reporting/audit/contacts?id=r-2", headers={"HX-Request": "true"})
    assert html.lstrip().startswith('<div id="contacts" hx-get="')
    assert "2 of 5 companies" in html
    rpc.answers["start_contact_report"] = {"ok": True, "report": "r-2", "message": "It has begun."}
    operator = signed_in("operator")
    cursor = contact_reports.rows("r-2", limit=1)[1]
    asked = f"/c/reporting/audit/contacts?verdict=several&cursor={cursor}&id=r-2"
    html = operator.text(asked, headers={"HX-Request": "true"})
    again = f"verdict=several&amp;id=r-2&amp;cursor={cursor}"
    assert f'hx-get="/c/reporting/audit/contacts?{again}"' in html
    assert 'id="contacts-start" hx-swap-oob="true"' in html
    page = operator.text("/c/reporting/audit/contacts?id=r-2")
    assert '<form method="post" action="/c/reporting/audit/contacts" id="contacts-start">' in page
    begun = operator.post("/c/reporting/audit/contacts")
    assert begun.location == "/c/reporting/audit/contacts?id=r-2"
    stop = "/c/reporting/audit/contacts/r-2/stop"
    assert f'<form method="post" action="{stop}">' in html
    assert stop not in viewer.text(asked)
    rpc.answers["stop_contact_report"] = {"ok": True, "message": "The report is stopped."}
    assert operator.post(stop).location == "/c/reporting/audit/contacts?id=r-2"
    assert "The report is stopped." in operator.text("/c/reporting/audit/contacts?id=r-2")


def test_lists_are_compared_with_use_money_and_a_way_to_the_row(viewer: Visitor, api: Api) -> None:
    options.options(NOW, "compared")
    html = viewer.text("/c/compared/audit/comparison")
    hardware = re.search(
        r"<tr><th scope=\"row\"><a href=\"([^\"]+)\">Hardware.*?</tr>", html, re.DOTALL
    )
    assert hardware
    assert "has no row: invoices with it stop" in hardware[0]
    assert hardware[1] == "/c/compared/configuration/accounts?q=Hardware"
    assert "leads to 204: archived in Xero" in html
    found = api("/connections/compared/audit/comparison").get_json()
    stops = {each["name"] for each in found["items"] if each["stops"]}
    assert {"Hardware", "Travel"} <= stops
    money = next(each["money"] for each in found["items"] if each["name"] == "Hardware")
    assert set(money)


def test_the_options_are_checked_as_they_stand(
    signed_in: Callable[[str], Visitor], rpc: StubRpc
) -> None:
    operator = signed_in("operator")
    rpc.answers["check_settings"] = {"ok": True, "problems": [], "not_read": []}
    assert "agree with every option" in operator.text(f"{AUDIT}/check")
    (_, method, arguments) = rpc.calls[-1]
    assert (method, arguments["settings"]["due_days"]) == ("check_settings", 20)
    problem = {"option": "accounts", "message": "Account 204 is archived.", "blocks": True}
    rpc.answers["check_settings"] = {"ok": True, "problems": [problem], "not_read": ["xero_theme"]}
    html = operator.text(f"{AUDIT}/check")
    assert "Account 204 is archived." in html
    assert "xero_theme" in html


def test_the_trail_says_who_did_what_and_leads_to_it(admin: Visitor, api: Api) -> None:
    gateway_world.connection(NOW, "trodden", name="Trodden")
    assert "Nothing matches" in admin.text("/c/trodden/audit/trail?action=resync")
    world.deeds(NOW, "trodden")
    html = admin.text("/c/trodden/audit/trail")
    assert 'href="/c/trodden/sync/invoices/49010"' in html
    assert 'href="/c/trodden/sync/bulk/b-77"' in html
    assert "API token billing" in html
    assert "from 192.0.2.7" in html
    only = admin.text("/c/trodden/audit/trail", query_string={"who": "token:billing"})
    assert "the account is back" not in only
    long_ago = (NOW - timedelta(days=900)).date().isoformat()
    assert "Nothing matches" in admin.text(f"/c/trodden/audit/trail?to={long_ago}")
    admin.text("/c/trodden/audit/trail?action=odd", status=422)
    admin.text("/c/trodden/audit/trail?cursor=WyItYXQiLCBbInBsYWluIiwgMV0sIFsicGxhaW4iLCAxXV0", 422)
    seen: list[dict[str, Any]] = []
    cursor = ""
    while True:
        query = {"limit": 2, "cursor": cursor, "who": "ada@example.test", "action": "settings"}
        page = api("/connections/trodden/audit/trail", role="admin", query_string=query).get_json()
        seen += page["items"]
        cursor = page["next_cursor"] or ""
        if not cursor:
            break
    assert [each["subject"] for each in seen] == ["accounts: Hardware"] * 2
    assert {(each["scope"], each["outcome"]) for each in seen} == {("connection", "done")}
    assert api("/connections/trodden/audit/trail").status_code == 403


def test_programs_have_the_same(api: Api, reads: StubRpc, app: Flask) -> None:
    if not ContactReportDocument.objects(id="r-1").count():
        world.contact_report(NOW)
    here = "/connections/kauri/audit"
    assert api(f"{here}/invoices/7").status_code == 404
    assert "read_aside" not in asked(reads)
    aside = api(f"{here}/invoices/7", "POST").get_json()
    assert (aside["in_ledger"], aside["verdict"]["outcome"]) == (False, "skip")
    assert aside["read_at"]
    reads.answers["preview"] = world.simulated(NOW)
    known = api(f"{here}/invoices/49001").get_json()
    assert (known["in_ledger"], known["verdict"]) == (True, None)
    (report,) = api(f"{here}/contacts").get_json()["items"]
    assert report["counts"]["several"] == 1
    rows = api(f"{here}/contacts/{report['id']}?verdict=several").get_json()["items"]
    assert [contact["id"] for contact in rows[0]["contacts"]] == ["c-1", "c-2"]
    reads.answers["start_contact_report"] = {"ok": True, "report": "r-9", "message": "Begun."}
    begun = api(f"{here}/contacts", "POST", "operator").get_json()
    assert begun == {"id": "r-9", "message": "Begun."}
    assert api(f"{here}/contacts", "POST").status_code == 403
