"""The page of the Autotask side, its buttons and its form; and the same by JSON."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from core.domain.errors import UnavailableError
from core.store import connect
from core.store.documents import (
    AuditEventDocument,
    BudgetDocument,
    ConnectionDocument,
    InvoiceDocument,
    ReferenceDocument,
)
from core.store.sealing import Sealer
from tests.factories import autotask_world, gateway_world
from tests.factories.gateway_world import StubRpc
from tests.integration.conftest import Database
from tests.integration.gateway.conftest import NOW, Visitor, make_settings

Api = Callable[..., TestResponse]
Enter = Callable[[str], Visitor]
PAGE = "/c/kauri/autotask"
SECRET = " s3cret-that-nobody-sees "
ENTERED = {"user": " api@kauri.example ", "secret": SECRET, "integration_code": "CODE-7"}
SENT = {"user": "api@kauri.example", "secret": SECRET, "integration_code": "CODE-7"}
RAW = {"invoice": {"id": 49_001, "invoiceTotal": "<b>1e999</b>"}, "lines": []}


@pytest.fixture(scope="module")
def ledger(database: Database) -> str:
    """A world of its own: what has no route would be a fault on the pages of other tests."""
    uri = database.uri(f"autotask_{secrets.token_hex(4)}")
    connect.connect(uri)
    connect.create_indexes()
    gateway_world.people_and_tokens(NOW)
    gateway_world.connection(NOW, settings={"write_back_exported": True, "attach_pdf": True})
    autotask_world.tenant(NOW)
    autotask_world.states(NOW)
    autotask_world.shared(NOW)
    autotask_world.elsewhere(52_003, NOW)
    gateway_world.connection(NOW, "fresh", autotask_user="", autotask_health={}, settings={})
    gateway_world.complete(48_001, NOW, write_back_due_at=NOW)
    gateway_world.complete(48_002, NOW, written_back_at=NOW)
    gateway_world.complete(48_003, NOW, write_back_refused_at=NOW, write_back_given_up_at=NOW)
    hold = {"code": "NO_LINES", "message": "Autotask has not sent its lines yet.", "since_at": NOW}
    gateway_world.invoice(49_001, NOW, raw=RAW, hold=hold, hold_until=NOW + timedelta(hours=1))
    connect.disconnect()
    return uri


def test_the_page_tells_how_autotask_is(signed_in: Enter) -> None:
    html = signed_in("viewer").text(PAGE)
    for told in (
        "sync@kauri", "webservices6", "412 of 10,000 calls used this hour, by all integrations",
        "We wait at 7,000", "Billing codes", "Net of tax", "1,204 invoices read; 1 that looks",
        "1 waiting; ", ">1 could not be told</a>", "0 waiting", "in the hour from 02:00 in Auckland",
        "/c/kauri/configuration/reading",
    ):  # fmt: skip
        assert told in html.replace("<wbr>", "")
    assert 'aria-current="page">Autotask' in html


def test_a_connection_that_nothing_is_known_of_has_a_page_too(signed_in: Enter) -> None:
    html = signed_in("viewer").text("/c/fresh/autotask")
    assert "not entered yet" in html
    assert "looked up with the next call" in html
    assert "Not known yet" in html
    signed_in("viewer").text("/c/nobody/autotask", status=404)


def test_buttons_and_form_follow_the_role(signed_in: Enter) -> None:
    viewer, operator, admin = (signed_in(role).text(PAGE) for role in gateway_world.PEOPLE)
    assert "refresh-lists" not in viewer
    assert f'action="{PAGE}/refresh-lists"' in operator
    assert f'action="{PAGE}/test"' in operator
    assert 'type="password"' not in operator
    assert f'action="{PAGE}/credentials"' in admin
    for command, role in (
        ("refresh-lists", "viewer"),
        ("test", "viewer"),
        ("credentials", "operator"),
    ):
        assert signed_in(role).post(f"{PAGE}/{command}").status_code == 403


def test_lists_are_refreshed_by_the_actor_and_the_answer_is_a_sentence(
    signed_in: Enter, rpc: StubRpc
) -> None:
    rpc.answers["refresh_lists"] = {"ok": True, "message": "12 lists were read."}
    visitor = signed_in("operator")
    answer = visitor.post(f"{PAGE}/refresh-lists")
    assert (answer.status_code, answer.location) == (303, PAGE)
    assert rpc.calls == [("autotask_ingestion", "refresh_lists", {"connection_id": "kauri"})]
    assert "12 lists were read." in visitor.text(PAGE)


@pytest.fixture(autouse=True)
def _with_all_of_their_limit(app: Flask) -> None:
    app.extensions["credential_limit"].storage.reset()


def _opened(arguments: dict[str, Any]) -> dict[str, Any]:
    """What the actor finds in a message that anybody at the broker may read."""
    sealer = Sealer(make_settings("mongodb://unused").secret_key)
    return sealer.open(arguments["credentials"]["sealed"])


@pytest.mark.parametrize("command", ["refresh-lists", "test"])
def test_a_refusal_is_told_on_the_page_itself(signed_in: Enter, rpc: StubRpc, command: str) -> None:
    refused = {"ok": False, "problem": {"code": "unauthorized", "message": "It is locked."}}
    rpc.answers["refresh_lists"] = rpc.answers["test_credentials"] = refused
    visitor = signed_in("operator")
    assert visitor.post(f"{PAGE}/{command}").status_code == 303
    assert "It is locked." in visitor.text(PAGE)
    rpc.answers["refresh_lists"] = rpc.answers["test_credentials"] = UnavailableError("Away.")
    visitor.post(f"{PAGE}/{command}")
    assert "Away." in visitor.text(PAGE)


def test_new_credentials_go_to_the_actor_and_nowhere_else(signed_in: Enter, rpc: StubRpc) -> None:
    rpc.answers["save_credentials"] = {"ok": True, "message": "Autotask accepts them; saved."}
    visitor = signed_in("admin")
    answer = visitor.post(f"{PAGE}/credentials", ENTERED)
    assert (answer.status_code, answer.location) == (303, PAGE)
    ((service, method, arguments),) = rpc.calls
    assert (service, method) == ("autotask_ingestion", "save_credentials")
    assert SECRET not in repr(arguments), "what travels is sealed"
    assert _opened(arguments) == SENT
    assert arguments["by"] == gateway_world.PEOPLE["admin"]
    assert "Autotask accepts them; saved." in visitor.text(PAGE)
    trail = list(AuditEventDocument._get_collection().find({"action": "autotask_credentials"}))
    assert trail[-1]["subject"] == "api@kauri.example"
    assert SECRET not in repr(trail)
    assert "CODE-7" not in repr(trail)


@pytest.mark.parametrize(
    "answer",
    [
        {"ok": False, "problem": {"code": "unauthorized", "message": "It is locked."}},
        UnavailableError("It is locked."),
    ],
)
def test_refused_credentials_leave_the_user_in_the_form_and_no_secret(
    signed_in: Enter, rpc: StubRpc, answer: Any
) -> None:
    rpc.answers["save_credentials"] = answer
    response = signed_in("admin").post(f"{PAGE}/credentials", ENTERED)
    assert response.status_code == 422
    assert 'role="alert"' in response.text
    assert "It is locked." in response.text
    assert 'value="api@kauri.example"' in response.text
    assert SECRET not in response.text
    assert "CODE-7" not in response.text


@pytest.mark.parametrize("missing", list(ENTERED))
def test_a_form_that_is_not_complete_asks_nobody(
    signed_in: Enter, rpc: StubRpc, missing: str
) -> None:
    for odd in ("  ", "x" * 301):
        response = signed_in("admin").post(f"{PAGE}/credentials", {**ENTERED, missing: odd})
        assert response.status_code == 422
        assert "Nothing was saved." in response.text
    assert rpc.calls == []


def test_a_shared_autotask_is_told_and_kept_where_its_sign_in_is(
    signed_in: Enter, rpc: StubRpc
) -> None:
    visitor = signed_in("admin")
    html = visitor.text("/c/tui/autotask")
    assert '<a href="/c/totara/autotask">Totara Holdings</a>' in html
    assert 'type="password"' not in html
    assert "2 invoices have no route" in html
    assert 'href="/c/totara/sync/invoices?status=fault&amp;cause=UNROUTABLE"' in html
    assert "no such connection of this Autotask" in html
    visitor.post("/c/tui/autotask/refresh-lists")
    visitor.post("/c/tui/autotask/test")
    assert [call[2] for call in rpc.calls] == [{"connection_id": "totara"}] * 2


def test_an_invoice_without_a_route_leads_to_the_routes(signed_in: Enter) -> None:
    html = signed_in("operator").text("/c/totara/sync/invoices/52001")
    assert 'href="/c/totara/autotask#routing"' in html
    assert 'id="routing"' in signed_in("operator").text("/c/totara/autotask")


def test_an_invoice_that_goes_on_elsewhere_leads_there(signed_in: Enter) -> None:
    operator = signed_in("operator")
    html = operator.text("/c/totara/sync/invoices/52003")
    assert 'href="/c/tui/sync/invoices/52003"' in html
    assert "Open it at Tui Services" in html
    assert html.count('disabled title="It belongs to another connection') == 2
    assert "Open it at" not in operator.text("/c/tui/sync/invoices/52003")


def test_what_autotask_could_not_be_told_is_found_and_told_again(
    signed_in: Enter, api: Api, rpc: StubRpc
) -> None:
    operator = signed_in("operator")
    wanted = "status=complete&cause=WRITE_BACK_GIVEN_UP"
    page = operator.text(PAGE)
    assert f'href="/c/kauri/sync/invoices?{wanted.replace("&", "&amp;")}"' in page
    html = operator.text(f"/c/kauri/sync/invoices?{wanted}")
    assert 'id="i48003"' in html
    assert 'id="i48001"' not in html
    assert "cause: Autotask could not be told" in html
    (row,) = api(f"/connections/kauri/invoices?{wanted}").get_json()["items"]
    assert row["autotask_id"] == 48_003
    rpc.answers["tell_again"] = {"ok": True, "message": "Autotask is told again of 1 invoices."}
    assert operator.post(f"{PAGE}/tell-again").status_code == 303
    assert "Autotask is told again of 1 invoices." in operator.text(PAGE)
    asked = {"connection_id": "kauri", "by": gateway_world.PEOPLE["operator"]}
    assert rpc.calls[-1] == ("autotask_ingestion", "tell_again", asked)
    path = "/connections/kauri/autotask/tell-again"
    assert api(path, "POST").status_code == 403
    assert api(path, "POST", "operator").get_json()["message"].startswith("Autotask is told again")
    assert signed_in("viewer").post(f"{PAGE}/tell-again").status_code == 403
    assert "Tell Autotask again" not in signed_in("viewer").text(PAGE)


def test_the_banner_of_one_that_shares_leads_to_where_the_form_is(signed_in: Enter) -> None:
    health = {"state": "unauthorized", "message": "It is locked.", "since_at": NOW}
    owner = {"_id": "totara"}
    documents = ConnectionDocument._get_collection()
    before = documents.find_one(owner) or {}
    documents.update_one(owner, {"$set": {"autotask_health": health}})
    try:
        html = signed_in("admin").text("/c/tui/dashboard")
    finally:
        documents.replace_one(owner, before)
    assert 'href="/c/totara/autotask#credentials"' in html


def test_what_a_rule_skipped_and_what_waits_is_found_by_its_reason(
    signed_in: Enter, api: Api
) -> None:
    visitor = signed_in("viewer")
    skipped = "/c/totara/sync/invoices?status=skipped&cause="
    record = visitor.text("/c/totara/sync/invoices/52003")
    assert f'href="{skipped.replace("&", "&amp;")}ROUTED_ELSEWHERE"' in record
    html = visitor.text(f"{skipped}ROUTED_ELSEWHERE")
    assert 'id="i52003"' in html
    assert "cause: Belongs to another connection" in html
    assert "No invoice matches" in visitor.text(f"{skipped}NO_SYNC")
    rows = "/connections/kauri/invoices?status=pending_sync&cause="
    (held,) = api(f"{rows}NO_LINES").get_json()["items"]
    assert held["autotask_id"] == 49_001
    assert api(f"{rows}NO_NUMBER").get_json()["items"] == []


def test_trouble_of_autotask_stands_on_home_and_dashboard_and_leads_to_the_page(
    signed_in: Enter,
) -> None:
    admin = signed_in("admin")
    html = admin.text("/c/autotask-unauthorized/dashboard")
    assert html.count('class="note bad"') == 1
    assert 'href="/c/autotask-unauthorized/autotask#credentials"' in html
    html = admin.text("/c/autotask-limited-share/dashboard")
    assert "have used 7,012 of 10,000 calls this hour; we stop at 7,000" in html
    assert autotask_world.FLIPPED.replace("'", "&#39;") in admin.text("/c/flipped/dashboard")
    home = admin.text("/")
    assert home.count('class="tile-note bad"') == 1
    assert 'href="/c/flipped/autotask">Autotask page' in home


def test_the_page_follows_what_only_it_shows(signed_in: Enter) -> None:
    visitor = signed_in("viewer")
    live = "/c/kauri/sync/live?tab=autotask"
    etag = visitor.get(live).headers["ETag"]
    assert visitor.get(live, headers={"If-None-Match": etag}).status_code == 304
    ReferenceDocument._get_collection().update_one(
        {"_id": "kauri/list_read/line_of_business"}, {"$set": {"fetched_at": NOW}}
    )
    assert visitor.get(live, headers={"If-None-Match": etag}).status_code == 200


def test_asking_whether_the_page_changed_counts_nothing(signed_in: Enter) -> None:
    """Open tabs ask every few seconds; a tenant has thousands of companies."""
    visitor = signed_in("viewer")
    live = "/c/kauri/sync/live?tab=autotask"
    etag = visitor.get(live).headers["ETag"]
    with _explained() as asked:
        assert visitor.get(live, headers={"If-None-Match": etag}).status_code == 304
    of_lists = [each for each in asked if each["ns"].endswith(".reference_data")]
    assert [each["keysExamined"] for each in of_lists if each["keysExamined"] > 30] == []
    assert not [each for each in asked if "aggregate" in each["command"] and each in of_lists]


@contextmanager
def _explained() -> Iterator[list[dict[str, Any]]]:
    """What the server was asked meanwhile."""
    database = ReferenceDocument._get_collection().database
    database.command("profile", 2)
    asked: list[dict[str, Any]] = []
    try:
        yield asked
    finally:
        database.command("profile", 0)
        asked += database["system.profile"].find({"op": {"$in": ["query", "command"]}})
        database.drop_collection("system.profile")


def test_companies_are_counted_by_an_index_alone(signed_in: Enter) -> None:
    with _explained() as asked:
        signed_in("viewer").text(PAGE)
    (counted,) = (
        each
        for each in asked
        if "aggregate" in each["command"] and each["ns"].endswith(".reference_data")
    )
    assert counted["docsExamined"] == 0


def test_what_autotask_sent_is_in_the_panel_and_whole_on_its_own(signed_in: Enter) -> None:
    visitor = signed_in("viewer")
    record = "/c/kauri/sync/invoices/49001"
    assert "&lt;b&gt;1e999&lt;/b&gt;" in visitor.text(record)
    assert "Autotask has not sent its lines yet. Next look at" in visitor.text(record)
    raw = visitor.get(f"{record}/raw")
    assert (raw.content_type, raw.get_json()) == ("application/json", RAW)
    visitor.text("/c/kauri/sync/invoices/48001/raw", status=404)


def test_the_same_by_json(api: Api) -> None:
    told = api("/connections/kauri/autotask").get_json()
    assert (told["state"], told["zone"]) == ("ok", "webservices6.autotask.net")
    assert (told["hour"]["used"], told["hour"]["limit"]) == (412, 10_000)
    assert (told["hour"]["share"], told["hour"]["stop_at"]) == ("0.7", 7_000)
    assert (told["invoice_total"], told["invoice_total_is_chosen"]) == ("net", False)
    assert (told["sweep"]["read"], told["sweep"]["missed"]) == (1_204, 1)
    assert (told["write_back_waiting"], told["write_back_refused"]) == (1, 1)
    assert told["write_back_given_up"] == 1
    assert told["pdfs_waiting"] == 0
    counts = {row["kind"]: row["count"] for row in told["lists"]}
    assert (counts["billing_code"], counts["territory"]) == (58, 0)
    shared = api("/connections/tui/autotask").get_json()
    assert shared["shared_with"] == "totara"
    assert shared["connections"] == ["totara", "kereru", "tui"]
    assert shared["routing"]["routes"] == autotask_world.ROUTES
    assert shared["routing"]["unroutable"] == 2
    assert told["sweep"]["is_unfinished"] is False
    assert told["sweep"]["next_run_at"] is not None
    row = api("/connections/autotask-limited-share").get_json()["autotask"]
    assert (row["state"], row["hour"]["used"]) == ("limited_share", 7_012)


def test_nothing_old_and_nothing_that_will_not_happen_is_told(api: Api) -> None:
    shut = api("/connections/autotask-unauthorized").get_json()
    assert shut["next_run_at"] is None
    assert shut["autotask"]["calls_this_hour"] == 412
    side = api("/connections/autotask-unauthorized/autotask").get_json()
    assert (side["look"]["next_run_at"], side["sweep"]["next_run_at"]) == (None, None)
    BudgetDocument._get_collection().update_one(
        {"_id": "autotask:autotask-unauthorized"},
        {"$set": {"hour_read_at": NOW - timedelta(days=3)}},
    )
    shut = api("/connections/autotask-unauthorized").get_json()["autotask"]
    assert (shut["calls_this_hour"], shut["calls_per_hour"], shut["hour"]) == (None, None, None)


def test_the_shortest_pause_of_those_that_are_served_is_told(signed_in: Enter) -> None:
    viewer = signed_in("viewer")
    assert "looks every 60 s" in viewer.text("/c/totara/dashboard")
    wish = {"$set": {"settings.poll_seconds": 10}}
    documents = ConnectionDocument._get_collection()
    documents.update_one({"_id": "tui"}, wish)
    try:
        assert "looks every 10 s" in viewer.text("/c/totara/dashboard")
        documents.update_one({"_id": "tui"}, {"$set": {"state": "paused"}})
        assert "looks every 60 s" in viewer.text("/c/totara/dashboard")
    finally:
        documents.update_one(
            {"_id": "tui"}, {"$set": {"state": "active", "settings.poll_seconds": 60}}
        )


def test_a_document_tells_its_hold_its_void_and_what_autotask_sent(api: Api) -> None:
    record = api("/connections/kauri/invoices/49001").get_json()
    assert record["hold"]["code"] == "NO_LINES"
    assert record["hold"]["next_look_at"] == (NOW + timedelta(hours=1)).isoformat().replace(
        "+00:00", "Z"
    )
    assert record["intent"] is None
    assert record["raw"] == RAW
    InvoiceDocument._get_collection().update_one(
        {"_id": "kauri/48001"}, {"$set": {"status": "pending_sync", "intent": "void"}}
    )
    voiding = api("/connections/kauri/invoices/48001").get_json()
    assert (voiding["intent"], voiding["raw"]) == ("void", None)
    refused = api("/connections/kauri/invoices/48003").get_json()
    assert refused["write_back_refused_at"] is not None
    InvoiceDocument._get_collection().update_one(
        {"_id": "kauri/48001"}, {"$set": {"status": "complete", "intent": None}}
    )


def test_commands_by_json_need_their_role_and_echo_no_secret(api: Api, rpc: StubRpc) -> None:
    lists = "/connections/tui/autotask/refresh-lists"
    path = "/connections/kauri/autotask/credentials"
    rpc.answers["refresh_lists"] = {"ok": True, "message": "12 lists were read."}
    assert api(lists, "POST").status_code == 403
    assert api(lists, "POST", "operator").get_json() == {"message": "12 lists were read."}
    assert rpc.calls[-1][2] == {"connection_id": "totara"}
    assert api(path, "PUT", "operator", json=ENTERED).status_code == 403
    done = api(path, "PUT", "admin", json=ENTERED)
    assert done.get_json() == {"message": "save_credentials done."}
    assert _opened(rpc.calls[-1][2]) == SENT
    odd = api(path, "PUT", "admin", json={**ENTERED, "secret": SECRET * 20, "more": SECRET})
    assert odd.status_code == 422
    assert SECRET not in odd.text
    rpc.answers["save_credentials"] = {
        "ok": False, "problem": {"code": "unauthorized", "message": "It is locked."},
    }  # fmt: skip
    refused = api(path, "PUT", "admin", json=ENTERED)
    assert (refused.status_code, refused.get_json()["detail"]) == (502, "It is locked.")
    blank = api(path, "PUT", "admin", json={**ENTERED, "secret": "   "})
    assert blank.status_code == 422


def test_credentials_of_a_sharer_never_become_those_of_the_owner(
    signed_in: Enter, api: Api, rpc: StubRpc
) -> None:
    """The actor refuses them for a connection that reads another one's Autotask."""
    api("/connections/tui/autotask/credentials", "PUT", "admin", json=ENTERED)
    assert [call[2]["connection_id"] for call in rpc.calls] == ["tui"]
    signed_in("admin").post("/c/tui/autotask/credentials", ENTERED)
    assert [call[2]["connection_id"] for call in rpc.calls] == ["tui", "tui"]


def test_a_program_may_try_the_sign_in_too(api: Api, rpc: StubRpc) -> None:
    path = "/connections/tui/autotask/test"
    assert api(path, "POST").status_code == 403
    rpc.answers["test_credentials"] = {"ok": True, "message": "Autotask accepts them."}
    assert api(path, "POST", "operator").get_json() == {"message": "Autotask accepts them."}
    assert rpc.calls[-1] == ("autotask_ingestion", "test_credentials", {"connection_id": "totara"})


def test_credentials_entered_again_and_again_are_not_passed_on(api: Api, rpc: StubRpc) -> None:
    path = "/connections/kauri/autotask/credentials"
    answers = [api(path, "PUT", "admin", json=ENTERED) for _ in range(7)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429] * 2
    assert "Nothing was tried or saved" in answers[-1].get_json()["detail"]
    assert len(rpc.calls) == 5
    other = api("/connections/totara/autotask/credentials", "PUT", "admin", json=ENTERED)
    assert other.status_code == 200
    described = api("/openapi.json").get_json()["paths"]
    for way, method in (("credentials", "put"), ("test", "post")):
        side = f"/api/v1/connections/{{connection}}/autotask/{way}"
        assert "429" in described[side][method]["responses"]


def test_the_description_names_them(api: Api) -> None:
    paths = api("/openapi.json").get_json()["paths"]
    side = "/api/v1/connections/{connection}/autotask"
    assert "get" in paths[side]
    assert "post" in paths[f"{side}/refresh-lists"]
    assert "post" in paths[f"{side}/test"]
    assert "put" in paths[f"{side}/credentials"]
