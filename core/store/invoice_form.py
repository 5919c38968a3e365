"""An invoice as MongoDB keeps it, and as the use cases see it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from core.domain.company import fold_name
from core.domain.doubt import Doubt
from core.domain.invoice import Invoice
from core.domain.line_item import LineItem
from core.domain.money import to_cents
from core.domain.records import Due, Ingested, InvoiceRecord
from core.domain.search_words import number_words
from core.domain.status import Status
from core.domain.xero_document import DocumentKind
from core.store.bson_money import from_bson, to_bson


def document_id(connection_id: str, autotask_id: int) -> str:
    return f"{connection_id}/{autotask_id}"


def content_fields(ingested: Ingested) -> dict[str, Any]:
    """Everything that comes from Autotask; replaced as a whole when Autotask changed it."""
    invoice = ingested.invoice
    return {
        "number": invoice.number,
        "number_words": number_words(invoice.number),
        "company_id": invoice.company_id,
        "company": ingested.company,
        "company_folded": fold_name(ingested.company),
        "issued_on": invoice.issued_on.isoformat(),
        "due_on": invoice.due_on.isoformat() if invoice.due_on else None,
        "currency": ingested.currency,
        "subtotal": to_bson(to_cents(invoice.net)),
        "tax": to_bson(to_cents(invoice.tax)),
        "total": to_bson(invoice.total if invoice.lines else to_cents(invoice.header_total)),
        "header_total": to_bson(invoice.header_total),
        "header_tax": to_bson(invoice.header_tax),
        "tax_region": invoice.tax_region,
        "order_number": invoice.order_number,
        "payment_term_id": invoice.payment_term_id,
        "template_id": invoice.template_id,
        "voided": invoice.is_voided,
        "status_id": invoice.status_id,
        "exported_at": invoice.exported_at,
        "lines": [_line_fields(line, ingested.billing_codes) for line in invoice.lines],
        "raw": ingested.raw,
        "content_hash": ingested.content_hash,
        "created_at": invoice.created_at,
    }


def _line_fields(line: LineItem, billing_codes: Mapping[int, str]) -> dict[str, Any]:
    return {
        "autotask_id": line.autotask_id,
        "description": line.description,
        "quantity": to_bson(line.quantity),
        "rate": to_bson(line.rate),
        "net": to_bson(line.net),
        "tax": to_bson(line.tax),
        "billing_code_id": line.billing_code_id,
        "billing_code": billing_codes.get(line.billing_code_id or 0),
        "tax_category_id": line.tax_category_id,
        "sort_order": line.sort_order,
        "line_of_business_id": line.line_of_business_id,
    }


def to_due(document: dict[str, Any]) -> Due:
    is_credit = from_bson(document.get("total")) < 0
    return Due(
        autotask_id=document["autotask_id"],
        party_id=document["company_id"],
        kind=DocumentKind.CREDIT_NOTE if is_credit else DocumentKind.INVOICE,
        xero_id=document.get("xero_id"),
        is_solo=bool(document.get("solo")),
        ingested_at=document.get("ingested_at"),
    )


def to_record(document: dict[str, Any]) -> InvoiceRecord:
    return InvoiceRecord(
        connection_id=document["connection"],
        invoice=_to_invoice(document),
        company=document["company"],
        currency=document["currency"],
        status=Status(document["status"]),
        version=document["version"],
        content_hash=document["content_hash"],
        xero_kind=document.get("xero_kind"),
        xero_id=document.get("xero_id"),
        xero_number=document.get("xero_number"),
        is_solo=bool(document.get("solo")),
        batch_id=document.get("batch_id"),
        is_unskipped=bool(document.get("unskipped")),
        ingested_at=document["ingested_at"],
        hold_code=(document.get("hold") or {}).get("code"),
        is_traced=bool(document.get("traced")),
        moved_at=document.get("updated_at"),
        doubt=_to_doubt(document.get("doubt")),
        was_in_xero=document.get("completed_at") is not None,
    )


def doubt_form(doubt: Doubt) -> dict[str, Any]:
    return {
        "since_at": doubt.since_at,
        "until_at": doubt.until_at,
        "kind": doubt.kind.value if doubt.kind else None,
        "number": doubt.number,
    }


def _to_doubt(form: dict[str, Any] | None) -> Doubt | None:
    if not form:
        return None
    kind = DocumentKind(form["kind"]) if form["kind"] else None
    return Doubt(form["since_at"], form["until_at"], kind, form["number"])


def _to_invoice(document: dict[str, Any]) -> Invoice:
    due_on = document.get("due_on")
    return Invoice(
        autotask_id=document["autotask_id"],
        number=document.get("number"),
        company_id=document["company_id"],
        issued_on=date.fromisoformat(document["issued_on"]),
        due_on=date.fromisoformat(due_on) if due_on else None,
        created_at=document["created_at"],
        header_total=from_bson(document.get("header_total")),
        header_tax=from_bson(document.get("header_tax")),
        tax_region=document.get("tax_region"),
        order_number=document.get("order_number"),
        payment_term_id=document.get("payment_term_id"),
        template_id=document.get("template_id"),
        is_voided=document.get("voided", False),
        status_id=document.get("status_id"),
        exported_at=document.get("exported_at"),
        lines=tuple(_to_line(line) for line in document.get("lines", [])),
    )


def _to_line(line: dict[str, Any]) -> LineItem:
    return LineItem(
        autotask_id=line["autotask_id"],
        description=line.get("description", ""),
        quantity=from_bson(line.get("quantity")),
        rate=from_bson(line.get("rate")),
        net=from_bson(line.get("net")),
        tax=from_bson(line.get("tax")),
        billing_code_id=line.get("billing_code_id"),
        tax_category_id=line.get("tax_category_id"),
        sort_order=line.get("sort_order", 0),
        line_of_business_id=line.get("line_of_business_id"),
    )
