"""Before the first invoice is in Xero: steps instead of figures, and a question before the switch."""

import re
from collections.abc import Callable, Iterator

import pytest
from werkzeug.test import TestResponse

from core.store.documents import BudgetDocument, ConnectionDocument, InvoiceDocument
from tests.factories import gateway_world
from tests.factories.gateway_world import StubRpc
from tests.integration.gateway.conftest import NOW, Visitor

SignedIn = Callable[[str], Visitor]
DASHBOARD = "/c/early/dashboard"


@pytest.fixture(autouse=True)
def early(app: object) -> Iterator[None]:
    """A connection that is set up, paused, and has three invoices that nobody has sent."""
    gateway_world.connection(NOW, "early", name="Early bird", state="paused")
    for number in (1, 2, 3):
        gateway_world.invoice(number, NOW, "early", status="pending_sync")
    yield
    InvoiceDocument._get_collection().delete_many({"connection": "early"})
    ConnectionDocument._get_collection().delete_one({"_id": "early"})
    database = BudgetDocument._get_collection().database
    for name in ("token_sets", "budgets", "checkpoints"):
        database[name].delete_many({"_id": {"$regex": "early"}})


def state_of(rpc: StubRpc) -> list[str]:
    return [call[2]["state"] for call in rpc.calls if call[1] == "set_connection_state"]


def test_steps_stand_where_figures_would_be_empty(signed_in: SignedIn) -> None:
    page = signed_in("admin").text(DASHBOARD)
    assert "Until the first invoice is in Xero" in page
    assert re.findall(r'<h3>([^<]+)<span class="sr"> \(done\)', page) == [
        "Connect Autotask", "Connect Xero",
    ]  # fmt: skip
    assert "Synced in" not in page
    assert "3 invoices can be looked at now." in page
    assert "Synced in" in signed_in("admin").text("/c/kauri/dashboard")


def test_who_may_not_connect_reads_who_does(signed_in: SignedIn) -> None:
    ConnectionDocument._get_collection().update_one(
        {"_id": "early"}, {"$set": {"token_set_id": None}}
    )
    assert "/connect/xero?connection=early" in signed_in("admin").text(DASHBOARD)
    page = signed_in("viewer").text(DASHBOARD)
    assert "/connect/xero" not in page
    assert "An administrator does this." in page


def test_the_first_switch_on_asks_before_it_acts(signed_in: SignedIn, rpc: StubRpc) -> None:
    admin = signed_in("admin")
    page = admin.text(DASHBOARD)
    assert 'data-text="3 invoices are ready. They arrive in Xero as Draft."' in page
    asked = admin.post("/c/early/state", {"state": "active"})
    assert (asked.status_code, asked.location) == (303, "/c/early/switch-on")
    assert state_of(rpc) == []
    assert "3 invoices are ready." in admin.text("/c/early/switch-on")
    done = admin.post("/c/early/state", {"state": "active", "asked": "yes"})
    assert (done.status_code, done.location) == (303, DASHBOARD)
    assert state_of(rpc) == ["active"]


def test_pausing_and_later_switches_ask_nothing(signed_in: SignedIn, rpc: StubRpc) -> None:
    admin = signed_in("admin")
    admin.post("/c/early/state", {"state": "paused"})
    gateway_world.complete(4, NOW, connection_id="early")
    assert "data-text" not in admin.text(DASHBOARD).partition("<nav")[0]
    assert admin.get("/c/early/switch-on").location == DASHBOARD
    admin.post("/c/early/state", {"state": "active"})
    assert state_of(rpc) == ["paused", "active"]


@pytest.mark.parametrize(
    ("side", "command"), [("xero", "test_connection"), ("autotask", "test_credentials")]
)
def test_both_sides_are_proved_from_the_dashboard(
    signed_in: SignedIn, rpc: StubRpc, side: str, command: str
) -> None:
    operator = signed_in("operator")
    assert f'action="/c/early/{side}/test"' in operator.text(DASHBOARD)
    rpc.answers[command] = {
        "ok": False, "problem": {"code": "unauthorized", "message": "It turns us away."},
    }  # fmt: skip
    answer = operator.post(f"/c/early/{side}/test", {"next": DASHBOARD})
    assert (answer.status_code, answer.location) == (303, DASHBOARD)
    assert "It turns us away." in operator.text(DASHBOARD)
    assert [call[1] for call in rpc.calls] == [command]
    assert f'action="/c/early/{side}/test"' not in signed_in("viewer").text(DASHBOARD)


def test_programs_prove_xero_too(api: Callable[..., TestResponse], rpc: StubRpc) -> None:
    assert api("/connections/early/xero/test", "POST", "viewer").status_code == 403
    answer = api("/connections/early/xero/test", "POST", "operator")
    assert answer.get_json() == {"message": "test_connection done."}
