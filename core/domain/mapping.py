"""Turns an Autotask invoice into what Xero is to get, with the reason of every choice.

Signs: an invoice below zero becomes a credit note with every amount turned round; inside a
document single lines may be negative. Amounts are brought to cents so that both columns keep
their sums, and tax is sent as Autotask computed it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from core.domain.connection_settings import ArrivalStatus, ConnectionSettings, Numbering
from core.domain.errors import MappingError
from core.domain.invoice import Invoice
from core.domain.line_item import LineItem
from core.domain.money import apportion, choose_price
from core.domain.xero_document import DocumentKind, DraftLine, XeroDraft


@dataclass(frozen=True, slots=True)
class MappingContext:
    """What besides the invoice itself decides the mapping."""

    connection_id: str
    settings: ConnectionSettings
    billing_codes: Mapping[int, str]
    payment_days: Mapping[int, int]
    currency: str
    contact_id: str
    public_url: str


@dataclass(frozen=True, slots=True)
class LineDecision:
    """Which account and tax type a line got, and why."""

    account_code: str
    account_reason: str
    tax_type: str
    tax_reason: str


@dataclass(frozen=True, slots=True)
class MappedInvoice:
    """The draft and, line by line, the decisions behind it."""

    draft: XeroDraft
    decisions: tuple[LineDecision, ...]


def map_invoice(invoice: Invoice, context: MappingContext) -> MappedInvoice:
    """Map one invoice; raises `MappingError` when the connection's tables do not say."""
    settings = context.settings
    kind = DocumentKind.CREDIT_NOTE if invoice.total < 0 else DocumentKind.INVOICE
    sign = -1 if kind is DocumentKind.CREDIT_NOTE else 1
    decisions = tuple(_decide(line, invoice, context) for line in invoice.lines)
    nets = apportion([sign * line.net for line in invoice.lines])
    taxes = apportion([sign * line.tax for line in invoice.lines])
    lines = tuple(
        _draft_line(line, decision, sign, net, tax, context)
        for line, decision, net, tax in zip(invoice.lines, decisions, nets, taxes, strict=True)
    )
    draft = XeroDraft(
        kind=kind,
        number=document_number(invoice, settings),
        contact_id=context.contact_id,
        issued_on=invoice.issued_on,
        due_on=due_date(invoice, context.payment_days),
        currency=context.currency,
        status=settings.arrival_status.value,
        reference=_reference(invoice, kind, context.connection_id),
        marker_url=marker_url(context.public_url, context.connection_id, invoice.autotask_id),
        is_sent_to_contact=(
            settings.mark_sent and settings.arrival_status is ArrivalStatus.AUTHORISED
        ),
        lines=lines,
    )
    return MappedInvoice(draft, decisions)


def document_number(invoice: Invoice, settings: ConnectionSettings) -> str:
    """The number that the document carries in Xero, unique by Xero's own rule."""
    if settings.numbering is Numbering.AUTOTASK_ID:
        return f"{settings.number_prefix}{invoice.autotask_id}"
    if invoice.number is None:
        raise MappingError("no number", code="NUMBER_MISSING")
    # A comma would break Xero's InvoiceNumbers filter, by which an unanswered batch is looked up.
    return settings.number_prefix + invoice.number.replace(",", " ")


def due_date(invoice: Invoice, payment_days: Mapping[int, int]) -> date:
    """Autotask's due date, else the payment term, else the day of issue."""
    if invoice.due_on:
        return invoice.due_on
    days = payment_days.get(invoice.payment_term_id or 0, 0)
    return invoice.issued_on + timedelta(days=days)


def marker_url(public_url: str, connection_id: str, autotask_id: int) -> str:
    """The address of the record; stored on the Xero invoice, it proves whose it is."""
    return f"{public_url.rstrip('/')}/c/{connection_id}/sync/invoices/{autotask_id}"


def marker_reference(connection_id: str, autotask_id: int) -> str:
    """The same proof where Xero has no link field (credit notes)."""
    return f"Autotask {connection_id}/{autotask_id}"


def _reference(invoice: Invoice, kind: DocumentKind, connection_id: str) -> str:
    order = (invoice.order_number or "").strip()
    if kind is DocumentKind.INVOICE:
        return order
    marker = marker_reference(connection_id, invoice.autotask_id)
    return f"{order} - {marker}" if order else marker


def _decide(line: LineItem, invoice: Invoice, context: MappingContext) -> LineDecision:
    account_code, account_reason = _choose_account(line, context)
    tax_type, tax_reason = _choose_tax_type(line, invoice.tax_region, context.settings)
    return LineDecision(account_code, account_reason, tax_type, tax_reason)


def _choose_account(line: LineItem, context: MappingContext) -> tuple[str, str]:
    settings = context.settings
    name = context.billing_codes.get(line.billing_code_id or 0)
    if name is not None and (code := settings.accounts.get(name)):
        return code, f"Billing code {name} -> {code} by the mapping table."
    if settings.default_account:
        what = f"No row for billing code {name}" if name else "The line has no billing code"
        return settings.default_account, f"{what}; default {settings.default_account} is allowed."
    label = name or "(none)"
    raise MappingError(
        f"no account for billing code {label}", code="ACCOUNT_UNMAPPED", billing_code=label
    )


def _choose_tax_type(
    line: LineItem, region: str | None, settings: ConnectionSettings
) -> tuple[str, str]:
    untaxed = settings.untaxed_tax_type
    if line.tax == 0 and line.net != 0 and region not in settings.zero_rated_regions:
        return untaxed, f"Autotask charged no tax on this line -> {untaxed}."
    if region is None:
        if line.tax == 0:
            return untaxed, f"The invoice has no tax region and no tax -> {untaxed}."
        raise MappingError("tax without a region", code="TAX_UNMAPPED", tax_region="(none)")
    if tax_type := settings.tax_types.get(region):
        return tax_type, f"Tax region {region} -> {tax_type} by the mapping table."
    raise MappingError(f"no tax type for {region}", code="TAX_UNMAPPED", tax_region=region)


def _draft_line(
    line: LineItem,
    decision: LineDecision,
    sign: int,
    net: Decimal,
    tax: Decimal,
    context: MappingContext,
) -> DraftLine:
    price = choose_price(net, line.quantity, sign * line.rate)
    fallback = context.billing_codes.get(line.billing_code_id or 0, "Service")
    text = line.description.strip() or fallback
    if not price.is_exact and line.quantity != 1:
        text = f"{text} ({line.quantity.normalize():f} × {line.rate.normalize():f})"
    return DraftLine(
        description=text,
        quantity=price.quantity,
        unit_amount=price.unit_amount,
        account_code=decision.account_code,
        tax_type=decision.tax_type,
        net=net,
        tax=tax,
    )
