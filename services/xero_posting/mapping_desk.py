"""Maps claimed invoices with the connection's tables and keeps the reason of every choice."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import timedelta

from core.domain.admission import (
    Admitted,
    Held,
    Skipped,
    Stopped,
    Verdict,
    admit,
    admit_by_hand,
)
from core.domain.batch import Element
from core.domain.company import company_from
from core.domain.errors import MappingError
from core.domain.faults import make_fault
from core.domain.mapping import MappedInvoice, map_invoice, marker_reference
from core.domain.records import InvoiceRecord
from core.domain.xero_document import DocumentKind, XeroDraft
from core.store.invoices import REFRESHING, Terms
from services.xero_posting.contexts import Contexts
from services.xero_posting.desk import Desk
from services.xero_posting.stop import stop_claimed

__all__ = ["Contexts", "Mapped", "element_of", "map_claimed"]

Mapped = tuple[InvoiceRecord, XeroDraft]

_PATIENCE = timedelta(minutes=1)


def map_claimed(
    desk: Desk, batch_id: str, claimed: Sequence[InvoiceRecord], linked: Mapping[int, str]
) -> list[Mapped]:
    """Map what was claimed; one that the tables do not cover becomes a Fault and drops out."""
    mapped: list[tuple[InvoiceRecord, MappedInvoice]] = []
    contexts = Contexts(desk.connection, desk.lists, desk.public_url)
    for record in claimed:
        contact_id = linked.get(record.invoice.company_id)
        if contact_id is None:
            message = "It belongs to another company now; once more."
            ids = [record.invoice.autotask_id]
            desk.give_back(batch_id, "COMPANY_CHANGED", message, autotask_ids=ids)
            continue
        if not _is_fit(desk, batch_id, record):
            continue
        try:
            mapped.append((record, map_invoice(record.invoice, contexts.of(record, contact_id))))
        except MappingError as error:
            stop_claimed(desk, batch_id, record, make_fault(error.code, **error.values))
    desk.invoices.record_decisions(
        desk.connection.id,
        {
            record.invoice.autotask_id: tuple(asdict(decision) for decision in each.decisions)
            for record, each in mapped
        },
    )
    return [(record, each.draft) for record, each in mapped]


def _is_fit(desk: Desk, batch_id: str, record: InvoiceRecord) -> bool:
    """Ask the guards and rules once more, on the very data that would be sent.

    A Resync may go with stored data, and what was traced or skipped was never judged as it is now.
    """
    match _judge(desk, record):
        case Admitted():
            return True
        case Stopped(fault):
            stop_claimed(desk, batch_id, record, fault)
        case Held(code, message):
            terms = Terms(hold_until=desk.now())
            ids = [record.invoice.autotask_id]
            desk.give_back(batch_id, code, message, terms, autotask_ids=ids)
        case Skipped(_, message):
            # Only ingestion skips; it looks at what waits for fresh data.
            terms = Terms(hold_until=desk.now() + _PATIENCE)
            ids = [record.invoice.autotask_id]
            desk.give_back(batch_id, REFRESHING, message, terms, autotask_ids=ids)
    return False


def _judge(desk: Desk, record: InvoiceRecord) -> Verdict:
    settings, now = desk.connection.settings, desk.now()
    seen_at = record.ingested_at or now
    is_in_xero = record.xero_id is not None
    guarded = admit_by_hand(
        record.invoice, settings, is_in_xero=is_in_xero, seen_at=seen_at, now=now
    )
    if is_in_xero or record.is_unskipped or not isinstance(guarded, Admitted):
        return guarded
    company_id = str(record.invoice.company_id)
    stored = desk.lists.load_some(desk.connection.id, "company", [company_id]).get(company_id)
    company = company_from(stored) if stored else None
    return admit(record.invoice, company, settings, seen_at=seen_at, now=now)


def element_of(record: InvoiceRecord, draft: XeroDraft) -> Element:
    """What will prove that an answer, or a document found later, is this invoice."""
    marker = (
        draft.marker_url
        if draft.kind is DocumentKind.INVOICE
        else marker_reference(record.connection_id, record.invoice.autotask_id)
    )
    return Element(
        source_id=record.invoice.autotask_id,
        number=draft.number,
        total=draft.total,
        contact_id=draft.contact_id,
        marker=marker,
        content_hash=record.content_hash,
    )
