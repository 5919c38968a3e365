"""Autotask's printed forms: fetched on demand, kept under the content of the invoice, within bounds."""

import pytest

from core.domain.papers import Form
from core.store import papers
from core.store.papers import Paper
from tests.integration.ingestion.conftest import Tenant


def _some_id(tenant: Tenant) -> int:
    found: int = tenant.server.invoices.find_one()["autotask_id"]
    return found


def _paper(tenant: Tenant, autotask_id: int, form: Form) -> Paper:
    found = papers.find("kauri", autotask_id, form)
    assert found
    return found


@pytest.mark.parametrize("shape", ["base64", "bytes", "item"])
def test_a_pdf_is_kept_however_autotask_packs_it(tenant: Tenant, shape: str) -> None:
    tenant.sandbox.door("POST", "switches", {"pdf_data": shape})
    autotask_id = _some_id(tenant)
    answer = tenant.rounds.fetch_paper("kauri", autotask_id, Form.PDF)
    assert answer == {"ok": True, "message": "It was fetched from Autotask."}
    paper = _paper(tenant, autotask_id, Form.PDF)
    assert paper.content.startswith(b"%PDF-")
    assert paper.hash == tenant.invoice(autotask_id)["content_hash"]


def test_a_page_is_kept_as_autotask_gave_it(tenant: Tenant) -> None:
    autotask_id = _some_id(tenant)
    before = tenant.sandbox.last_request()
    assert tenant.rounds.fetch_paper("kauri", autotask_id, Form.HTML)["ok"]
    (call,) = tenant.sandbox.requests_since(before)
    assert call["path"].endswith(f"/V1.0/Invoices/{autotask_id}/InvoiceMarkupHtml")
    assert b"<table" in _paper(tenant, autotask_id, Form.HTML).content


def test_an_invoice_that_is_not_here_costs_no_call(tenant: Tenant) -> None:
    before = tenant.sandbox.last_request()
    answer = tenant.rounds.fetch_paper("kauri", 1, Form.PDF)
    assert answer["problem"]["code"] == "not_found"
    assert tenant.sandbox.requests_since(before) == []


def test_what_autotask_refuses_about_an_invoice_that_is_there_is_not_called_missing(
    tenant: Tenant,
) -> None:
    tenant.sandbox.arm("error", text="Invoice is locked for a batch.")
    answer = tenant.rounds.fetch_paper("kauri", _some_id(tenant), Form.HTML)
    assert answer["problem"]["code"] == "conflict"
    assert "Invoice is locked for a batch." in answer["problem"]["message"]


def test_a_paper_that_autotask_does_not_have_is_not_found(tenant: Tenant) -> None:
    gone = {"_id": "kauri/999999", "autotask_id": 999_999}
    known = tenant.server.invoices.find_one()
    tenant.server.invoices.insert_one({**known, **gone})
    answer = tenant.rounds.fetch_paper("kauri", 999_999, Form.HTML)
    assert answer["problem"]["code"] == "not_found"


def test_an_outage_is_a_sentence_and_leaves_what_was_kept(tenant: Tenant) -> None:
    autotask_id = _some_id(tenant)
    tenant.rounds.fetch_paper("kauri", autotask_id, Form.PDF)
    kept = _paper(tenant, autotask_id, Form.PDF)
    tenant.sandbox.arm("drop_before_commit", calls=5)
    answer = tenant.rounds.fetch_paper("kauri", autotask_id, Form.PDF)
    assert answer["problem"]["code"] == "unavailable"
    assert "Autotask" in answer["problem"]["message"]
    assert _paper(tenant, autotask_id, Form.PDF) == kept


def test_papers_for_people_leave_the_end_of_our_share_to_the_looks(tenant: Tenant) -> None:
    budget = {"_id": "autotask:kauri"}
    tenant.server.budgets.update_one(budget, {"$set": {"hour_used": 5_600}})
    before = tenant.sandbox.last_request()
    answer = tenant.rounds.fetch_paper("kauri", _some_id(tenant), Form.HTML)
    assert answer["problem"]["code"] == "unavailable"
    assert "kept for reading invoices" in answer["problem"]["message"]
    assert tenant.sandbox.requests_since(before) == []
    assert tenant.look()
    assert tenant.health() == "ok"
