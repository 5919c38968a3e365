"""Settles a void by Xero's answer: the record is skipped, stopped, or looks at the document once more."""

from collections.abc import Sequence
from dataclasses import replace

from core.domain.batch import Batch
from core.domain.faults import Fault, make_fault
from core.domain.markers import is_ours_by_mark
from core.domain.records import PostingRecord
from core.domain.refusals import recognise
from core.domain.settlement import Accepted, Outcome
from core.domain.status import Status
from core.domain.voiding import DELETED, describe_applied, ending_of, has_ended
from core.domain.xero_document import XeroDocument
from core.store.invoices import Skip
from services.xero_posting.desk import Desk
from services.xero_posting.outcomes import WORDS, values_of
from services.xero_posting.stop import stop_claimed

VOIDED = "VOIDED"
_COMPARE_AGAIN = "The document changed in Xero meanwhile; it is read once more."


def settle_void(desk: Desk, batch: Batch, outcomes: Sequence[Outcome]) -> bool:
    """Bring the answer into the ledger; False when it leaves open what became of the document."""
    (outcome,) = outcomes
    element = outcome.element
    record = desk.records_of(batch).get(element.source_id)
    if record is None:
        return True
    if isinstance(outcome, Accepted):
        document = outcome.answer.document
        if document is None or document.xero_id != element.xero_id or not has_ended(document):
            return False
        end_record(desk, batch.id, record, document, tell_ended(document, is_ours=True))
        return True
    reasons: Sequence[str] = getattr(outcome, "reasons", ())
    if reasons:
        refuse_void(desk, batch, reasons)
    return bool(reasons)


def refuse_void(desk: Desk, batch: Batch, reasons: Sequence[str]) -> None:
    """Xero said no: somebody has paid, approved or ended the document meanwhile, or it is locked."""
    (element,) = batch.elements
    record = desk.records_of(batch).get(element.source_id)
    if record is None:
        return
    document = desk.ledger.document(batch.kind.document_kind, element.xero_id)
    if document is None or ending_of(document) not in (None, element.status):
        desk.give_back(batch.id, "COMPARE_AGAIN", _COMPARE_AGAIN)
    elif has_ended(document):
        message = tell_ended(document, is_ours=batch.sends > 1)
        end_record(desk, batch.id, record, document, message)
    elif ending_of(document) is None:
        may_not_end(desk, batch.id, record, document, reasons)
    else:
        fault = _refusal(record, document, reasons)
        desk.doubt_lists(desk.connection.id, fault.code)
        stop_claimed(desk, batch.id, record, fault, document)


def may_not_end(
    desk: Desk,
    batch_id: str,
    record: PostingRecord,
    document: XeroDocument,
    reasons: Sequence[str] = (),
) -> None:
    """Money or credit stands on it: a person decides, and sees what it is."""
    stop_claimed(desk, batch_id, record, _paid(document, reasons), document)


def end_record(
    desk: Desk,
    batch_id: str,
    record: PostingRecord,
    document: XeroDocument,
    message: str,
) -> None:
    """Xero shows that it has ended there: the record is skipped and keeps which document it was."""
    skip = Skip(record.autotask_id, VOIDED, message, document)
    desk.records.skip(desk.connection.id, batch_id, [skip], desk.step(VOIDED, message))
    desk.journal.info(VOIDED, message, autotask_id=record.autotask_id, xero_id=document.xero_id)
    desk.tell_status([record.autotask_id], Status.SKIPPED)


def tell_ended(document: XeroDocument, *, is_ours: bool) -> str:
    """What happened in Xero, in a sentence; `is_ours`: by our request."""
    end = "deleted" if document.status == DELETED else "voided"
    when = "was" if is_ours else "had already been"
    what = f"Xero's {WORDS[document.kind]} {document.number}"
    message = f"Voided in Autotask; {what} {when} {end} there."
    if is_ours and not is_ours_by_mark(document):
        return f"{message} Somebody else had entered it, and it was linked to this invoice."
    return message


def _paid(document: XeroDocument, reasons: Sequence[str]) -> Fault:
    return make_fault(
        "VOIDED_BUT_PAID",
        vendor_text="\n".join(reasons),
        number=document.number,
        payments=describe_applied(document),
    )


def _refusal(record: PostingRecord, document: XeroDocument, reasons: Sequence[str]) -> Fault:
    fault = recognise(reasons, **values_of(record))
    if fault.code == "DOCUMENT_LOCKED":
        return _paid(document, reasons)
    told = fault.message.replace("Nothing was created.", "").strip()
    message = f"Autotask voided it, and its document in Xero was not changed. {told}".strip()
    return replace(fault, message=message)
