"""Maps claimed invoices with the connection's tables and keeps the reason of every choice."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from core.domain.admission import Admitted, Stopped, admit_by_hand, describe
from core.domain.batch import Element
from core.domain.errors import MappingError
from core.domain.faults import Fault, make_fault
from core.domain.mapping import (
    MappedInvoice,
    MappingContext,
    map_invoice,
    marker_reference,
)
from core.domain.records import Connection, InvoiceRecord
from core.domain.status import Status
from core.domain.xero_document import DocumentKind, XeroDraft
from core.store.invoices import Terms
from services.xero_posting.desk import Desk
from services.xero_posting.ports import Lists

Mapped = tuple[InvoiceRecord, XeroDraft]


def map_claimed(
    desk: Desk, batch_id: str, claimed: Sequence[InvoiceRecord], linked: Mapping[int, str]
) -> list[Mapped]:
    """Map what was claimed; one that the tables do not cover becomes a Fault and drops out."""
    mapped: list[tuple[InvoiceRecord, MappedInvoice]] = []
    contexts = Contexts(desk.connection, desk.lists, desk.public_url)
    for record in claimed:
        contact_id = linked.get(record.invoice.company_id)
        if contact_id is None:
            step = desk.step("COMPANY_CHANGED", "It belongs to another company now; once more.")
            desk.invoices.give_back(batch_id, step, autotask_ids=[record.invoice.autotask_id])
            continue
        if not _is_fit(desk, batch_id, record):
            continue
        try:
            mapped.append((record, map_invoice(record.invoice, contexts.of(record, contact_id))))
        except MappingError as error:
            _stop(desk, batch_id, record, make_fault(error.code, **error.values))
    desk.invoices.record_decisions(
        desk.connection.id,
        {
            record.invoice.autotask_id: tuple(asdict(decision) for decision in each.decisions)
            for record, each in mapped
        },
    )
    return [(record, each.draft) for record, each in mapped]


class Contexts:
    """What mapping needs besides the invoice; lists are read once."""

    def __init__(self, connection: Connection, lists: Lists, public_url: str) -> None:
        self._connection = connection
        self._public_url = public_url
        codes = lists.load(connection.id, "billing_code")
        terms = lists.load(connection.id, "payment_term")
        self._billing_codes = {int(key): str(value["name"]) for key, value in codes.items()}
        self._payment_days = {int(key): int(value["days"]) for key, value in terms.items()}

    def of(self, record: InvoiceRecord, contact_id: str) -> MappingContext:
        return MappingContext(
            connection_id=self._connection.id,
            settings=self._connection.settings,
            billing_codes=self._billing_codes,
            payment_days=self._payment_days,
            currency=record.currency,
            contact_id=contact_id,
            public_url=self._public_url,
        )


def _is_fit(desk: Desk, batch_id: str, record: InvoiceRecord) -> bool:
    """Ask the guards once more, on the very data that would be sent.

    A Resync may go with stored data, and a skip that was taken back was never judged.
    """
    now = desk.now()
    verdict = admit_by_hand(
        record.invoice,
        desk.connection.settings,
        is_in_xero=record.xero_id is not None,
        seen_at=record.ingested_at or now,
        now=now,
    )
    match verdict:
        case Admitted():
            return True
        case Stopped(fault):
            _stop(desk, batch_id, record, fault)
        case _:
            step = desk.step(*describe(verdict))
            desk.invoices.give_back(
                batch_id, step, Terms(hold_until=now), autotask_ids=[record.invoice.autotask_id]
            )
    return False


def _stop(desk: Desk, batch_id: str, record: InvoiceRecord, fault: Fault) -> None:
    autotask_id = record.invoice.autotask_id
    step = desk.step(fault.code, fault.message)
    desk.invoices.stop(desk.connection.id, batch_id, autotask_id, fault, step)
    desk.journal.error(fault.code, f"{fault.title}. {fault.message}", autotask_id=autotask_id)
    desk.tell_status(autotask_id, Status.FAULT)


def element_of(record: InvoiceRecord, draft: XeroDraft) -> Element:
    """What will prove that an answer, or a document found later, is this invoice."""
    marker = (
        draft.marker_url
        if draft.kind is DocumentKind.INVOICE
        else marker_reference(record.connection_id, record.invoice.autotask_id)
    )
    return Element(
        source_id=record.invoice.autotask_id,
        number=draft.number,
        total=draft.total,
        contact_id=draft.contact_id,
        marker=marker,
        content_hash=record.content_hash,
    )
