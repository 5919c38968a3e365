"""The reference of a document, and the marker that proves whose it is (design.md section 6)."""

from core.domain.decision import Decision, Subject
from core.domain.invoice import Invoice
from core.domain.mapping.context import MappingContext
from core.domain.placeholders import fill
from core.domain.plain_text import clean, cut
from core.domain.xero_document import DocumentKind

_LONGEST = 255
_BETWEEN = " - "


def marker_url(public_url: str, connection_id: str, autotask_id: int) -> str:
    """The address of the record; stored on the Xero invoice, it proves whose it is."""
    return f"{public_url.rstrip('/')}/c/{connection_id}/sync/invoices/{autotask_id}"


def marker_reference(connection_id: str, autotask_id: int) -> str:
    """The same proof where Xero has no link field (credit notes)."""
    return f"Autotask {connection_id}/{autotask_id}"


def document_values(invoice: Invoice, context: MappingContext) -> dict[str, str]:
    """What the placeholders of a template about the whole document stand for."""
    return {
        "order_number": (invoice.order_number or "").strip(),
        "number": invoice.number or "",
        "autotask_id": str(invoice.autotask_id),
        "company": context.company,
    }


def decide_reference(invoice: Invoice, kind: DocumentKind, context: MappingContext) -> Decision:
    """The reference by the template; on a credit note the marker follows it, whole."""
    template = context.settings.reference_template
    text = clean(fill(template, document_values(invoice, context)))
    if kind is not DocumentKind.CREDIT_NOTE:
        reason = f"By the template {template}." if text else "The template leaves it empty."
        return Decision(Subject.REFERENCE, cut(text, _LONGEST), reason)
    marker = marker_reference(context.connection_id, invoice.autotask_id)
    before = cut(text, _LONGEST - len(_BETWEEN) - len(marker))
    value = f"{before}{_BETWEEN}{marker}" if before else marker
    reason = "A credit note has no link in Xero; its reference proves whose it is."
    return Decision(Subject.REFERENCE, value, reason)
