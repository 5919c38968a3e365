"""Finds out what became of an update that nobody answered, without overwriting anybody.

The document itself tells: it shows our content, or it is as we read it, or somebody has changed it.
Only untouched does it get the same bytes again, under the same key. What somebody else changed
since is never overwritten: a person decides, by another Resync.
"""

from core.domain.batch import Batch
from core.domain.difference import fits
from core.domain.remedy import LATEST_COMMIT, may_resend
from core.domain.xero_document import XeroDocument
from services.xero_posting.comparing import keep_different
from services.xero_posting.deliver import deliver
from services.xero_posting.desk import Desk
from services.xero_posting.outcomes import WORDS, Outcomes

_TOUCHED = (
    "It was changed in Xero while the outcome of our update was open; that was not overwritten. "
    "Resync brings it in line with Autotask."
)


def look_up_update(desk: Desk, batch: Batch) -> None:
    """Settle the update, send it again, or leave it open until it cannot be on its way any more."""
    (element,) = batch.elements
    document = desk.ledger.document(batch.kind.document_kind, element.xero_id)
    if document is not None and fits(element.fingerprint, document):
        found = Outcomes(desk, batch, desk.records_of(batch))
        if found.holds(element):
            noun = WORDS[document.kind]
            message = f"Xero {noun} {document.number} was updated as {document.status}."
            found.complete(element, document, message)
        found.store()
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


def _is_untouched(batch: Batch, document: XeroDocument) -> bool:
    return document.updated_at == batch.elements[0].seen_at


def _may_resend(desk: Desk, batch: Batch) -> bool:
    return desk.connection.is_active and may_resend(batch, desk.now())


def _is_over(desk: Desk, batch: Batch) -> bool:
    last = batch.last_sent_at
    return last is None or desk.now() >= last + LATEST_COMMIT


def _let_go(desk: Desk, batch: Batch, document: XeroDocument | None) -> None:
    """The update did not arrive and will not: compared anew, unless somebody was at it since."""
    if document is None or document.status in ("DELETED", "VOIDED"):
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
