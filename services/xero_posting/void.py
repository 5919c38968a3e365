"""Brings a void of Autotask's to the document that Xero has: a draft is deleted, an approved one voided.

The document has been read for it just now. What has ended there already needs nothing; what Xero
does not show, or what has money or credit on it, is for a person; by option a document may also stay. The request is frozen,
sent and resolved like any update (`deliver.py`, `look_up_update.py`), and settled in
`settle_void.py`.
"""

from dataclasses import replace

from core.domain.doubt import Doubt
from core.domain.faults import Fault, make_fault
from core.domain.records import PostingRecord
from core.domain.setting_choices import VoidRule
from core.domain.voiding import DELETED, ending_of, has_ended
from core.domain.xero_document import XeroDocument
from core.store.invoices import Terms
from services.xero_posting.comparing import keep
from services.xero_posting.deliver import deliver
from services.xero_posting.desk import Desk
from services.xero_posting.freeze import freeze_end
from services.xero_posting.late_arrivals import kinds_of_doubt, marks_of_record
from services.xero_posting.outcomes import WORDS
from services.xero_posting.prove import MarkedDocuments
from services.xero_posting.settle_void import end_record, may_not_end, tell_ended
from services.xero_posting.stop import stop_claimed


def void_document(
    desk: Desk, batch_id: str, record: PostingRecord, document: XeroDocument | None
) -> None:
    """Settle a claimed record that Autotask has voided; `document` is what Xero has for it."""
    if document is None:
        # A document never vanishes: Xero shows deleted and voided ones too. Perhaps it is only late.
        stop_claimed(desk, batch_id, record, _not_shown(record))
    elif has_ended(document):
        end_record(desk, batch_id, record, document, tell_ended(document, is_ours=False))
    elif desk.connection.settings.void_rule is VoidRule.KEEP:
        _keep(desk, batch_id, record, document)
    elif (status := ending_of(document)) is None:
        may_not_end(desk, batch_id, record, document)
    else:
        deliver(desk, freeze_end(desk, batch_id, record, document, status))


def _not_shown(record: PostingRecord) -> Fault:
    fault = make_fault("NOT_FOUND_IN_XERO", number=record.xero_number or "a document")
    return replace(fault, message=f"Autotask voided it. {fault.message}")


def waits_for_late(
    desk: Desk, batch_id: str, record: PostingRecord, document: XeroDocument | None
) -> bool:
    """True when a void has to wait, or to begin anew, because of a lost send of ours.

    A draft that is deleted gives up its number, and with it what keeps such a send out of Xero. So
    it is waited for; where somebody else deleted the draft, it may have arrived since.
    """
    doubt = record.doubt
    is_gone = document is None or document.status == DELETED
    is_kept = desk.connection.settings.void_rule is VoidRule.KEEP
    goes = document is not None and not is_kept and ending_of(document) == DELETED
    if doubt is None or not (is_gone or goes):
        return False
    if desk.now() < doubt.ends_at:
        _wait(desk, batch_id, record, doubt)
        return True
    late = _find_late(desk, record, doubt) if is_gone else None
    if late is None:
        return False
    message = f"It had arrived in Xero once more, as {late.number}; that is voided next."
    terms = Terms(counterparts={record.autotask_id: late})
    ids = [record.autotask_id]
    desk.give_back(batch_id, "FOUND_IN_XERO", message, terms, autotask_ids=ids)
    return True


def _wait(desk: Desk, batch_id: str, record: PostingRecord, doubt: Doubt) -> None:
    message = (
        "Voided in Autotask; a lost request of ours may still make it a second time, so it is ended "
        f"in Xero at {doubt.ends_at:%H:%M} UTC, when none can be on its way any more."
    )
    terms = Terms(not_before=doubt.ends_at)
    ids = [record.autotask_id]
    desk.give_back(batch_id, "MAY_BE_IN_XERO", message, terms, autotask_ids=ids)


def _find_late(desk: Desk, record: PostingRecord, doubt: Doubt) -> XeroDocument | None:
    documents = MarkedDocuments(desk, [doubt])
    found = documents.find(marks_of_record(desk, record), kinds_of_doubt(record, doubt))
    return None if found is None or has_ended(found) else found


def _keep(desk: Desk, batch_id: str, record: PostingRecord, document: XeroDocument) -> None:
    message = (
        f"Voided in Autotask; by option Xero's {WORDS[document.kind]} {document.number} stays as it "
        f"is there ({document.status.lower()})."
    )
    keep(desk, batch_id, record, document, message, {"code": "VOIDED_KEPT", "message": message})
