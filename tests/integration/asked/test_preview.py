"""Preview: the exact payload, the decisions and what would stop it, without a call."""

import json

import pytest

from core.clients.exact_json import load
from core.domain.admission import Held
from core.store import connections
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


def test_of_one_in_xero_the_payload_is_what_its_document_is_compared_with(
    office: Office, preview: Preview
) -> None:
    store(1)
    in_xero = {"status": "complete", "xero_id": "xero-1", "xero_kind": "invoice"}
    office.server.invoices.update_one({"_id": "kauri/1"}, {"$set": in_xero})
    told = preview.of("kauri", 1)
    assert told["outcome"] == "update"
    assert "until somebody resyncs it" in told["message"]
    assert "compared with what stands below" in told["message"]
    assert "would be sent" not in told["message"]


def test_what_a_person_skipped_would_not_be_sent(office: Office, preview: Preview) -> None:
    store(1)
    office.server.invoices.update_one({"_id": "kauri/1"}, {"$set": {"status": "skipped"}})
    told = preview.of("kauri", 1)
    assert told["outcome"] == "skip"
    assert told["message"] == (
        "It is skipped and stays out of Xero until somebody takes the skip back. After that it "
        "would be sent as a new document."
    )
    assert told["payload"]


def test_a_connection_that_is_paused_sends_nothing(office: Office, preview: Preview) -> None:
    store(1)
    assert preview.of("kauri", 1)["message"] == "It would be sent as a new document."
    connections.set_state("kauri", "paused", office.now())
    assert preview.of("kauri", 1)["message"].startswith("Sync is paused, so nothing is sent")


def test_nothing_is_changed(office: Office, preview: Preview) -> None:
    store(1)
    before = office.invoice(1)
    preview.of("kauri", 1)
    assert office.invoice(1) == before
    assert office.rung == []


def test_an_unknown_invoice_is_told(preview: Preview) -> None:
    assert preview.of("kauri", 99)["problem"]["code"] == "not_found"


def test_one_that_shares_an_autotask_goes_by_the_lists_of_its_owner(
    office: Office, preview: Preview
) -> None:
    office.connect("rata")
    office.server.connections.update_one({"_id": "rata"}, {"$set": {"autotask_of": "kauri"}})
    store(1, connection="rata")
    told = preview.of("rata", 1)
    (document,) = load(told["payload"])["Invoices"]
    assert document["LineItems"][0]["AccountCode"] == "200"
    # A contact is one of the organisation's, not of the tenant's.
    assert told["new_contact"] == "Company 7"
