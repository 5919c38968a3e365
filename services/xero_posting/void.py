"""Brings a void of Autotask's to the document that Xero has: a draft is deleted, an approved one voided.

The document has been read for it just now. What has ended there already needs nothing; what has
money or credit on it is for a person; by option a document may also stay. The request is frozen,
sent and resolved like any update (`deliver.py`, `look_up_update.py`), and settled in
`settle_void.py`.
"""

from core.domain.records import PostingRecord
from core.domain.setting_choices import VoidRule
from core.domain.voiding import ending_of, has_ended
from core.domain.xero_document import XeroDocument
from services.xero_posting.comparing import keep
from services.xero_posting.deliver import deliver
from services.xero_posting.desk import Desk
from services.xero_posting.freeze import freeze_end
from services.xero_posting.outcomes import WORDS
from services.xero_posting.settle_void import end_record, may_not_end, tell_ended


def void_document(
    desk: Desk, batch_id: str, record: PostingRecord, document: XeroDocument | None
) -> None:
    """Settle a claimed record that Autotask has voided; `document` is what Xero has for it."""
    if document is None:
        number = record.xero_number or "the document"
        message = f"Voided in Autotask; Xero does not show {number} any more."
        end_record(desk, batch_id, record, None, message)
    elif has_ended(document):
        end_record(desk, batch_id, record, document, tell_ended(document, is_ours=False))
    elif desk.connection.settings.void_rule is VoidRule.KEEP:
        _keep(desk, batch_id, record, document)
    elif (status := ending_of(document)) is None:
        may_not_end(desk, batch_id, record, document)
    else:
        deliver(desk, freeze_end(desk, batch_id, record, document, status))


def _keep(desk: Desk, batch_id: str, record: PostingRecord, document: XeroDocument) -> None:
    message = (
        f"Voided in Autotask; by option Xero's {WORDS[document.kind]} {document.number} stays as it "
        f"is there ({document.status.lower()})."
    )
    keep(desk, batch_id, record, document, message, {"code": "VOIDED_KEPT", "message": message})
