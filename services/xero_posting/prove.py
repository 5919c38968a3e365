"""Proof before sending: a record that may have gone before goes again only if it cannot have arrived.

Xero's uniqueness is proof enough for the number under which it may have gone (`core/domain/doubt`).
Under another number, another kind or a number of Xero's the doubt has to be resolved first: nothing
can be on its way any more, and our mark is on no document that changed since.
"""

from collections.abc import Sequence
from datetime import timedelta

from core.domain.doubt import Doubt, needs_proof
from core.domain.mapping import marker_reference
from core.domain.markers import is_marked
from core.domain.records import PostingRecord
from core.domain.xero_document import DocumentKind, XeroDocument, XeroDraft
from core.store.invoices import Terms
from services.xero_posting.desk import Desk
from services.xero_posting.ports import Mapped

# Xero compares If-Modified-Since by its own clock, to the second.
OVERLAP = timedelta(minutes=5)
SALES = (DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE)

_LOOKED_UP = (
    "It may have gone to Xero in another form; it is looked up at {at} UTC, when nothing can be on "
    "its way any more."
)


def proved(desk: Desk, batch_id: str, mapped: Sequence[Mapped]) -> list[Mapped]:
    """Those that may be sent now; the others wait, or turn out to be in Xero already."""
    going: list[Mapped] = []
    scans = MarkedDocuments(desk, [record.doubt for record, _ in mapped if record.doubt])
    for record, draft in mapped:
        doubt = record.doubt
        if doubt is None or not needs_proof(doubt, draft):
            going.append((record, draft))
        elif doubt.ends_at > desk.now():
            wait_out(desk, batch_id, record, doubt)
        elif document := scans.find(_marks(record, draft), _kinds(draft, doubt)):
            _link(desk, batch_id, record, document)
        else:
            desk.records.clear_doubt(batch_id, [record.autotask_id])
            going.append((record, draft))
    return going


class MarkedDocuments:
    """What changed in Xero since the first of these doubts; one scan of a kind serves them all."""

    def __init__(self, desk: Desk, doubts: Sequence[Doubt]) -> None:
        self._desk = desk
        self._doubts = doubts
        self._seen: dict[DocumentKind, list[XeroDocument]] = {}

    def find(self, marks: Sequence[str], kinds: Sequence[DocumentKind]) -> XeroDocument | None:
        """The document of these kinds that carries one of a record's marks, whatever its number."""
        for kind in kinds:
            for document in self._changed(kind):
                is_marked_so = any(is_marked(document, mark) for mark in marks)
                if is_marked_so and document.status != "DELETED":
                    return document
        return None

    def _changed(self, kind: DocumentKind) -> list[XeroDocument]:
        if kind not in self._seen:
            since = min(doubt.since_at for doubt in self._doubts) - OVERLAP
            self._seen[kind] = self._desk.ledger.documents_changed(kind, since)
        return self._seen[kind]


def _marks(record: PostingRecord, draft: XeroDraft) -> tuple[str, str]:
    return draft.marker_url, marker_reference(record.connection_id, record.autotask_id)


def _kinds(draft: XeroDraft, doubt: Doubt) -> tuple[DocumentKind, ...]:
    if doubt.kind is not None:
        return (doubt.kind,)
    return SALES if draft.kind in SALES else (draft.kind,)


def wait_out(
    desk: Desk, batch_id: str, record: PostingRecord, doubt: Doubt, said: str = _LOOKED_UP
) -> None:
    """Until nothing of it can be on its way any more."""
    message = said.format(at=f"{doubt.ends_at:%H:%M}")
    terms = Terms(not_before=doubt.ends_at)
    ids = [record.autotask_id]
    desk.give_back(batch_id, "MAY_BE_IN_XERO", message, terms, autotask_ids=ids)


def _link(desk: Desk, batch_id: str, record: PostingRecord, document: XeroDocument) -> None:
    """It is compared with the document next, like a Resync."""
    message = f"It had arrived in Xero as {document.number}; it is compared with that document."
    terms = Terms(counterparts={record.autotask_id: document})
    ids = [record.autotask_id]
    desk.give_back(batch_id, "FOUND_IN_XERO", message, terms, autotask_ids=ids)
