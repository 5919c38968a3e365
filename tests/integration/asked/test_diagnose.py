"""Diagnostic Mode: decisions are recorded, and recorded anew when something changes."""

from dataclasses import replace

import pytest

from core.domain.reference_data import Account
from core.store import connections, organisation_lists
from core.store.invoices import trace
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


def test_new_lists_of_xeros_are_computed_anew_and_kept_only_when_they_say_otherwise(
    office: Office,
) -> None:
    _trace(office)
    before = office.invoice(1)["diagnosed_hash"]
    account = Account("200", "Sales", "ACTIVE", "REVENUE")
    organisation_lists.save_accounts("kauri", [account], office.now())
    _sweep(office)
    assert office.invoice(1)["diagnosed_hash"] != before
    assert len(_titles(office)) == 2
    office.pass_time(hours=1)
    archived = replace(account, status="ARCHIVED")
    organisation_lists.save_accounts("kauri", [archived], office.now())
    _sweep(office)
    assert _titles(office)[-1] == "It would not be sent: stop"
    assert office.invoice(1)["notice"]["code"] == "ACCOUNT_ARCHIVED"


def test_beyond_a_portion_the_next_look_takes_the_rest(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.learn()
    store(*range(1, 6))
    office.server.invoices.update_many({}, {"$set": {"status": "diagnostic", "traced": True}})
    monkeypatch.setattr(trace, "PORTION", 2)
    for _ in range(3):
        _sweep(office)
    assert all(office.invoice(each).get("diagnosed_hash") for each in range(1, 6))
