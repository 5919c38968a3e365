"""Invoices, companies and drafts that say only what matters to a test."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from core.domain.batch import Batch, BatchKind, BatchState, Element
from core.domain.company import Company
from core.domain.connection_settings import ConnectionSettings
from core.domain.invoice import Invoice
from core.domain.line_item import LineItem
from core.domain.mapping import MappingContext
from core.domain.records import Connection, Ingested, InvoiceRecord
from core.domain.status import Status
from core.domain.xero_document import DocumentKind, DraftLine, XeroDocument, XeroDraft
from core.domain.xero_rounding import line_amount

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
PUBLIC_URL = "https://sync.example"
LABOR = 11
GST = "New Zealand GST"


def total_of(lines: Iterable[DraftLine]) -> Decimal:
    """The total at which Xero arrives for lines whose tax we send or foresaw."""
    return sum(
        (line_amount(line.quantity, line.unit_amount) + line.tax for line in lines), Decimal(0)
    )


def money(amount: str | int | Decimal) -> Decimal:
    return Decimal(amount)


def make_line(net: str | Decimal = "100.00", tax: str | Decimal = "15.00", **more: Any) -> LineItem:
    """A line of one hour at its own price, unless told otherwise."""
    values: dict[str, Any] = {
        "autotask_id": 1,
        "description": "Remote support",
        "quantity": Decimal(1),
        "rate": Decimal(net),
        "net": Decimal(net),
        "tax": Decimal(tax),
        "billing_code_id": LABOR,
        **more,
    }
    return LineItem(**values)


def make_invoice(autotask_id: int = 4711, *lines: LineItem, **more: Any) -> Invoice:
    """An invoice whose header agrees with its lines, unless told otherwise."""
    chosen: tuple[LineItem, ...] = more.pop("lines", lines or (make_line(),))
    values: dict[str, Any] = {
        "autotask_id": autotask_id,
        "number": f"INV-{autotask_id}",
        "company_id": 7,
        "issued_on": date(2026, 11, 20),
        "due_on": date(2026, 12, 20),
        "created_at": NOON,
        "header_total": sum((line.net + line.tax for line in chosen), Decimal(0)),
        "header_tax": sum((line.tax for line in chosen), Decimal(0)),
        "tax_region": GST,
        "lines": chosen,
        **more,
    }
    return Invoice(**values)


def make_settings(**more: Any) -> ConnectionSettings:
    """A connection that maps labor to 200 and New Zealand's tax to OUTPUT2."""
    values: dict[str, Any] = {"accounts": {"Labor": "200"}, "tax_types": {GST: "OUTPUT2"}, **more}
    return ConnectionSettings.model_validate(values)


def make_connection(connection_id: str = "kauri", **more: Any) -> Connection:
    values: dict[str, Any] = {
        "id": connection_id,
        "name": "Kauri",
        "is_active": True,
        "settings": make_settings(),
        "tenant_id": "tenant",
        "token_set_id": connection_id,
        **more,
    }
    return Connection(**values)


def make_context(**more: Any) -> MappingContext:
    values: dict[str, Any] = {
        "connection_id": "kauri",
        "settings": make_settings(),
        "billing_codes": {LABOR: "Labor"},
        "payment_days": {},
        "currency": "NZD",
        "contact_id": "contact",
        "public_url": PUBLIC_URL,
        **more,
    }
    return MappingContext(**values)


def make_company(autotask_id: int = 7, name: str = "Aroha Dental", **more: Any) -> Company:
    return Company(autotask_id, name, **more)


def make_ingested(invoice: Invoice, **more: Any) -> Ingested:
    values: dict[str, Any] = {
        "invoice": invoice,
        "company": f"Company {invoice.company_id}",
        "currency": "NZD",
        "content_hash": f"hash of {invoice.autotask_id}",
        "raw": {"invoice": {"id": invoice.autotask_id}, "lines": []},
        **more,
    }
    return Ingested(**values)


def make_record(invoice: Invoice | None = None, **more: Any) -> InvoiceRecord:
    invoice = invoice or make_invoice()
    values: dict[str, Any] = {
        "connection_id": "kauri",
        "invoice": invoice,
        "company": f"Company {invoice.company_id}",
        "currency": "NZD",
        "status": Status.PENDING_SYNC,
        "version": 1,
        "content_hash": f"hash of {invoice.autotask_id}",
        "ingested_at": NOON,
        **more,
    }
    return InvoiceRecord(**values)


def make_element(source_id: int = 4711, **more: Any) -> Element:
    values: dict[str, Any] = {
        "source_id": source_id,
        "number": f"INV-{source_id}",
        "total": Decimal("115.00"),
        "contact_id": "contact",
        "marker": f"{PUBLIC_URL}/c/kauri/sync/invoices/{source_id}",
        **more,
    }
    return Element(**values)


def make_batch(*elements: Element, **more: Any) -> Batch:
    values: dict[str, Any] = {
        "id": "batch",
        "connection_id": "kauri",
        "tenant_id": "tenant",
        "kind": BatchKind.INVOICES,
        "method": "PUT",
        "path": "Invoices",
        "body": b"{}",
        "key": "key",
        "generation": 1,
        "state": BatchState.PREPARED,
        "elements": elements or (make_element(),),
        **more,
    }
    return Batch(**values)


def make_draft_line(net: str = "100.00", tax: str = "15.00", **more: Any) -> DraftLine:
    values: dict[str, Any] = {
        "description": "Remote support",
        "quantity": Decimal(1),
        "unit_amount": Decimal(net),
        "account_code": "200",
        "tax_type": "OUTPUT2",
        "net": Decimal(net),
        "tax": Decimal(tax),
        **more,
    }
    return DraftLine(**values)


def make_draft(**more: Any) -> XeroDraft:
    values: dict[str, Any] = {
        "kind": DocumentKind.INVOICE,
        "number": "INV-4711",
        "contact_id": "contact",
        "issued_on": date(2026, 11, 20),
        "due_on": date(2026, 12, 20),
        "currency": "NZD",
        "status": "DRAFT",
        "reference": "",
        "marker_url": f"{PUBLIC_URL}/c/kauri/sync/invoices/4711",
        "is_sent_to_contact": False,
        "lines": (make_draft_line(),),
        **more,
    }
    return XeroDraft(**values)


def make_document(draft: XeroDraft | None = None, **more: Any) -> XeroDocument:
    """What Xero has after it took the draft as it was."""
    draft = draft or make_draft()
    document = XeroDocument(
        kind=draft.kind,
        xero_id="xero-1",
        number=draft.number,
        contact_id=draft.contact_id,
        contact_name="Aroha Dental",
        status=draft.status,
        currency=draft.currency,
        subtotal=sum((line.net for line in draft.lines), Decimal(0)),
        tax=sum((line.tax for line in draft.lines), Decimal(0)),
        total=draft.total,
        amount_due=draft.total,
        reference=draft.reference,
        marker_url=draft.marker_url if draft.kind is DocumentKind.INVOICE else "",
        issued_on=draft.issued_on,
        due_on=draft.due_on if draft.kind is DocumentKind.INVOICE else None,
        lines=draft.lines,
    )
    return replace(document, **more)
