"""A person's word about which Xero contact a company is, by JSON."""

from collections.abc import Callable

from werkzeug.test import TestResponse

from core.store.documents import AuditEventDocument
from tests.factories.gateway_world import StubRpc

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
