"""Resync of a document that Xero has already: the same document is updated, or nothing is changed.

What Autotask has voided is voided there instead (`void.py`).

Xero's document is read first; only a real difference is written, by id, and only if Xero lets the
document change and nothing is lost that a bookkeeper put on a line of ours. A line that Autotask
does not bill goes, and the log says so. A second document is never made: one that was deleted in
Xero has given up its place, so that case starts anew.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from core.clients.xero.payloads import path_of
from core.domain.difference import compare, may_change
from core.domain.doubt import Doubt
from core.domain.errors import RejectedError, SyncError
from core.domain.faults import make_fault
from core.domain.merging import merge
from core.domain.records import PostingRecord
from core.domain.refusals import recognise
from core.domain.xero_document import DocumentKind, XeroDocument, XeroDraft
from core.store.invoices import Terms
from services.xero_posting.comparing import keep, locked_up_to, map_for, notice_of
from services.xero_posting.deliver import deliver
from services.xero_posting.desk import Desk
from services.xero_posting.freeze import freeze_change
from services.xero_posting.outcomes import WORDS, values_of
from services.xero_posting.ports import Mapped
from services.xero_posting.prove import wait_out
from services.xero_posting.put_back import give_back_after
from services.xero_posting.stop import stop_claimed
from services.xero_posting.tracing import trace_question
from services.xero_posting.void import void_document, waits_for_late

# Updates lead every round: one whose document cannot be read now lets the others go before it.
_UPDATE_PAUSE = timedelta(seconds=60)
_NUMBER_KEPT = (
    "A request under the number that it has in Xero may still be on its way; the number is changed "
    "at {at} UTC, when nothing can arrive under the old one any more."
)


def update_document(desk: Desk, batch_id: str, record: PostingRecord) -> None:
    """Bring the Xero document of a claimed record in line with Autotask, or say why not."""
    try:
        document = _read(desk, record)
        if record.is_voided:
            ready = _prepare_void(desk, batch_id, record, document)
        else:
            ready = _prepare(desk, batch_id, record, document)
    except RejectedError as error:
        # It would be refused every time, and updates lead every round.
        stop_claimed(desk, batch_id, record, recognise(error.reasons, **values_of(record)))
    except SyncError as error:
        give_back_after(desk, batch_id, error, pause=_UPDATE_PAUSE)
        raise
    else:
        if ready is not None:
            ready()


def _read(desk: Desk, record: PostingRecord) -> XeroDocument | None:
    kind, xero_id = _kind_of(record), record.xero_id or ""
    document = desk.ledger.document(kind, xero_id)
    if record.is_traced:
        found = [] if document is None else [document]
        trace_question(desk, record.autotask_id, f"GET {path_of(kind)}/{xero_id}", found)
    return document


def _prepare_void(
    desk: Desk, batch_id: str, record: PostingRecord, document: XeroDocument | None
) -> Callable[[], None] | None:
    if waits_for_late(desk, batch_id, record, document):
        return None
    return partial(void_document, desk, batch_id, record, document)


def _prepare(
    desk: Desk, batch_id: str, record: PostingRecord, document: XeroDocument | None
) -> Callable[[], None] | None:
    """What is left to do when nothing has to be read any more; None when it is settled already."""
    if document is None:
        # Perhaps it is only late, or belongs to another organisation: no reason to create another.
        fault = make_fault("NOT_FOUND_IN_XERO", number=record.xero_number or "")
        stop_claimed(desk, batch_id, record, fault)
        return None
    if document.status == "DELETED":
        message = "It was deleted in Xero; it is created anew."
        desk.give_back(batch_id, "DELETED_IN_XERO", message, Terms(forgets_counterpart=True))
        return None
    mapped = map_for(desk, batch_id, record, document)
    return None if mapped is None else partial(_bring_in_line, desk, batch_id, mapped, document)


def _kind_of(record: PostingRecord) -> DocumentKind:
    return DocumentKind(record.xero_kind) if record.xero_kind else record.kind


def _bring_in_line(desk: Desk, batch_id: str, mapped: Mapped, document: XeroDocument) -> None:
    record, draft = mapped
    merged = merge(draft, document) if draft.kind is document.kind else None
    differences = compare(merged or draft, document)
    if document.status == "VOIDED":
        message = "The document is voided in Xero and may not change. Nothing was changed."
        keep(desk, batch_id, record, document, message, notice_of(message, differences))
    elif not differences:
        message = "Already the same in Xero; nothing was changed."
        keep(desk, batch_id, record, document, message)
    elif merged is None or not may_change(document):
        message = f"{_why_not(draft, document)} Nothing was changed."
        keep(desk, batch_id, record, document, message, notice_of(message, differences))
    elif (lock_on := locked_up_to(desk, merged, document)) is not None:
        message = f"Xero is locked up to {lock_on}. Nothing was changed."
        keep(desk, batch_id, record, document, message, notice_of(message, differences))
    elif record.doubt is not None and _frees_number(desk, record.doubt, merged, document):
        wait_out(desk, batch_id, record, record.doubt, _NUMBER_KEPT)
    else:
        _tell_removed(desk, record, merged, document)
        deliver(desk, freeze_change(desk, batch_id, (record, merged), document))


def _frees_number(desk: Desk, doubt: Doubt, merged: XeroDraft, document: XeroDocument) -> bool:
    """The number that the document has keeps a lost send of ours out of Xero; another would not."""
    return merged.number != document.number and desk.now() < doubt.ends_at


def _tell_removed(
    desk: Desk, record: PostingRecord, merged: XeroDraft, document: XeroDocument
) -> None:
    """A line that Autotask no longer bills, or that a bookkeeper added: nobody can tell which."""
    kept = {line.xero_id for line in merged.lines}
    gone = [line for line in document.lines if line.xero_id not in kept]
    if gone:
        what = "; ".join(f"“{line.description}” ({line.net})" for line in gone)
        message = f"Lines that only Xero had go from {document.number}: {what}."
        desk.journal.warning("LINES_REMOVED", message, autotask_id=record.autotask_id)


def _why_not(draft: XeroDraft, document: XeroDocument) -> str:
    if draft.kind is not document.kind:
        pair = {WORDS[draft.kind], WORDS[document.kind]}
        if pair == {"invoice", "credit note"}:
            return "An invoice cannot become a credit note in Xero, nor the other way round."
        return f"Xero has it as another kind of document: {WORDS[document.kind]}."
    if document.has_payments:
        return "The document in Xero has a payment or credit on it and may not change."
    if not may_change(document):
        return f"The document in Xero is {document.status.lower()} and may not change."
    return "The lines in Xero carry tracking, items or discounts that an update would remove."
