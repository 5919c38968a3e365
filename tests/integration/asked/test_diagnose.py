"""Diagnostic Mode: decisions are recorded, and recorded anew when something changes."""

from core.store import connections
from services.xero_posting.people.diagnose import Diagnosis
from services.xero_posting.people.requests import People, Request
from tests.factories.documents import PUBLIC_URL
from tests.integration.asked.conftest import Office
from tests.integration.store.ledger import store


def _trace(office: Office, autotask_id: int = 1) -> People:
    office.learn()
    store(autotask_id)
    people = People(office.journal_for, office.announce, office.now, PUBLIC_URL)
    assert people.trace(Request("kauri", autotask_id, "mere", "odd tax"))["ok"]
    return people


def _titles(office: Office) -> list[str]:
    return [each["title"] for each in office.invoice(1)["trace"]]


def _sweep(office: Office) -> None:
    connection = connections.get("kauri")
    assert connection
    Diagnosis(office.now, PUBLIC_URL).run_if_due(connection)


def test_a_traced_record_keeps_every_decision_and_the_document(office: Office) -> None:
    _trace(office)
    invoice = office.invoice(1)
    assert (invoice["status"], invoice["traced"], invoice["notice"]) == ("diagnostic", True, None)
    decided, payload = invoice["trace"]
    assert decided["kind"] == "decision"
    assert "account of line 1: 200 - " in decided["body"]
    assert payload["title"] == "The document as it would be sent"
    assert '"InvoiceNumber":"INV-1"' in payload["body"]
    assert {each["subject"] for each in invoice["decisions"]} >= {"account", "tax", "due_date"}
    assert "odd tax" in invoice["history"][-1]["message"]


def test_nothing_is_recorded_twice_while_nothing_changes(office: Office) -> None:
    _trace(office)
    _sweep(office)
    assert len(_titles(office)) == 2


def test_changed_options_are_computed_anew(office: Office) -> None:
    _trace(office)
    office.connect(accounts={})
    _sweep(office)
    invoice = office.invoice(1)
    assert _titles(office)[-1] == "It would not be sent: stop"
    assert invoice["notice"]["code"] == "ACCOUNT_UNMAPPED"
    office.connect(accounts={"Labor": "222"})
    _sweep(office)
    assert "222" in office.invoice(1)["trace"][-2]["body"]
    assert office.invoice(1)["notice"] is None


def test_what_has_arrived_or_stopped_is_traced_no_longer(office: Office) -> None:
    people = _trace(office)
    people.release(Request("kauri", 1, "mere"))
    _sweep(office)
    assert office.invoice(1)["traced"] is True
    office.server.invoices.update_one({"_id": "kauri/1"}, {"$set": {"status": "complete"}})
    _sweep(office)
    assert office.invoice(1)["traced"] is False
    assert office.invoice(1)["trace"]


def test_a_released_record_stays_traced_on_its_way(office: Office) -> None:
    people = _trace(office)
    assert people.release(Request("kauri", 1, "mere"))["ok"]
    invoice = office.invoice(1)
    assert (invoice["status"], invoice["traced"]) == ("pending_sync", True)
    assert "Released from Diagnostic Mode by mere" in invoice["history"][-1]["message"]


def test_a_release_takes_the_notice_of_the_diagnosis_away(office: Office) -> None:
    people = _trace(office)
    office.connect(accounts={})
    _sweep(office)
    assert office.invoice(1)["notice"]["code"] == "ACCOUNT_UNMAPPED"
    assert people.release(Request("kauri", 1, "mere"))["ok"]
    assert office.invoice(1)["notice"] is None
