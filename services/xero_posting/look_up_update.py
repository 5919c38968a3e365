"""Finds out what became of an update or void that nobody answered, without overwriting anybody.

The document itself tells: it shows our content, or it is as we read it, or somebody has changed it.
Only untouched does it get the same bytes again, under the same key. What somebody else changed
since is never overwritten: a person decides, by another Resync. A void overwrites nothing; it is
begun anew with the document as it is then. It goes again only as long as it is still wanted.
"""

from core.clients.xero.payloads import path_of
from core.domain.batch import Batch, Element
from core.domain.difference import fits
from core.domain.remedy import LATEST_COMMIT, may_resend
from core.domain.setting_choices import VoidRule
from core.domain.voiding import has_ended
from core.domain.xero_document import XeroDocument
from services.xero_posting.comparing import keep_different
from services.xero_posting.deliver import deliver
from services.xero_posting.desk import Desk
from services.xero_posting.outcomes import WORDS, Outcomes
from services.xero_posting.settle_void import end_record, tell_ended
from services.xero_posting.tracing import trace_question

_TOUCHED = (
    "It was changed in Xero while the outcome of our update was open; that was not overwritten. "
    "Resync brings it in line with Autotask."
)


def look_up_update(desk: Desk, batch: Batch) -> None:
    """Settle the update, send it again, or leave it open until it cannot be on its way any more."""
    (element,) = batch.elements
    document = _read(desk, batch, element)
    if document is not None and _has_arrived(element, document):
        _settle(desk, batch, element, document)
        desk.batches.close(batch.id, "looked up", desk.now())
    elif document is not None and _is_untouched(batch, document) and _may_resend(desk, batch):
        desk.journal.info(
            "SENT_AGAIN",
            "An update goes to Xero again under its own key; the document is as we read it.",
            detail={"batch": batch.id, "sends": batch.sends},
        )
        deliver(desk, batch)
    elif not _is_over(desk, batch):
        desk.batches.mark_looked_up(batch.id, desk.now())
    else:
        _let_go(desk, batch, document)
        desk.batches.close(batch.id, "looked up", desk.now())


def _read(desk: Desk, batch: Batch, element: Element) -> XeroDocument | None:
    kind = batch.kind.document_kind
    document = desk.ledger.document(kind, element.xero_id)
    if element.is_traced:
        found = [] if document is None else [document]
        question = f"GET {path_of(kind)}/{element.xero_id}"
        trace_question(desk, element.source_id, question, found)
    return document


def _has_arrived(element: Element, document: XeroDocument) -> bool:
    if element.ends_document:
        return has_ended(document)
    return fits(element.fingerprint, document)


def _settle(desk: Desk, batch: Batch, element: Element, document: XeroDocument) -> None:
    records = desk.records_of(batch)
    if element.source_id not in records:
        return
    if element.ends_document:
        record = records[element.source_id]
        end_record(desk, batch.id, record, document, tell_ended(document, is_ours=True))
        return
    found = Outcomes(desk, batch, records)
    message = f"Xero {WORDS[document.kind]} {document.number} was updated as {document.status}."
    found.complete(element, document, message)
    found.store()


def _is_untouched(batch: Batch, document: XeroDocument) -> bool:
    return document.updated_at == batch.elements[0].seen_at


def _may_resend(desk: Desk, batch: Batch) -> bool:
    if not (desk.connection.is_active and may_resend(batch, desk.now())):
        return False
    return not batch.is_void or _is_still_meant(desk, batch)


def _is_still_meant(desk: Desk, batch: Batch) -> bool:
    """The option may say "keep" by now, and another may have the record in hand."""
    if desk.connection.settings.void_rule is VoidRule.KEEP:
        return False
    record = desk.records_of(batch).get(batch.elements[0].source_id)
    return record is not None and record.is_voided


def _is_over(desk: Desk, batch: Batch) -> bool:
    last = batch.last_sent_at
    return last is None or desk.now() >= last + LATEST_COMMIT


def _let_go(desk: Desk, batch: Batch, document: XeroDocument | None) -> None:
    """The update did not arrive and will not: compared anew, unless somebody was at it since."""
    if document is None or has_ended(document) or batch.is_void:
        _compare_again(desk, batch)
        return
    if _is_untouched(batch, document):
        _compare_again(desk, batch)
        return
    for record in desk.records_of(batch).values():
        keep_different(desk, batch.id, record, document, _TOUCHED)


def _compare_again(desk: Desk, batch: Batch) -> None:
    """The next round reads the document and compares it before it writes anything."""
    message = "The update had no answer and did not arrive; it is compared again."
    desk.give_back(batch.id, "COMPARE_AGAIN", message)
