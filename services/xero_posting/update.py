"""Resync of a document that Xero has already: the same document is updated, or nothing is changed.

Xero's document is read first; only a real difference is written, by id, and only if Xero lets the
document change. A second document is never made: one that was deleted in Xero has given up its
place, so that case starts anew.
"""

from dataclasses import replace
from uuid import uuid4

from core.clients.xero.payloads import freeze_update
from core.domain.batch import Batch, BatchKind, Write, prepare
from core.domain.difference import compare, may_change
from core.domain.faults import make_fault
from core.domain.records import InvoiceRecord
from core.domain.status import Status
from core.domain.xero_document import DocumentKind, XeroDocument, XeroDraft
from core.store.invoices import Completion, Terms
from services.xero_posting.deliver import deliver
from services.xero_posting.desk import Desk
from services.xero_posting.mapping_desk import Mapped, element_of, map_claimed
from services.xero_posting.stop import stop_claimed


def update_document(desk: Desk, record: InvoiceRecord) -> None:
    """Bring one Xero document in line with Autotask, or say why that is not possible."""
    document = _read(desk, record)
    batch_id = uuid4().hex
    claimed = desk.invoices.claim(
        desk.connection.id,
        [record.invoice.autotask_id],
        batch_id,
        desk.step("CLAIMED", "Compared with the document in Xero."),
    )
    if not claimed:
        return
    if document is None:
        # Perhaps it is only late, or belongs to another organisation: no reason to create another.
        number = claimed[0].xero_number or ""
        stop_claimed(desk, batch_id, claimed[0], make_fault("NOT_FOUND_IN_XERO", number=number))
        return
    if document.status == "DELETED":
        message = "It was deleted in Xero; it is created anew."
        desk.give_back(batch_id, "DELETED_IN_XERO", message, Terms(forgets_counterpart=True))
        return
    contact = {record.invoice.company_id: document.contact_id}
    linked = desk.links.linked(desk.connection.id, contact) or contact
    mapped = map_claimed(desk, batch_id, claimed, linked)
    if mapped:
        _bring_in_line(desk, batch_id, mapped[0], document)


def _read(desk: Desk, record: InvoiceRecord) -> XeroDocument | None:
    xero_id = record.xero_id or ""
    if record.xero_kind == DocumentKind.CREDIT_NOTE.value:
        return desk.ledger.credit_note(xero_id)
    found = desk.ledger.invoices_by_id([xero_id])
    return found[0] if found else None


def _bring_in_line(desk: Desk, batch_id: str, mapped: Mapped, document: XeroDocument) -> None:
    draft = mapped[1]
    differences = compare(draft, document)
    if document.status == "VOIDED":
        message = "The document is voided in Xero and may not change. Nothing was changed."
        _keep(desk, batch_id, mapped, document, message, notice=message)
    elif not differences:
        _keep(desk, batch_id, mapped, document, "Already the same in Xero; nothing was changed.")
    elif not may_change(document) or draft.kind is not document.kind:
        names = ", ".join(each.field for each in differences)
        reason = _why_not(draft, document)
        detail = "; ".join(f"{d.field}: Autotask {d.autotask}, Xero {d.xero}" for d in differences)
        message = f"{reason} Nothing was changed. Different: {names}."
        _keep(desk, batch_id, mapped, document, message, notice=f"{message} {detail}")
    else:
        deliver(desk, _freeze(desk, batch_id, mapped, document))


def _why_not(draft: XeroDraft, document: XeroDocument) -> str:
    if draft.kind is not document.kind:
        return "An invoice cannot become a credit note in Xero, nor the other way round."
    if document.has_extras:
        return "The lines in Xero carry tracking, items or discounts that an update would remove."
    if document.has_payments:
        return "The document in Xero has a payment or credit on it and may not change."
    return f"The document in Xero is {document.status.lower()} and may not change."


def _keep(
    desk: Desk,
    batch_id: str,
    mapped: Mapped,
    document: XeroDocument,
    message: str,
    notice: str | None = None,
) -> None:
    record = mapped[0]
    completion = Completion(
        record.invoice.autotask_id,
        document,
        record.content_hash,
        message,
        {"code": "DIFFERENT_IN_XERO", "message": notice} if notice else None,
    )
    step = desk.step("COMPARED", message)
    desk.invoices.complete(desk.connection.id, batch_id, [completion], step)
    desk.journal.info(
        "COMPARED", message, autotask_id=record.invoice.autotask_id, xero_id=document.xero_id
    )
    desk.tell_status([record.invoice.autotask_id], Status.COMPLETE)


def _freeze(desk: Desk, batch_id: str, mapped: Mapped, document: XeroDocument) -> Batch:
    record, draft = mapped
    is_credit = document.kind is DocumentKind.CREDIT_NOTE
    write = Write(
        kind=BatchKind.CREDIT_NOTE_UPDATE if is_credit else BatchKind.INVOICE_UPDATE,
        method="POST",
        path=f"{'CreditNotes' if is_credit else 'Invoices'}/{document.xero_id}",
        body=freeze_update(_keeping_status(draft, document), document.xero_id),
    )
    tenant_id = desk.connection.tenant_id or ""
    elements = (element_of(record, draft),)
    batch = prepare(batch_id, desk.connection.id, tenant_id, write, elements)
    desk.batches.freeze(batch, desk.lease.fence, desk.now())
    return batch


def _keeping_status(draft: XeroDraft, document: XeroDocument) -> XeroDraft:
    """Approval is the bookkeeper's: an update never takes it back and never gives it."""
    return replace(draft, status=document.status, is_sent_to_contact=document.is_sent_to_contact)
