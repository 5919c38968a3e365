"""Preview: the exact payload, the decisions and what would stop it, without a call."""

import json

import pytest

from core.clients.exact_json import load
from core.domain.admission import Held
from services.xero_posting.people.preview import Preview
from tests.factories.documents import NOON, PUBLIC_URL
from tests.integration.asked.conftest import Office
from tests.integration.store.ledger import store


@pytest.fixture
def preview(office: Office) -> Preview:
    office.learn()
    return Preview(office.now, PUBLIC_URL)


def test_it_shows_the_very_bytes_with_every_decision(preview: Preview) -> None:
    store(1)
    told = preview.of("kauri", 1)
    json.dumps(told)
    assert (told["ok"], told["outcome"], told["fault"], told["new_contact"]) == (
        True, "send", None, None,
    )  # fmt: skip
    (document,) = load(told["payload"])["Invoices"]
    assert document["Contact"] == {"ContactID": "contact-7"}
    assert document["InvoiceNumber"] == "INV-1"
    assert document["LineItems"][0]["AccountCode"] == "200"
    assert document["Url"].endswith("/c/kauri/sync/invoices/1")
    reasons = {each["subject"]: each["reason"] for each in told["decisions"]}
    assert "mapping table" in reasons["account"]
    assert told["draft"]["lines"][0]["net"] == "100.00"


def test_a_company_without_a_contact_is_said_to_get_one(preview: Preview) -> None:
    store(1, company_id=8)
    told = preview.of("kauri", 1)
    assert told["new_contact"] == "Company 8"
    assert "put in when the contact exists" in told["payload"]


def test_what_would_stop_it_is_the_fault_it_would_get(office: Office, preview: Preview) -> None:
    store(1)
    office.connect(accounts={})
    told = preview.of("kauri", 1)
    assert (told["outcome"], told["payload"], told["decisions"]) == ("stop", None, [])
    assert told["fault"]["code"] == "ACCOUNT_UNMAPPED"
    assert "“Labor”" in told["fault"]["title"]


def test_a_hold_is_told_as_one(office: Office, preview: Preview) -> None:
    store(1, number=None)
    store(2, verdict=Held("CONTACT_WANTED", "Which contact?", NOON))
    assert preview.of("kauri", 1)["hold_code"] == "NO_NUMBER"
    held = preview.of("kauri", 2)
    assert (held["outcome"], held["hold_code"]) == ("hold", "CONTACT_WANTED")
    assert held["message"] == "This client has no Xero contact yet"


def test_nothing_is_changed(office: Office, preview: Preview) -> None:
    store(1)
    before = office.invoice(1)
    preview.of("kauri", 1)
    assert office.invoice(1) == before
    assert office.rung == []


def test_an_unknown_invoice_is_told(preview: Preview) -> None:
    assert preview.of("kauri", 99)["problem"]["code"] == "not_found"
