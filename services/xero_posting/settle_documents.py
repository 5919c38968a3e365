"""Settles invoices and credit notes: what Xero has, what it refused, what must be looked up."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from core.domain.batch import Batch, BatchKind, Element
from core.domain.faults import Fault, make_fault
from core.domain.records import InvoiceRecord
from core.domain.refusals import asks_for_look_up, recognise
from core.domain.settlement import (
    Accepted,
    Outcome,
    Refused,
    Unclear,
    carries_our_marker,
    is_ours,
)
from core.domain.status import Status
from core.domain.xero_document import DocumentKind, XeroDocument
from core.store.invoices import Completion
from services.xero_posting.desk import Desk
from services.xero_posting.stop import stop_claimed

_CREDIT_NOTES = frozenset({BatchKind.CREDIT_NOTES, BatchKind.CREDIT_NOTE_UPDATE})
# Xero compares If-Modified-Since by its own clock, to the second.
_OVERLAP = timedelta(minutes=5)
_UPDATES = frozenset({BatchKind.INVOICE_UPDATE, BatchKind.CREDIT_NOTE_UPDATE})


def settle_documents(desk: Desk, batch: Batch, outcomes: Sequence[Outcome]) -> None:
    """Bring every outcome into the ledger; elements that left the batch meanwhile are let be."""
    records = desk.records_of(batch)
    unclear: list[Unclear] = []
    completions: list[Completion] = []
    for outcome in outcomes:
        record = records.get(outcome.element.source_id)
        if record is None:
            continue
        match outcome:
            case Accepted(element, answer) if answer.document is not None:
                _accept(desk, batch, element, answer.document, record, completions)
            case Refused(_, reasons):
                stop_claimed(desk, batch.id, record, _refusal(batch, reasons, record))
            case _:
                unclear.append(Unclear(outcome.element, getattr(outcome, "reasons", ())))
    _complete(desk, batch, completions)
    if unclear:
        look_up(desk, batch, unclear)


def refuse_documents(desk: Desk, batch: Batch, reasons: Sequence[str]) -> None:
    """Everything that the batch holds was refused for the same reasons."""
    if asks_for_look_up(reasons):
        look_up(desk, batch, [Unclear(element, tuple(reasons)) for element in batch.elements])
        return
    for record in desk.records_of(batch).values():
        stop_claimed(desk, batch.id, record, _refusal(batch, reasons, record))


def look_up(desk: Desk, batch: Batch, questions: Sequence[Unclear]) -> None:
    """Ask Xero which of these it has. Ours are adopted, foreign ones are faults, the rest go back."""
    found = _find(desk, batch, questions)
    records = desk.records_of(batch)
    completions: list[Completion] = []
    absent: list[int] = []
    for question in questions:
        element, record = question.element, records.get(question.element.source_id)
        if record is None:
            continue
        candidates = [document for document in found if document.number == element.number]
        marked = next((each for each in candidates if carries_our_marker(element, each)), None)
        if marked is not None and is_ours(element, marked):
            completions.append(_completion(marked, element, "It was in Xero already: adopted."))
        elif marked is not None:
            stop_claimed(desk, batch.id, record, _differs(element, marked), marked)
        elif candidates:
            stop_claimed(desk, batch.id, record, _number_taken(record, element, candidates[0]))
        elif question.reasons:
            stop_claimed(desk, batch.id, record, _refusal(batch, question.reasons, record))
        else:
            absent.append(element.source_id)
    _complete(desk, batch, completions)
    if absent:
        message = "Looked up: Xero does not have it, so it may be sent again."
        desk.give_back(batch.id, "NOT_IN_XERO", message, autotask_ids=absent)


def _find(desk: Desk, batch: Batch, questions: Sequence[Unclear]) -> list[XeroDocument]:
    numbers = [question.element.number for question in questions]
    if batch.kind not in _CREDIT_NOTES:
        return desk.ledger.invoices_by_number(numbers)
    # Xero finds credit notes one number a call; what a lost send may have made is found in one.
    was_taken = any(question.reasons for question in questions)
    since = None if was_taken or batch.first_sent_at is None else batch.first_sent_at - _OVERLAP
    return desk.ledger.credit_notes_by_number(numbers, since)


def _accept(
    desk: Desk,
    batch: Batch,
    element: Element,
    document: XeroDocument,
    record: InvoiceRecord,
    completions: list[Completion],
) -> None:
    if document.total == element.total:
        verb = "updated" if batch.kind in _UPDATES else "created"
        noun = "credit note" if document.kind is DocumentKind.CREDIT_NOTE else "invoice"
        message = f"Xero {noun} {document.number} {verb} as {document.status}."
        completions.append(_completion(document, element, message))
        return
    stop_claimed(desk, batch.id, record, _total_differs(element, document), document)


def _total_differs(element: Element, document: XeroDocument) -> Fault:
    return make_fault(
        "TOTAL_DIFFERS",
        number=document.number,
        xero_total=document.total,
        total=element.total,
    )


def _differs(element: Element, document: XeroDocument) -> Fault:
    if document.total != element.total:
        return _total_differs(element, document)
    return make_fault("CONTACT_DIFFERS", number=document.number, other=document.contact_name)


def _completion(document: XeroDocument, element: Element, message: str) -> Completion:
    notice = None
    if document.status == "VOIDED":
        notice = {"code": "VOIDED_IN_XERO", "message": "The document is voided in Xero."}
    return Completion(element.source_id, document, element.content_hash, message, notice)


def _complete(desk: Desk, batch: Batch, completions: list[Completion]) -> None:
    if not completions:
        return
    step = desk.step("POSTED", "")
    desk.invoices.complete(desk.connection.id, batch.id, completions, step)
    for completion in completions:
        desk.journal.info(
            "POSTED",
            completion.message,
            autotask_id=completion.autotask_id,
            xero_id=completion.document.xero_id,
        )
    desk.tell_status([each.autotask_id for each in completions], Status.COMPLETE)


def _refusal(batch: Batch, reasons: Sequence[str], record: InvoiceRecord) -> Fault:
    fault = recognise(reasons, **_values(record))
    if batch.kind not in _UPDATES:
        return fault
    untouched = fault.message.replace("Nothing was created.", "Xero's document was not changed.")
    return replace(fault, message=untouched)


def _values(record: InvoiceRecord) -> dict[str, object]:
    return {
        "number": record.invoice.number,
        "company": record.company,
        "currency": record.currency,
        "issued_on": record.invoice.issued_on,
        "total": record.invoice.total,
    }


def _number_taken(record: InvoiceRecord, element: Element, other: XeroDocument) -> Fault:
    return make_fault(
        "NUMBER_TAKEN",
        number=element.number,
        other=f"{other.contact_name or 'another contact'}, {other.total} {other.currency}",
        company=record.company,
    )
