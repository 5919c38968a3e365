"""Chooses what is due, claims it, maps it and freezes the request: fifty documents, one call.

1. Contacts first (`contacts.py`), so that an invoice names its contact by id and nothing else.
2. Claim a batch of one kind; only then read and map, so that nobody changes it in between.
3. What the tables do not say becomes a Fault; the rest is frozen with its bytes and key.
4. `deliver` sends and settles.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import uuid4

from core.clients.xero.payloads import freeze_documents
from core.domain.batch import Batch, BatchKind, Write, prepare
from core.domain.records import InvoiceRecord
from core.domain.status import Status
from core.domain.xero_document import DocumentKind
from services.xero_posting.contacts import ensure_contacts
from services.xero_posting.deliver import deliver
from services.xero_posting.desk import Desk
from services.xero_posting.mapping_desk import Mapped, element_of, map_claimed
from services.xero_posting.update import update_document

_LOOK_AHEAD = 4
_PATIENCE = timedelta(seconds=60)


def post_due(desk: Desk, *, is_ingesting: bool) -> int:
    """Send everything that is due; returns how many documents were in the batches.

    While ingestion is still bringing invoices in, a batch that is not full waits for more. Invoices
    whose contact is still being made wait for it.
    """
    size = desk.connection.settings.batch_size
    posted = 0
    while due := desk.invoices.due(desk.connection.id, desk.now(), size * _LOOK_AHEAD):
        if desk.blocked_until() is not None or not desk.may_go_on():
            break
        companies = {each.invoice.company_id for each in due if not each.xero_id}
        ensure_contacts(desk, companies)
        linked = desk.links.linked(desk.connection.id, companies)
        ready = [each for each in due if each.xero_id or each.invoice.company_id in linked]
        batch = _choose(ready, size, may_be_partial=not is_ingesting or _is_old(due, desk))
        if not batch:
            break
        if batch[0].xero_id:
            update_document(desk, batch[0])
        else:
            _post(desk, batch, linked)
        posted += len(batch)
    return posted


def _is_old(due: Sequence[InvoiceRecord], desk: Desk) -> bool:
    oldest = min(record.ingested_at or desk.now() for record in due)
    return desk.now() - oldest > _PATIENCE


def _choose(
    due: Sequence[InvoiceRecord], size: int, *, may_be_partial: bool
) -> list[InvoiceRecord]:
    """One update or one lone document, else the fullest batch of a kind."""
    alone = next((record for record in due if record.xero_id or record.is_solo), None)
    if alone is not None:
        return [alone]
    invoices = [record for record in due if record.invoice.total >= 0]
    credit_notes = [record for record in due if record.invoice.total < 0]
    fullest = max(invoices, credit_notes, key=len)[:size]
    return fullest if len(fullest) == size or may_be_partial else []


def _post(desk: Desk, chosen: Sequence[InvoiceRecord], linked: Mapping[int, str]) -> None:
    batch_id = uuid4().hex
    claimed = desk.invoices.claim(
        desk.connection.id,
        [record.invoice.autotask_id for record in chosen],
        batch_id,
        desk.step("CLAIMED", f"Sent to Xero with a batch of {len(chosen)}."),
    )
    for record in claimed:
        message = f"Taken into a batch of {len(claimed)} for Xero."
        desk.journal.info("CLAIMED", message, autotask_id=record.invoice.autotask_id)
    desk.tell_status([each.invoice.autotask_id for each in claimed], Status.PROCESSING)
    mapped = _of_one_kind(desk, batch_id, map_claimed(desk, batch_id, claimed, linked))
    if mapped:
        deliver(desk, _freeze(desk, batch_id, mapped))


def _of_one_kind(desk: Desk, batch_id: str, mapped: Sequence[Mapped]) -> Sequence[Mapped]:
    """Autotask may have turned an invoice below zero between being chosen and being claimed."""
    kind = mapped[0][1].kind if mapped else None
    others = [record.invoice.autotask_id for record, draft in mapped if draft.kind is not kind]
    if others:
        message = "It has become another kind of document; once more."
        desk.give_back(batch_id, "KIND_CHANGED", message, autotask_ids=others)
    return [each for each in mapped if each[1].kind is kind]


def _freeze(desk: Desk, batch_id: str, mapped: Sequence[Mapped]) -> Batch:
    is_credit = mapped[0][1].kind is DocumentKind.CREDIT_NOTE
    write = Write(
        kind=BatchKind.CREDIT_NOTES if is_credit else BatchKind.INVOICES,
        method="PUT",
        path="CreditNotes" if is_credit else "Invoices",
        body=freeze_documents([draft for _, draft in mapped]),
    )
    elements = tuple(element_of(record, draft) for record, draft in mapped)
    tenant_id = desk.connection.tenant_id or ""
    batch = prepare(batch_id, desk.connection.id, tenant_id, write, elements)
    desk.batches.freeze(batch, desk.lease.fence, desk.now())
    return batch
