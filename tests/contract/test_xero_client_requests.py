"""What the client sends is what Xero's OpenAPI file (16.1.0) says may be sent."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from core.clients.exact_json import load
from core.clients.http import HttpRequest
from core.clients.xero.client import XeroClient
from core.clients.xero.contact_payloads import freeze_contact_updates, freeze_contacts
from core.clients.xero.payloads import freeze_documents, freeze_update, path_of
from core.domain.contacts.update import ContactChange
from core.domain.contacts.xero_contact import ContactPerson, Phone, PostalAddress
from core.domain.xero_document import DocumentKind, Tracking, XeroDraft
from tests.contract.openapi_requests import (
    body_complaints,
    header_complaints,
    parameter_complaints,
    unknown_fields,
)
from tests.unit.clients.scripted import RememberingBudget, ScriptedHttp, answer
from tests.unit.clients.xero.drafts import make_contact, make_credit_note, make_draft, make_line

SPEC_FILE = Path(__file__).parent / "specs" / "xero_accounting.yaml"
DOCUMENT_ID = "297c2dc5-cc47-4afd-8ec8-74990b8761e9"
THEME_ID = "a94a78db-5cc6-4e26-a52b-045237e56e6e"
SINCE = datetime(2026, 11, 1, tzinfo=UTC)
REGION = Tracking(DOCUMENT_ID, THEME_ID, "Region", "North Island")
CHANGE = ContactChange(
    DOCUMENT_ID,
    ("email",),
    name="Kauri Ltd",
    email="a@b.test",
    tax_number="12",
    addresses=(PostalAddress("POBOX", ("1",), "Nelson", country="New Zealand"),),
    phones=(Phone("DEFAULT", "09 1"),),
    persons=(ContactPerson("Aroha", "Ngata", "c@d.test"),),
)
RICH_LINES = (
    make_line(tracking=(REGION,), xero_id=DOCUMENT_ID),
    make_line(description="Zero\nand two lines", quantity=Decimal(0), net=Decimal(0)),
    make_line(unit_amount=Decimal("-12.3456789"), tax=Decimal("-1.23")),
    make_line(tax_type=""),
)


@pytest.fixture(scope="module")
def spec() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.load(SPEC_FILE.read_text(), Loader=yaml.CSafeLoader)
    return loaded


def drafts(kind: DocumentKind) -> list[XeroDraft]:
    """A plain one, a rich one, and one that Xero is to number."""
    rich = {
        "status": "AUTHORISED",
        "is_sent_to_contact": True,
        "branding_theme_id": THEME_ID,
        "lines": RICH_LINES,
    }
    return [
        make_draft(kind=kind),
        make_draft(kind=kind, number="2", **rich),
        make_draft(kind=kind, number="", reference=""),
    ]


def writes() -> dict[str, tuple[str, str, bytes]]:
    found: dict[str, tuple[str, str, bytes]] = {}
    for kind in DocumentKind:
        path, (_, rich, _) = path_of(kind), drafts(kind)
        found[f"new {kind}"] = ("PUT", path, freeze_documents(drafts(kind)))
        changed = freeze_update(rich, DOCUMENT_ID)
        found[f"a changed {kind}"] = ("POST", f"{path}/{DOCUMENT_ID}", changed)
    return found


CONTACT = make_contact(
    first_name="Aroha",
    last_name="Ngata",
    email="a@b.test",
    phones=(Phone("DEFAULT", "09 1"),),
    persons=(ContactPerson("Hemi", "Ngata", "e@f.test"),),
    tax_number="12",
    address=PostalAddress("POBOX", ("1", "2"), "Nelson", "Tasman", "7010", "New Zealand"),
    default_currency="AUD",
)
WRITES = writes() | {
    "new contacts": ("PUT", "Contacts", freeze_contacts([CONTACT, make_contact()])),
    "changed contacts": ("POST", "Contacts", freeze_contact_updates([CHANGE])),
}


def sent_by(call: Callable[[XeroClient], object], *answers: Any) -> list[HttpRequest]:
    http = ScriptedHttp(*answers)
    call(XeroClient("tenant", lambda: "token", http, RememberingBudget(), "https://x.test"))
    return http.requests


def send(what: str) -> HttpRequest:
    method, path, body = WRITES[what]
    [request] = sent_by(
        lambda client: client.send(method, path, body, "k" * 64, lambda: None),
        lambda request: answer(load(request.body or b"")),
    )
    return request


@pytest.mark.parametrize("what", WRITES)
def test_every_write_fits_the_schema_of_its_operation(spec: dict[str, Any], what: str) -> None:
    assert body_complaints(spec, send(what)) == []


@pytest.mark.parametrize("what", WRITES)
def test_no_write_carries_what_xero_computes(what: str) -> None:
    [elements] = load(send(what).body or b"").values()
    computed = {"SubTotal", "TotalTax", "Total", "AmountDue"}
    for element in elements:
        assert not computed & set(element)
        assert all("LineAmount" not in line for line in element.get("LineItems", []))


def test_the_check_would_notice_a_field_that_xero_does_not_know(spec: dict[str, Any]) -> None:
    schema = spec["components"]["schemas"]["Invoices"]
    bad = {"Invoices": [{"Total": 1, "Nonsense": 2, "Contact": {"ContactId": "x"}}]}
    assert unknown_fields(spec, schema, bad) == [
        ".Invoices[].Total",
        ".Invoices[].Nonsense",
        ".Invoices[].Contact.ContactId",
    ]


def test_the_check_would_notice_wrong_types_words_and_parameters(spec: dict[str, Any]) -> None:
    bad = HttpRequest(
        "xero",
        "PUT",
        "https://x.test/api.xro/2.0/Invoices",
        query=(("unitdp", "four"), ("page", "1")),
        headers={"Idempotency-Key": "k" * 129},
        body=b'{"Invoices":[{"Type":"SALE","LineItems":[{"Quantity":"much"}]}]}',
    )
    body = " ".join(body_complaints(spec, bad))
    assert "'SALE' is not one of" in body
    assert "'much' is not of type 'number'" in body
    assert parameter_complaints(spec, bad) == [
        "unitdp: 'four' is not of type 'integer'",
        "query page is not known",
    ]
    assert len(header_complaints(bad)) == 5


Read = Callable[[XeroClient], object]


def by_number(kind: DocumentKind) -> Read:
    return lambda client: client.documents_by_number(kind, ["AT-1", "a,b", "a/b"])


def by_id(kind: DocumentKind) -> Read:
    return lambda client: client.document(kind, DOCUMENT_ID)


def changed(kind: DocumentKind) -> Read:
    return lambda client: client.documents_changed(kind, SINCE)


READS: dict[str, Read] = {
    "organisation": lambda client: client.organisation(),
    "accounts": lambda client: client.accounts(),
    "tax rates": lambda client: client.tax_rates(),
    "currencies": lambda client: client.currencies(),
    "tracking categories": lambda client: client.tracking_categories(),
    "branding themes": lambda client: client.branding_themes(),
    "contacts": lambda client: client.contacts(1),
    "contacts by number": lambda client: client.contacts_by_number(["AT-1"]),
    "contacts in full": lambda client: client.contacts_in_full([DOCUMENT_ID]),
    "payments": lambda client: client.payments_since(SINCE, 1),
    **{f"{kind} by number": by_number(kind) for kind in DocumentKind},
    **{f"{kind} by id": by_id(kind) for kind in DocumentKind},
    **{f"changed {kind}": changed(kind) for kind in DocumentKind},
}
EVERY_LIST = (
    *("Accounts", "TaxRates", "Currencies", "TrackingCategories", "BrandingThemes"),
    *("Contacts", "Invoices", "CreditNotes", "PurchaseOrders", "Payments"),
)
NOTHING_FOUND: dict[str, Any] = {name: [] for name in EVERY_LIST} | {
    "Organisations": [{"Name": "Kauri"}]
}


def requests_of(what: str) -> list[HttpRequest]:
    if what in WRITES:
        return [send(what)]
    return sent_by(READS[what], *[answer(NOTHING_FOUND)] * 6)


@pytest.mark.parametrize("what", [*READS, *WRITES])
def test_every_parameter_is_one_that_the_operation_has(spec: dict[str, Any], what: str) -> None:
    for request in requests_of(what):
        assert parameter_complaints(spec, request) == []


@pytest.mark.parametrize("what", [*READS, *WRITES])
def test_every_call_has_the_headers_that_xero_wants(what: str) -> None:
    requests = requests_of(what)
    assert requests
    for request in requests:
        assert header_complaints(request) == []


def test_kinds_with_a_link_carry_it_and_others_a_reference() -> None:
    fields = {
        kind: set(load(send(f"new {kind}").body or b"").popitem()[1][0]) for kind in DocumentKind
    }
    with_link = {kind for kind, names in fields.items() if "Url" in names}
    with_reference = {kind for kind, names in fields.items() if "Reference" in names}
    assert with_link == {DocumentKind.INVOICE, DocumentKind.BILL}
    assert with_reference == set(DocumentKind) - {DocumentKind.BILL}


def test_credit_notes_are_written_alone() -> None:
    with pytest.raises(ValueError, match="exactly one kind"):
        freeze_documents([make_draft(), make_credit_note()])
