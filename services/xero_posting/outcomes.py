"""Collects what became of a batch's documents and stores it at once: one update, one event, the lines."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from core.domain.batch import Batch, Element
from core.domain.doubt import Doubt, doubt_of, lasting_doubt
from core.domain.faults import Fault, make_fault
from core.domain.records import PostingRecord
from core.domain.refusals import recognise, recognise_warning
from core.domain.status import Status
from core.domain.xero_document import DocumentKind, XeroDocument
from core.store.invoices import Completion, Stop
from services.xero_posting.desk import Desk
from services.xero_posting.healing import distrust_contact
from services.xero_posting.stop import stop_many

NO_APPROVAL_RIGHT = "NO_APPROVAL_RIGHT"
# Xero took the document and yet it may not stay as it is: the money of a line would land nowhere.
_STOPPING = frozenset({"ACCOUNT_REMOVED"})
WORDS = {
    DocumentKind.INVOICE: "invoice",
    DocumentKind.CREDIT_NOTE: "credit note",
    DocumentKind.BILL: "bill",
    DocumentKind.PURCHASE_ORDER: "purchase order",
}
_NOT_APPROVED = (
    "It was sent as approved, and Xero made a draft of it: who connected Xero may not approve."
)
_NO_RIGHT = (
    "Xero makes drafts of what is sent as approved: who connected Xero may not approve. Let a user "
    "who may approve connect Xero again, or choose Draft as the status on arrival."
)


class Outcomes:
    """What is known of a batch so far; elements that left it meanwhile are let be."""

    def __init__(self, desk: Desk, batch: Batch, records: Mapping[int, PostingRecord]) -> None:
        self._desk = desk
        self._batch = batch
        self._records = records
        self._completions: list[Completion] = []
        self._stops: list[tuple[PostingRecord, Stop]] = []
        self._unknown: list[tuple[int, str]] = []

    def holds(self, element: Element) -> bool:
        return element.source_id in self._records

    def record_of(self, element: Element) -> PostingRecord:
        return self._records[element.source_id]

    @property
    def linked_ids(self) -> set[str]:
        """Documents that something of this very batch stands for."""
        return {each.document.xero_id for each in self._completions}

    def complete(
        self,
        element: Element,
        document: XeroDocument,
        message: str,
        notice: Mapping[str, Any] | None = None,
        warnings: Sequence[str] = (),
    ) -> None:
        """Xero has it."""
        if (fault := _stopping(warnings, self._records[element.source_id])) is not None:
            # What our list may have called good, Xero does not know: it is read again.
            self._desk.doubt_lists(self._desk.connection.id, fault.code)
            self.stop(element, fault, document)
            return
        self._unknown += [
            (element.source_id, text) for text in warnings if recognise_warning([text]) is None
        ]
        notice = notice or self._notice(element, document, warnings)
        self._completions.append(
            Completion(
                element.source_id,
                document,
                element.content_hash,
                message,
                notice,
                self._desk.decided.pop(element.source_id, None),
                wants_pdf=self._desk.wants_pdf(),
                doubt=self._lasting_doubt(element),
                tells_autotask=self._desk.tells_autotask(),
                is_sent=True,
            )
        )

    def stop(self, element: Element, fault: Fault, document: XeroDocument | None = None) -> None:
        """A person has to look; `document` when it exists in Xero all the same.

        A refusal of a later send does not prove that an earlier one will not arrive.
        """
        if document is None:
            is_doubtful = self._batch.sends > 1
            doubt = doubt_of(self._batch, element, self._desk.now()) if is_doubtful else None
        else:
            doubt = self._lasting_doubt(element)
        decisions = self._desk.decided.pop(element.source_id, None)
        stop = Stop(element.source_id, fault, document, doubt, decisions, is_sent=True)
        self._stops.append((self._records[element.source_id], stop))

    def _lasting_doubt(self, element: Element) -> Doubt | None:
        before = self._records[element.source_id].doubt
        return lasting_doubt(self._batch, element, before, self._desk.now())

    def refuse(self, element: Element, reasons: Sequence[str]) -> None:
        """Xero read it and said no."""
        record = self._records[element.source_id]
        fault = recognise(reasons, **values_of(record), contact_id=element.contact_id)
        # Xero refused what our list may have called good: it is read again.
        self._desk.doubt_lists(self._desk.connection.id, fault.code)
        if fault.code == "CONTACT_ARCHIVED":
            distrust_contact(self._desk, element.contact_id)
        if self._batch.kind.is_update:
            untouched = "Xero's document was not changed."
            fault = replace(fault, message=fault.message.replace("Nothing was created.", untouched))
        self.stop(element, fault)

    def number_taken(self, element: Element, other: XeroDocument) -> None:
        record = self._records[element.source_id]
        whose = f"{other.contact_name or 'another contact'}, {other.total} {other.currency}"
        state = f", {other.status.lower()}" if other.status in ("VOIDED", "DELETED") else ""
        fault = make_fault(
            "NUMBER_TAKEN", number=element.number, other=whose + state, company=record.party
        )
        self.stop(element, fault)

    def store(self) -> None:
        """Bring everything into the ledger, the log and to whoever listens."""
        desk = self._desk
        if self._completions:
            step = desk.step("POSTED", "")
            desk.records.complete(desk.connection.id, self._batch.id, self._completions, step)
            for each in self._completions:
                desk.journal.info(
                    "POSTED",
                    each.message,
                    autotask_id=each.autotask_id,
                    xero_id=each.document.xero_id,
                    detail={"batch_id": self._batch.id},
                )
            ids = [each.autotask_id for each in self._completions]
            desk.tell_status(ids, Status.COMPLETE)
        for autotask_id, text in self._unknown:
            desk.count_text(autotask_id, text)
        stop_many(desk, self._batch.id, self._stops)

    def _notice(
        self, element: Element, document: XeroDocument, warnings: Sequence[str]
    ) -> Mapping[str, Any] | None:
        """What a person should know beside success; of several the first names the whole."""
        told = [*self._told_by_status(element, document), *map(_told_by_warning, warnings)]
        if not told:
            return None
        messages = dict.fromkeys(message for _, message in told)
        return {"code": told[0][0], "message": " ".join(messages)}

    def _told_by_status(self, element: Element, document: XeroDocument) -> list[tuple[str, str]]:
        if document.status == "VOIDED":
            return [("VOIDED_IN_XERO", "The document is voided in Xero.")]
        if element.status == "AUTHORISED" and document.status in ("DRAFT", "SUBMITTED"):
            self._desk.health.warn(NO_APPROVAL_RIGHT, _NO_RIGHT)
            return [("NOT_APPROVED", _NOT_APPROVED)]
        if element.status == document.status == "AUTHORISED":
            self._desk.health.unwarn(NO_APPROVAL_RIGHT)
        return []


def _stopping(warnings: Sequence[str], record: PostingRecord) -> Fault | None:
    found = (recognise_warning([text], **values_of(record)) for text in warnings)
    fault = next((each for each in found if each is not None and each.code in _STOPPING), None)
    return replace(fault, vendor_text="\n".join(warnings)) if fault else None


def _told_by_warning(text: str) -> tuple[str, str]:
    known = recognise_warning([text])
    if known is None:
        return "XERO_WARNING", f"Xero took it and says: {text}"
    return known.code, known.message


def values_of(record: PostingRecord) -> dict[str, object]:
    """What the sentences of a fault may name."""
    return {
        "number": record.number,
        "company": record.party,
        "currency": record.currency,
        "issued_on": record.issued_on,
        "total": record.total,
    }


def total_differs(element: Element, document: XeroDocument) -> Fault:
    return make_fault(
        "TOTAL_DIFFERS", number=document.number, xero_total=document.total, total=element.total
    )
