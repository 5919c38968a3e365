"""A person's word about which Xero contact a company is, by JSON and from the record."""

from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.test import TestResponse

from core.store import reference_data
from core.store.documents import AuditEventDocument, ConnectionDocument
from tests.factories import gateway_world
from tests.factories.gateway_world import StubRpc
from tests.integration.gateway.conftest import NOW, Visitor

Api = Callable[..., TestResponse]
COMPANY = "/connections/kauri/companies/7"
NEAR = {
    "xero_contact_id": "c-1", "name": "Rata & Sons", "account_number": "", "email": "",
    "percent": 93, "why": "the name",
}  # fmt: skip


def test_what_may_be_meant_is_listed(api: Api, rpc: StubRpc) -> None:
    rpc.answers["suggest_contacts"] = {"ok": True, "company": "Rata", "suggestions": [NEAR]}
    told = api(f"{COMPANY}/contact-suggestions", role="operator").get_json()
    assert told == {"items": [NEAR], "next_cursor": None}
    assert api(f"{COMPANY}/contact-suggestions").status_code == 403


def test_a_link_is_made_by_the_actor_and_noted(api: Api, rpc: StubRpc) -> None:
    rpc.answers["link_contact"] = {"ok": True, "message": "Linked."}
    body = {"xero_contact_id": "c-1"}
    told = api(f"{COMPANY}/contact", "POST", "operator", json=body)
    assert (told.status_code, told.get_json()) == (200, {"message": "Linked."})
    arguments = {
        "connection_id": "kauri", "company_id": 7, "xero_contact_id": "c-1", "by": "token:operator",
    }  # fmt: skip
    assert rpc.calls[-1] == ("xero_posting", "link_contact", arguments)
    assert AuditEventDocument._get_collection().find_one({"subject": "companies/7: c-1"})
    assert api(f"{COMPANY}/contact", "POST", "operator", json={}).status_code == 422


WANTED = {"code": "CONTACT_WANTED", "message": "Rata has no contact.", "since_at": NOW}


@pytest.fixture(scope="module")
def asked(app: object) -> str:
    """A connection with an invoice that waits for a contact of its client's parent."""
    gateway_world.connection(NOW, "asked", settings={"parent_billing": "always"})
    gateway_world.invoice(1, NOW, "asked", hold=WANTED)
    gateway_world.invoice(2, NOW, "asked")
    company: dict[str, Any] = {"name": "Child", "autotask_id": 7, "parent_id": 9, "address": {}}
    parent = {**company, "name": "Parent", "autotask_id": 9, "parent_id": None}
    reference_data.save("asked", "company", {"7": company, "9": parent}, NOW)
    return "/c/asked/sync/invoices/1"


def test_the_record_leads_to_the_candidates_only_where_one_is_wanted(
    asked: str, signed_in: Callable[[str], Visitor]
) -> None:
    operator = signed_in("operator")
    assert f'href="{asked}/contact"' in operator.text(asked)
    assert "/contact" not in operator.text("/c/asked/sync/invoices/2")
    assert "/contact" not in signed_in("viewer").text(asked)


def test_each_candidate_of_who_pays_has_a_button_and_needs_no_script(
    asked: str, rpc: StubRpc, signed_in: Callable[[str], Visitor]
) -> None:
    operator = signed_in("operator")
    rpc.answers["suggest_contacts"] = {"ok": True, "company": "Parent", "suggestions": [NEAR]}
    html = operator.text(f"{asked}/contact")
    assert rpc.calls[-1][2]["company_id"] == 9
    assert "Which Xero contact is Parent?" in html
    assert '<input type="hidden" name="contact" value="c-1">' in html
    assert "93 %: the name" in html
    rpc.answers["link_contact"] = {"ok": True, "message": "Linked to Rata."}
    answer = operator.post(f"{asked}/contact", {"contact": "c-1"})
    assert (answer.status_code, answer.location) == (303, asked)
    assert rpc.calls[-1][1] == "link_contact"
    assert (rpc.calls[-1][2]["company_id"], rpc.calls[-1][2]["xero_contact_id"]) == (9, "c-1")
    assert "Linked to Rata." in operator.text(asked)
    operator.text("/c/asked/sync/invoices/99/contact", status=404)
    assert operator.post(f"{asked}/contact", {"contact": " "}).status_code == 422


def test_the_company_itself_pays_where_parents_never_do(
    asked: str, rpc: StubRpc, signed_in: Callable[[str], Visitor]
) -> None:
    operator = signed_in("operator")
    ConnectionDocument._get_collection().update_one({"_id": "asked"}, {"$set": {"settings": {}}})
    rpc.answers["suggest_contacts"] = {"ok": True, "company": "Child", "suggestions": []}
    html = operator.text(f"{asked}/contact")
    assert rpc.calls[-1][2]["company_id"] == 7
    assert "Nothing in Xero is close to it." in html
