"""What a preflight says of its scope, of tax that Xero decides, and of a list that is cut."""

from typing import Any

from core.store.views.preflights import PreflightView
from gateway.presenters.preflight import preflight_card
from tests.unit.gateway.presenters.made import NOW, make_lens


def _view(result: dict[str, Any] | None = None, **wanted: Any) -> PreflightView:
    return PreflightView("p", "mere", wanted, "done", NOW, NOW, 1, 1, result or {}, "")


def test_a_cause_is_that_of_faults_whatever_status_is_ticked() -> None:
    card = preflight_card(_view(cause="TAX_UNMAPPED", statuses=["pending_sync"]), make_lens())
    assert card.scope == "Fault, cause TAX_UNMAPPED"
    assert preflight_card(_view(statuses=["skipped"]), make_lens()).scope == "Skipped"
    told = preflight_card(_view(currency="USD", removed=True), make_lens()).scope
    assert told == "Pending Sync · in USD · removed from the list"


def test_tax_that_is_left_to_xero_has_a_name() -> None:
    row = {"key": "", "currency": "NZD", "count": 1, "net": "1.00", "tax": "0.15"}
    card = preflight_card(_view({"tax_types": [row], "accounts": [row]}), make_lens())
    tables = {title: [each.name for each in sums] for title, _, sums in card.tables}
    assert tables["By tax type"] == ["Xero decides"]
    assert tables["By account"] == ["none"]


def test_a_list_of_contacts_that_was_cut_says_so() -> None:
    contacts = [{"company_id": 1, "company": "Rata"}]
    cut = preflight_card(_view({"contacts": contacts, "contacts_cut": True}), make_lens())
    assert cut.contacts_note == "These are the first 1; there are more."
    assert preflight_card(_view({"contacts": contacts}), make_lens()).contacts_note == ""
