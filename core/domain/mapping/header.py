"""Everything of a document but its lines."""

from core.domain.decision import Decision, Subject
from core.domain.errors import MappingError
from core.domain.invoice import Invoice
from core.domain.mapping.branding import decide_branding
from core.domain.mapping.context import MappingContext
from core.domain.mapping.dates import document_dates
from core.domain.mapping.numbering import decide_number
from core.domain.mapping.reference import decide_reference, marker_url
from core.domain.setting_choices import ArrivalStatus
from core.domain.xero_document import DocumentKind, DraftLine, XeroDraft


def draft_header(
    invoice: Invoice, kind: DocumentKind, lines: tuple[DraftLine, ...], context: MappingContext
) -> tuple[XeroDraft, tuple[Decision, ...]]:
    """The whole draft around its lines, and why it says what it says."""
    settings = context.settings
    number = decide_number(invoice, settings)
    currency = _decide_currency(context)
    theme_id, branding = decide_branding(invoice, context)
    reference = decide_reference(invoice, kind, context)
    status, is_sent = _decide_status(kind, context)
    issued_on, due_on, dates = document_dates(invoice, context)
    if kind is DocumentKind.CREDIT_NOTE:
        dates = tuple(each for each in dates if each.subject is not Subject.DUE_DATE)
    draft = XeroDraft(
        kind=kind,
        number=number.value,
        contact_id=context.contact_id,
        issued_on=issued_on,
        due_on=due_on,
        currency=currency.value,
        status=status.value,
        reference=reference.value,
        marker_url=marker_url(context.public_url, context.connection_id, invoice.autotask_id),
        is_sent_to_contact=is_sent,
        lines=lines,
        branding_theme_id=theme_id,
    )
    return draft, (number, *dates, currency, status, reference, branding)


def _decide_status(kind: DocumentKind, context: MappingContext) -> tuple[Decision, bool]:
    """Xero's credit notes know no due date and no mark of being sent."""
    settings = context.settings
    status = settings.arrival_status
    is_approved_invoice = kind is DocumentKind.INVOICE and status is ArrivalStatus.AUTHORISED
    is_sent = settings.mark_sent and is_approved_invoice
    how = {ArrivalStatus.DRAFT: "as drafts", ArrivalStatus.AUTHORISED: "approved"}[status]
    reason = f"Documents of this connection arrive {how}{' and marked as sent' if is_sent else ''}."
    return Decision(Subject.STATUS, status.value, reason), is_sent


def _decide_currency(context: MappingContext) -> Decision:
    """The company's currency; the organisation's own needs no subscription."""
    lists, currency = context.lists, context.currency
    base = lists.organisation.base_currency if lists.organisation else ""
    if not currency and base:
        return Decision(Subject.CURRENCY, base, "Autotask names no currency; the organisation's.")
    if not currency:
        raise MappingError("no currency", code="CURRENCY_UNKNOWN")
    is_known = lists.currencies is None or currency in lists.currencies or currency == base
    if not is_known:
        raise MappingError(
            f"not subscribed to {currency}", code="CURRENCY_NOT_SUBSCRIBED", currency=currency
        )
    return Decision(
        Subject.CURRENCY, currency, f"{currency} is the company's currency in Autotask."
    )
