"""Settles documents by Xero's answer: what it has, what it refused, what must be looked up."""

from collections.abc import Mapping, Sequence

from core.domain.batch import Batch, Element
from core.domain.records import PostingRecord
from core.domain.settlement import Accepted, Outcome, Refused, Unclear, is_taken
from core.domain.xero_document import ElementAnswer, XeroDocument
from services.xero_posting.comparing import keep_refused
from services.xero_posting.desk import Desk
from services.xero_posting.healing import follow_merge
from services.xero_posting.look_up import look_up
from services.xero_posting.outcomes import WORDS, Outcomes, total_differs
from services.xero_posting.settle_void import refuse_void, settle_void


def settle_documents(
    desk: Desk,
    batch: Batch,
    outcomes: Sequence[Outcome],
    held: Mapping[int, PostingRecord] | None = None,
) -> bool:
    """Bring every outcome into the ledger; elements that left the batch meanwhile are let be.

    False when something of the batch is still open.
    """
    if batch.is_void:
        return settle_void(desk, batch, outcomes)
    found = Outcomes(desk, batch, desk.records_of(batch) if held is None else held)
    unclear: list[Unclear] = []
    for outcome in outcomes:
        if not found.holds(outcome.element):
            continue
        match outcome:
            case Accepted(element, answer) if (document := _about(element, answer)) is not None:
                _accept(found, batch, element, document, answer.warnings)
                if document.contact_id != element.contact_id:
                    follow_merge(desk, element.contact_id, document)
            case Refused(element, reasons):
                _refuse(desk, found, batch, element, reasons)
            case _:
                unclear.append(Unclear(outcome.element, getattr(outcome, "reasons", ())))
    found.store()
    if batch.kind.is_update and not any(each.reasons for each in unclear):
        # Whether it was carried out shows in the document itself (look_up_update.py).
        return not unclear
    return look_up(desk, batch, unclear) if unclear else True


def refuse_documents(desk: Desk, batch: Batch, reasons: Sequence[str]) -> None:
    """Everything that the batch holds was refused for the same reasons."""
    if batch.is_void:
        refuse_void(desk, batch, reasons)
        return
    if is_taken(reasons):
        look_up(desk, batch, [Unclear(element, tuple(reasons)) for element in batch.elements])
        return
    found = Outcomes(desk, batch, desk.records_of(batch))
    for element in batch.elements:
        if found.holds(element):
            _refuse(desk, found, batch, element, reasons)
    found.store()


def _refuse(
    desk: Desk, found: Outcomes, batch: Batch, element: Element, reasons: Sequence[str]
) -> None:
    record = found.record_of(element)
    if not (batch.kind.is_update and keep_refused(desk, batch, element, record, reasons)):
        found.refuse(element, reasons)


def _about(element: Element, answer: ElementAnswer) -> XeroDocument | None:
    """The document of an answer; an update has to be answered with the very one that was changed."""
    document = answer.document
    if document is None or element.xero_id not in ("", document.xero_id):
        return None
    return document


def _accept(
    found: Outcomes,
    batch: Batch,
    element: Element,
    document: XeroDocument,
    warnings: Sequence[str],
) -> None:
    if document.total != element.total:
        found.stop(element, total_differs(element, document), document)
        return
    verb = "updated" if batch.kind.is_update else "created"
    message = f"Xero {WORDS[document.kind]} {document.number} {verb} as {document.status}."
    found.complete(element, document, message, warnings=warnings)
