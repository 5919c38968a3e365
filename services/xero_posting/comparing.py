"""A record beside the document that Xero has for it: what differs, and leaving it at that."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from core.domain.batch import Batch, Element
from core.domain.difference import FieldDifference, compare
from core.domain.faults import make_fault
from core.domain.lock_dates import is_locked, lock_date
from core.domain.merging import merge
from core.domain.organisation_lists import ListKind
from core.domain.records import PostingRecord
from core.domain.refusals import recognise
from core.domain.status import Status
from core.domain.xero_document import XeroDocument, XeroDraft
from core.store import organisation_lists
from core.store.invoices import Completion
from services.xero_posting.desk import Desk
from services.xero_posting.outcomes import values_of
from services.xero_posting.parties import billed_contacts
from services.xero_posting.ports import Mapped
from services.xero_posting.stop import stop_claimed

# Refusals that say: this document stays as it is, whatever it should be.
_MAY_NOT_CHANGE = frozenset(
    {"DOCUMENT_LOCKED", "PERIOD_LOCKED", "STATUS_CHANGE_REFUSED", "STATUS_REFUSED"}
)


def map_for(
    desk: Desk, batch_id: str, record: PostingRecord, document: XeroDocument
) -> Mapped | None:
    """The record as it would be sent now; without a link it keeps the contact that it has.

    That is no way to stay under the contact of another company, to which it belonged before.
    """
    linked = billed_contacts(desk.connection, desk.links, desk.lists, [record.party_id])
    if not linked and _is_anothers(desk, record, document):
        fault = make_fault("CONTACT_DIFFERS", number=document.number, other=document.contact_name)
        stop_claimed(desk, batch_id, record, fault)
        return None
    contact = {record.party_id: document.contact_id}
    mapped = desk.map(desk, batch_id, [record], linked or contact)
    if not mapped:
        return None
    return mapped[0][0], keep_locked_date(desk, mapped[0][1], document)


def keep_locked_date(desk: Desk, draft: XeroDraft, document: XeroDocument) -> XeroDraft:
    """For an update: a document that was moved out of a locked period stays where it is.

    Its own day in Autotask is closed, so that difference is no difference.
    """
    lists = organisation_lists.load(desk.lists, desk.connection.id, {ListKind.ORGANISATION})
    if document.issued_on is None or not is_locked(draft.issued_on, lists.organisation):
        return draft
    return replace(draft, issued_on=document.issued_on, due_on=document.due_on)


def _is_anothers(desk: Desk, record: PostingRecord, document: XeroDocument) -> bool:
    owner = desk.links.taken(desk.connection.id).get(document.contact_id)
    return owner not in (None, record.party_id)


def locked_up_to(desk: Desk, draft: XeroDraft, document: XeroDocument) -> date | None:
    """The lock date that forbids to change the document, as far as the stored list knows.

    The list may be hours old; the next round reads it again, so another Resync sees the present.
    """
    lists = organisation_lists.load(desk.lists, desk.connection.id, {ListKind.ORGANISATION})
    days = [draft.issued_on, *([document.issued_on] if document.issued_on else [])]
    if not any(is_locked(day, lists.organisation) for day in days):
        return None
    desk.doubt_lists(desk.connection.id, "PERIOD_LOCKED")
    return lock_date(lists.organisation)


def keep_refused(
    desk: Desk, batch: Batch, element: Element, record: PostingRecord, reasons: Sequence[str]
) -> bool:
    """Xero refused an update because the document may not change now: both sides are shown.

    False when it was refused for another reason.
    """
    fault = recognise(reasons, **values_of(record))
    if fault.code not in _MAY_NOT_CHANGE:
        return False
    document = desk.ledger.document(batch.kind.document_kind, element.xero_id)
    if document is None:
        return False
    desk.doubt_lists(desk.connection.id, fault.code)
    why = fault.message.replace("Nothing was created.", "").strip()
    keep_different(desk, batch.id, record, document, f"{why} Nothing was changed.")
    return True


def keep_different(
    desk: Desk, batch_id: str, record: PostingRecord, document: XeroDocument, message: str
) -> None:
    """Nothing is written, and the record shows both sides; a fault when it no longer maps."""
    mapped = map_for(desk, batch_id, record, document)
    if mapped is None:
        return
    draft = mapped[1]
    merged = merge(draft, document) if draft.kind is document.kind else None
    differences = compare(merged or draft, document)
    keep(desk, batch_id, record, document, message, notice_of(message, differences))


def notice_of(message: str, differences: Sequence[FieldDifference]) -> dict[str, Any]:
    """What the record shows beside its status: both sides, field by field."""
    return {
        "code": "DIFFERENT_IN_XERO",
        "message": message,
        "differences": [asdict(each) for each in differences],
    }


def keep(
    desk: Desk,
    batch_id: str,
    record: PostingRecord,
    document: XeroDocument,
    message: str,
    notice: Mapping[str, Any] | None = None,
) -> None:
    """Nothing is written: the record is Complete with the document as it is."""
    decisions = desk.decided.pop(record.autotask_id, None)
    wants_pdf = desk.wants_pdf(is_same=notice is None)
    doubt = record.doubt if record.doubt and desk.now() < record.doubt.ends_at else None
    completion = Completion(
        record.autotask_id,
        document,
        record.content_hash,
        message,
        notice,
        decisions,
        wants_pdf,
        doubt,
        tells_autotask=desk.tells_autotask() and not record.is_voided,
    )
    step = desk.step("COMPARED", message)
    desk.records.complete(desk.connection.id, batch_id, [completion], step)
    desk.journal.info("COMPARED", message, autotask_id=record.autotask_id, xero_id=document.xero_id)
    desk.tell_status([record.autotask_id], Status.COMPLETE)
