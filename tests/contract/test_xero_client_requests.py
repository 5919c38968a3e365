"""What the client sends is what Xero's OpenAPI file (16.1.0) says may be sent."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from openapi_schema_validator import OAS30WriteValidator

from core.clients.exact_json import load
from core.clients.http import HttpRequest
from core.clients.xero.client import XeroClient
from core.clients.xero.contact_payloads import freeze_contacts
from core.clients.xero.payloads import freeze_documents, freeze_update
from core.domain.xero_contact import ContactPerson, Phone, PostalAddress
from tests.unit.clients.scripted import RememberingBudget, ScriptedHttp, answer
from tests.unit.clients.xero.drafts import make_contact, make_credit_note, make_draft

SPEC_FILE = Path(__file__).parent / "specs" / "xero_accounting.yaml"
DOCUMENT_ID = "297c2dc5-cc47-4afd-8ec8-74990b8761e9"
SINCE = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def spec() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.load(SPEC_FILE.read_text(), Loader=yaml.CSafeLoader)
    return loaded


def resolved(spec: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    """Follow a reference into the file."""
    while "$ref" in node:
        target: Any = spec
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        node = target
    return node


def operation_of(spec: dict[str, Any], request: HttpRequest) -> dict[str, Any]:
    """Find the operation that a request is, by its path's parts."""
    parts = request.url.split("/api.xro/2.0")[1].split("/")
    for path, operations in spec["paths"].items():
        pattern = path.split("/")
        fits = len(pattern) == len(parts) and all(
            ours == theirs or theirs.startswith("{")
            for ours, theirs in zip(parts, pattern, strict=True)
        )
        if fits and request.method.lower() in operations:
            operation: dict[str, Any] = operations[request.method.lower()]
            shared = operations.get("parameters", [])
            return operation | {"parameters": [*operation.get("parameters", []), *shared]}
    raise AssertionError(f"Xero has no {request.method} {'/'.join(parts)}")


WRITES: dict[str, tuple[str, str, bytes]] = {
    "invoices": (
        "PUT",
        "Invoices",
        freeze_documents(
            [make_draft(), make_draft(number="2", status="AUTHORISED", is_sent_to_contact=True)]
        ),
    ),
    "credit notes": ("PUT", "CreditNotes", freeze_documents([make_credit_note()])),
    "an invoice again": (
        "POST",
        f"Invoices/{DOCUMENT_ID}",
        freeze_update(make_draft(), DOCUMENT_ID),
    ),
    "a credit note again": (
        "POST",
        f"CreditNotes/{DOCUMENT_ID}",
        freeze_update(make_credit_note(), DOCUMENT_ID),
    ),
    "contacts": (
        "PUT",
        "Contacts",
        freeze_contacts(
            [
                make_contact(
                    email="a@b.test",
                    first_name="Emma",
                    last_name="Chen",
                    tax_number="12",
                    address=PostalAddress(
                        "POBOX", ("1", "2"), "Nelson", "Tasman", "7010", "New Zealand"
                    ),
                    phones=(Phone("DEFAULT", "09 1"), Phone("MOBILE", "021 1")),
                    persons=(ContactPerson("Finn", "Lewis", "finn@b.test"),),
                    default_currency="AUD",
                )
            ]
        ),
    ),
}


def sent_by(call: Callable[[XeroClient], object], *answers: Any) -> list[HttpRequest]:
    http = ScriptedHttp(*answers)
    call(XeroClient("tenant", lambda: "token", http, RememberingBudget(), "https://x.test"))
    return http.requests


def send(what: str) -> HttpRequest:
    method, path, body = WRITES[what]
    [request] = sent_by(
        lambda client: client.send(method, path, body, "k" * 64),
        lambda request: answer(load(request.body or b"")),
    )
    return request


@pytest.mark.parametrize("what", WRITES)
def test_every_write_fits_the_schema_of_its_operation(spec: dict[str, Any], what: str) -> None:
    request = send(what)
    body = operation_of(spec, request)["requestBody"]
    schema = resolved(spec, body["content"]["application/json"]["schema"])
    validator = OAS30WriteValidator({**schema, "components": spec["components"]})
    sent = load(request.body or b"")
    assert [error.message for error in validator.iter_errors(sent)] == []
    assert unknown_fields(spec, schema, sent) == []


def unknown_fields(
    spec: dict[str, Any], schema: dict[str, Any], value: Any, place: str = ""
) -> list[str]:
    """Name every field that the schema does not list or says is read-only: it allows anything."""
    schema = resolved(spec, schema)
    if isinstance(value, list):
        items = schema["items"]
        return [bad for item in value for bad in unknown_fields(spec, items, item, f"{place}[]")]
    if not isinstance(value, dict):
        return []
    found: list[str] = []
    for key, item in value.items():
        known = schema["properties"].get(key)
        if known is None or known.get("readOnly"):
            found.append(f"{place}.{key}")
        else:
            found += unknown_fields(spec, known, item, f"{place}.{key}")
    return found


def test_the_check_would_notice_a_field_that_xero_does_not_know(spec: dict[str, Any]) -> None:
    schema = spec["components"]["schemas"]["Invoices"]
    bad = {"Invoices": [{"Total": 1, "Nonsense": 2, "Contact": {"ContactId": "x"}}]}
    assert unknown_fields(spec, schema, bad) == [
        ".Invoices[].Total",
        ".Invoices[].Nonsense",
        ".Invoices[].Contact.ContactId",
    ]


READS: dict[str, Callable[[XeroClient], object]] = {
    "organisation": lambda client: client.organisation(),
    "accounts": lambda client: client.accounts(),
    "tax rates": lambda client: client.tax_rates(),
    "currencies": lambda client: client.currencies(),
    "tracking categories": lambda client: client.tracking_categories(),
    "branding themes": lambda client: client.branding_themes(),
    "contacts": lambda client: client.contacts(1),
    "contacts by number": lambda client: client.contacts_by_number(["AT-1"]),
    "invoices by number": lambda client: client.invoices_by_number(["AT-1", "a,b"]),
    "invoices by id": lambda client: client.invoices_by_id([DOCUMENT_ID]),
    "credit notes by number": lambda client: client.credit_notes_by_number(["AT-1", "a/b"]),
    "recent credit notes": lambda client: client.credit_notes_by_number(["AT-1"], SINCE),
    "a credit note": lambda client: client.credit_note(DOCUMENT_ID),
    "payments": lambda client: client.payments_since(SINCE, 1),
}
EVERY_LIST = (
    *("Accounts", "TaxRates", "Currencies", "TrackingCategories", "BrandingThemes"),
    *("Contacts", "Invoices", "CreditNotes", "Payments"),
)
NOTHING_FOUND: dict[str, Any] = {name: [] for name in EVERY_LIST} | {
    "Organisations": [{"Name": "Kauri"}]
}


@pytest.mark.parametrize("what", [*READS, *WRITES])
def test_every_parameter_is_one_that_the_operation_has(spec: dict[str, Any], what: str) -> None:
    requests = (
        [send(what)] if what in WRITES else sent_by(READS[what], *[answer(NOTHING_FOUND)] * 3)
    )
    for request in requests:
        operation = operation_of(spec, request)
        known = {
            (parameter["in"], parameter["name"].casefold())
            for parameter in (resolved(spec, node) for node in operation["parameters"])
        }
        # Documented for all writes (requests and responses); the file lists it on the lists only.
        known |= {("query", "summarizeerrors")}
        used = {("query", name.casefold()) for name, _ in request.query}
        used |= {
            ("header", name.casefold())
            for name in request.headers
            if name.casefold() in ("if-modified-since", "idempotency-key", "xero-tenant-id")
        }
        assert used <= known
