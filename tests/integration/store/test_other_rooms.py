"""Contact links, lists, checkpoints, connections, payments, orders, lines and runs."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from cryptography.fernet import Fernet

from core.domain.line_item import LineItem
from core.domain.log_line import LogLine
from core.domain.payment import Payment
from core.domain.purchase_order import PurchaseOrder
from core.store import (
    checkpoints,
    connect,
    connections,
    invoices,
    log_entries,
    payments,
    purchase_orders,
    reference_data,
    sync_runs,
)
from core.store.checkpoints import Checkpoint
from core.store.purchase_orders import ReadOrder
from core.store.sealing import Sealer
from tests.factories.documents import NOON
from tests.integration.conftest import Server
from tests.integration.store.ledger import claim, complete, store, stored

pytestmark = pytest.mark.usefixtures("server")
LATER = NOON + timedelta(minutes=5)
SEALER = Sealer(Fernet.generate_key().decode())


def test_lists_are_kept_by_kind_and_refreshed_in_part() -> None:
    reference_data.save("kauri", "billing_code", {"1": {"name": "A"}, "2": {"name": "B"}}, NOON)
    reference_data.save("kauri", "billing_code", {"2": {"name": "C"}}, LATER)
    assert reference_data.load("kauri", "billing_code") == {"1": {"name": "A"}, "2": {"name": "C"}}
    assert reference_data.load_some("kauri", "billing_code", ["2", "9"]) == {"2": {"name": "C"}}
    reference_data.save("kauri", "billing_code", {}, NOON)


def test_entries_that_are_aged_are_asked_for_again_by_whoever_needs_them() -> None:
    reference_data.save("kauri", "company", {"1": {"name": "A"}}, NOON)
    assert reference_data.load_some("kauri", "company", ["1"], NOON) == {"1": {"name": "A"}}
    reference_data.age("kauri", "company")
    assert reference_data.load_some("kauri", "company", ["1"], NOON) == {}
    assert reference_data.load("kauri", "company") == {"1": {"name": "A"}}


def test_a_list_that_is_read_whole_drops_what_is_gone_and_remembers_when_even_if_it_is_empty() -> (
    None
):
    reference_data.replace("kauri", "department", {"1": {"name": "A"}, "2": {"name": "B"}}, NOON)
    reference_data.replace("kauri", "department", {"2": {"name": "C"}}, LATER)
    assert reference_data.load("kauri", "department") == {"2": {"name": "C"}}
    reference_data.replace("kauri", "territory", {}, NOON)
    read_at = reference_data.read_at("kauri", ["department", "territory", "currency"])
    assert read_at == {"department": LATER, "territory": NOON}
    assert reference_data.read_at("rata", ["department"]) == {}


def test_a_list_that_the_vendor_contradicts_counts_as_read_long_ago() -> None:
    reference_data.replace("kauri", "xero_account", {"200": {"code": "200"}}, NOON)
    reference_data.replace("kauri", "xero_theme", {}, NOON)
    reference_data.doubt("kauri", ["xero_account"])
    read_at = reference_data.read_at("kauri", ["xero_account", "xero_theme"])
    assert read_at["xero_account"] < NOON - timedelta(days=365)
    assert read_at["xero_theme"] == NOON
    assert reference_data.load("kauri", "xero_account")


def test_a_job_remembers_how_far_it_came_when_it_ran_and_when_it_runs_next() -> None:
    assert checkpoints.load("kauri", "ingest") == Checkpoint()
    checkpoints.begin("kauri", "ingest", NOON)
    assert checkpoints.load("kauri", "ingest").running_since_at == NOON
    checkpoints.advance("kauri", "ingest", NOON)
    checkpoints.remember("kauri", "ingest", failures=2)
    checkpoints.remember("kauri", "ingest", other="x")
    checkpoints.finish("kauri", "ingest", NOON, LATER)
    assert checkpoints.load("kauri", "ingest") == Checkpoint(
        NOON, LATER, None, {"failures": 2, "other": "x"}
    )
    checkpoints.run_soon("kauri", "ingest", NOON)
    assert checkpoints.load("kauri", "ingest").next_run_at == NOON


def _ensure(**more: Any) -> None:
    told: dict[str, Any] = {
        "id": "kauri",
        "name": "Kauri",
        "state": "active",
        "settings": {"poll_seconds": 15, "tolerance": "0.05"},
        "autotask": {"user": "u", "secret": "canary-secret", "integration_code": "i"},
        **more,
    }
    connections.ensure(told, SEALER, NOON)


def test_a_connection_reads_back_with_its_settings_and_without_its_secrets(
    server: Server,
) -> None:
    _ensure()
    connection = connections.get("kauri")
    assert connection
    assert connection.is_active
    assert connection.settings.tolerance == Decimal("0.05")
    assert "canary" not in str(list(server.connections.find()))
    assert connections.autotask_credentials("kauri", SEALER)["secret"] == "canary-secret"
    with pytest.raises(LookupError):
        connections.autotask_credentials("rata", SEALER)


def test_what_a_person_paused_stays_paused_when_the_connection_is_told_again() -> None:
    _ensure()
    assert connections.set_state("kauri", "paused", NOON)
    _ensure(name="Kauri Managed IT")
    connection = connections.get("kauri")
    assert connection
    assert (connection.name, connection.is_active) == ("Kauri Managed IT", False)
    assert not connections.set_state("rata", "active", NOON)


def test_connections_come_in_the_order_of_their_names() -> None:
    for name in ("Rata", "Kauri", "Totara"):
        _ensure(id=name.lower(), name=name)
    assert [connection.name for connection in connections.every()] == ["Kauri", "Rata", "Totara"]


def test_health_is_news_only_when_it_changes(server: Server) -> None:
    _ensure()
    assert connections.report_health("kauri", "xero", "ok", "Connected.", NOON)
    assert not connections.report_health("kauri", "xero", "ok", "Connected.", LATER)
    assert connections.report_health("kauri", "xero", "down", "Away.", LATER)
    health = server.connections.find_one({"_id": "kauri"}, {"xero_health": 1})
    assert health
    assert health["xero_health"] == {
        "state": "down",
        "message": "Away.",
        "since_at": LATER,
        "last_good_at": LATER,
    }


def test_every_change_raises_the_revision_that_screens_watch(server: Server) -> None:
    _ensure()
    seen = []
    for change in (
        lambda: connections.touch("kauri"),
        lambda: connections.set_zone("kauri", "https://zone", "https://web"),
        lambda: connections.forget_zone("kauri"),
        lambda: connections.set_state("kauri", "paused", NOON),
    ):
        change()
        found = server.connections.find_one({"_id": "kauri"})
        assert found
        seen.append(found["revision"])
    assert seen == sorted(set(seen))


def _payment(xero_id: str, amount: str, **more: Any) -> Payment:
    values: dict[str, Any] = {
        "xero_invoice_id": "xero-1",
        "kind": "ACCRECPAYMENT",
        "status": "AUTHORISED",
        "paid_on": date(2026, 11, 20),
        "updated_at": NOON,
        **more,
    }
    return Payment(xero_id=xero_id, amount=Decimal(amount), **values)


def test_payments_show_what_is_open_and_when_the_last_one_paid_it(server: Server) -> None:
    store(1)
    claim("b1", 1)
    complete("b1", 1)
    assert payments.store("kauri", [_payment("p1", "15.00")]) == 1
    payments.show_on_invoices("kauri", {"xero-1"})
    assert stored(server, 1)["amount_due"].to_decimal() == Decimal("100.00")
    assert stored(server, 1)["paid_on"] is None
    assert payments.store("kauri", [_payment("p2", "100.00", paid_on=date(2026, 11, 21))]) == 1
    payments.show_on_invoices("kauri", {"xero-1"})
    assert stored(server, 1)["amount_due"].to_decimal() == 0
    assert stored(server, 1)["paid_on"] == "2026-11-21"


def test_a_deleted_payment_opens_its_invoice_again(server: Server) -> None:
    store(1)
    claim("b1", 1)
    complete("b1", 1)
    payments.store("kauri", [_payment("p1", "115.00")])
    payments.show_on_invoices("kauri", {"xero-1"})
    assert payments.store("kauri", [_payment("p1", "115.00", status="DELETED")]) == 1
    payments.show_on_invoices("kauri", {"xero-1"})
    assert stored(server, 1)["amount_due"].to_decimal() == Decimal("115.00")
    assert stored(server, 1)["paid_on"] is None


def test_a_payment_told_twice_is_no_news() -> None:
    assert payments.store("kauri", [_payment("p1", "15.00")]) == 1
    assert payments.store("kauri", [_payment("p1", "15.00")]) == 0
    assert payments.store("kauri", []) == 0


def _order(autotask_id: int, content_hash: str = "h", status: str = "New") -> ReadOrder:
    line = LineItem(1, "Cable", Decimal(3), Decimal("2.50"), Decimal("7.50"))
    order = PurchaseOrder(
        autotask_id, f"PO-{autotask_id}", 9, status, NOON, None, Decimal("1.50"), lines=(line,)
    )
    return ReadOrder(order, "Wire Ltd", "NZD", content_hash)


def test_orders_are_stored_once_and_again_only_when_they_changed(server: Server) -> None:
    assert purchase_orders.store("kauri", [_order(1), _order(2)], NOON, "run") == 2
    assert purchase_orders.store("kauri", [_order(1), _order(2, "other")], LATER, "run") == 1
    found = server.purchase_orders.find_one({"_id": "kauri/2"})
    assert found
    assert (found["total"].to_decimal(), found["version"]) == (Decimal("9.00"), 2)
    assert [entry["code"] for entry in found["history"]] == ["INGESTED", "CHANGED_IN_AUTOTASK"]


def test_orders_that_autotask_may_still_change_are_listed() -> None:
    orders = [_order(1), _order(2, status="Received Full"), _order(3, status="Canceled")]
    purchase_orders.store("kauri", orders, NOON, "run")
    assert purchase_orders.unfinished_ids("kauri", ("Received Full", "Canceled")) == [1]


def _line() -> dict[str, Any]:
    return LogLine("kauri", NOON, "xero_posting", "POSTED", "It is there.").as_message()


def test_a_line_that_arrives_twice_is_kept_once(server: Server) -> None:
    first, second = _line(), _line()
    assert log_entries.insert([first]) == 1
    assert log_entries.insert([first, second]) == 1
    assert log_entries.insert([]) == 0
    assert server.log_entries.count_documents({}) == 2
    found = server.log_entries.find_one({"_id": first["id"]})
    assert found
    assert (found["at"], found["level"]) == (NOON, "info")
    assert "autotask_id" not in found


def test_a_run_that_found_nothing_is_forgotten(server: Server) -> None:
    for run_id in ("r1", "r2"):
        sync_runs.begin(run_id, "kauri", "ingest", NOON)
    sync_runs.finish("r1", "ok", "3 new.", {"new": 3}, LATER)
    sync_runs.discard("r2")
    (run,) = server.sync_runs.find()
    assert (run["_id"], run["outcome"], run["counts"]) == ("r1", "ok", {"new": 3})


def test_other_jobs_have_room_only_while_no_invoice_waits() -> None:
    assert not invoices.has_waiting("kauri")
    store(1)
    assert invoices.has_waiting("kauri")
    claim("b1", 1)
    assert invoices.has_waiting("kauri")
    complete("b1", 1)
    assert not invoices.has_waiting("kauri")


def test_the_database_gives_a_sign_of_life() -> None:
    connect.ping()


def test_a_warning_stands_from_its_beginning_until_it_is_taken_back(server: Server) -> None:
    _ensure()
    connections.warn("kauri", "NO_APPROVAL_RIGHT", "May not approve.", NOON)
    connections.warn("kauri", "NO_APPROVAL_RIGHT", "Again.", NOON + timedelta(hours=1))
    stored_warnings = server.connections.find_one({"_id": "kauri"})["warnings"]  # type: ignore[index]
    assert stored_warnings == {
        "NO_APPROVAL_RIGHT": {"message": "May not approve.", "since_at": NOON}
    }
    found = connections.get("kauri")
    assert found
    assert found.warnings == {"NO_APPROVAL_RIGHT"}
    connections.unwarn("kauri", "NO_APPROVAL_RIGHT")
    connections.unwarn("kauri", "NO_APPROVAL_RIGHT")
    found = connections.get("kauri")
    assert found
    assert found.warnings == frozenset()
