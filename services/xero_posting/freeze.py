"""Turns mapped drafts into a frozen batch: exact bytes, key, and what will prove each element."""

from collections.abc import Sequence
from dataclasses import replace

from core.clients.xero.payloads import freeze_ending, freeze_fitting, freeze_update, path_of
from core.domain.batch import CREATES, UPDATES, Batch, Element, Write, is_unique, prepare
from core.domain.batch_size import MOST_BYTES
from core.domain.difference import fingerprint
from core.domain.mapping import marker_reference
from core.domain.markers import LINKED_KINDS, marks_in
from core.domain.records import PostingRecord
from core.domain.xero_document import DocumentKind, XeroDocument, XeroDraft
from services.xero_posting.desk import Desk
from services.xero_posting.ports import Mapped


def of_one_kind(mapped: Sequence[Mapped]) -> tuple[list[Mapped], list[Mapped]]:
    """What may share a batch with the first of them, and the rest.

    One kind, and all kept unique by Xero or none: they have different remedies.
    """
    first = _sort(mapped[0][1])
    alike = [each for each in mapped if _sort(each[1]) == first]
    return alike, [each for each in mapped if _sort(each[1]) != first]


def _sort(draft: XeroDraft) -> tuple[DocumentKind, bool]:
    return draft.kind, is_unique(draft.kind, draft.number)


def freeze_batch(desk: Desk, batch_id: str, mapped: Sequence[Mapped]) -> Batch:
    """Freeze as many of these as fit into one request, from the first on."""
    kind = mapped[0][1].kind
    body, taken = freeze_fitting([draft for _, draft in mapped], MOST_BYTES)
    write = Write(CREATES[kind], "PUT", path_of(kind), body)
    elements = tuple(element_of(record, draft) for record, draft in mapped[:taken])
    return _freeze(desk, batch_id, write, elements)


def freeze_change(desk: Desk, batch_id: str, mapped: Mapped, document: XeroDocument) -> Batch:
    """Freeze the change of one document; the draft has been merged with it."""
    record, draft = mapped
    write = Write(
        UPDATES[document.kind],
        "POST",
        f"{path_of(document.kind)}/{document.xero_id}",
        freeze_update(draft, document.xero_id),
    )
    element = replace(
        element_of(record, draft),
        xero_id=document.xero_id,
        seen_at=document.updated_at,
        fingerprint=fingerprint(draft),
    )
    return _freeze(desk, batch_id, write, (element,))


def freeze_end(
    desk: Desk, batch_id: str, record: PostingRecord, document: XeroDocument, status: str
) -> Batch:
    """Freeze the end of one document, which takes nothing from the record but that it is void."""
    path = f"{path_of(document.kind)}/{document.xero_id}"
    write = Write(UPDATES[document.kind], "POST", path, freeze_ending(document, status))
    element = Element(
        source_id=record.autotask_id,
        number=document.number,
        total=document.total,
        contact_id=document.contact_id,
        marker=marker_reference(record.connection_id, record.autotask_id),
        content_hash=record.content_hash,
        currency=document.currency,
        status=status,
        xero_id=document.xero_id,
        seen_at=document.updated_at,
        is_traced=record.is_traced,
    )
    return _freeze(desk, batch_id, write, (element,))


def element_of(record: PostingRecord, draft: XeroDraft) -> Element:
    """What will prove that an answer, or a document found later, is this record."""
    marker = (
        draft.marker_url
        if draft.kind in LINKED_KINDS
        else marker_reference(record.connection_id, record.autotask_id)
    )
    carried = draft.marker_url if draft.kind in LINKED_KINDS else draft.reference
    if not marks_in(marker) & marks_in(carried):
        raise ValueError(f"the draft of {record.autotask_id} does not carry its mark")
    return Element(
        source_id=record.autotask_id,
        number=draft.number,
        total=draft.total,
        contact_id=draft.contact_id,
        marker=marker,
        content_hash=record.content_hash,
        currency=draft.currency,
        status=draft.status,
        is_traced=record.is_traced,
    )


def _freeze(desk: Desk, batch_id: str, write: Write, elements: tuple[Element, ...]) -> Batch:
    tenant_id = desk.connection.tenant_id or ""
    batch = prepare(batch_id, desk.connection.id, tenant_id, write, elements)
    desk.batches.freeze(batch, desk.lease.fence, desk.now())
    return batch
