"""Looks once after records that stopped while a send of theirs might still arrive.

Skipped or in Fault they are not sent again, so nothing else would ever look (`prove.py` does it for
what is). What has arrived is linked and told; what to do about it is for a person to say.
"""

from core.domain.doubt import Doubt
from core.domain.faults import make_fault
from core.domain.mapping import marker_reference, marker_url
from core.domain.records import PostingRecord
from core.domain.remedy import LATEST_COMMIT
from core.domain.xero_document import DocumentKind, XeroDocument
from core.store.invoices import Arrival
from services.xero_posting.desk import Desk
from services.xero_posting.outcomes import WORDS
from services.xero_posting.prove import SALES, MarkedDocuments

_AT_ONCE = 200


def find_late_arrivals(desk: Desk) -> int:
    """Settle every doubt at rest whose time has come; returns how many there were."""
    connection_id = desk.connection.id
    found = desk.records.doubtful(connection_id, desk.now() - LATEST_COMMIT, _AT_ONCE)
    doubts = {each.autotask_id: each.doubt for each in found if each.doubt is not None}
    documents = MarkedDocuments(desk, list(doubts.values()))
    over: dict[int, Doubt] = {}
    for record in found:
        doubt = doubts[record.autotask_id]
        if document := documents.find(marks_of_record(desk, record), kinds_of_doubt(record, doubt)):
            _link(desk, record, doubt, document)
        else:
            over[record.autotask_id] = doubt
    desk.records.end_doubts(connection_id, over)
    return len(found)


def marks_of_record(desk: Desk, record: PostingRecord) -> tuple[str, str]:
    """The marks that a document of this record may carry."""
    url = marker_url(desk.public_url, record.connection_id, record.autotask_id)
    return url, marker_reference(record.connection_id, record.autotask_id)


def kinds_of_doubt(record: PostingRecord, doubt: Doubt) -> tuple[DocumentKind, ...]:
    """As what a record may have arrived."""
    if doubt.kind is not None:
        return (doubt.kind,)
    return SALES if record.kind in SALES else (record.kind,)


def _link(desk: Desk, record: PostingRecord, doubt: Doubt, document: XeroDocument) -> None:
    what = f"{WORDS[document.kind]} {document.number}"
    told = make_fault("LATE_ARRIVAL", document=what)
    notice = {"code": told.code, "message": told.message}
    arrival = Arrival(record.autotask_id, doubt, document, notice)
    status = desk.records.link_arrival(
        record.connection_id, arrival, desk.step(told.code, told.message)
    )
    if status is not None:
        desk.journal.warning(
            told.code, told.message, autotask_id=record.autotask_id, xero_id=document.xero_id
        )
        desk.tell_status([record.autotask_id], status)
