"""What posting would make of a record now, by the functions that posting itself uses.

No call to Xero, nothing is changed: guards, contact link, mapping and payload are those of
`post.py`, over the lists that are stored.
"""

from collections.abc import Sequence
from dataclasses import replace

from core.clients.xero.payloads import freeze_documents
from core.domain.admission import Held, Skipped, Stopped
from core.domain.decision import Decision
from core.domain.errors import MappingError
from core.domain.faults import CATALOGUE, Fault, make_fault
from core.domain.mapping import PeriodLockedError, map_invoice
from core.domain.preflight import Outcome, Simulated
from core.domain.records import Connection, InvoiceRecord
from core.domain.status import Status
from core.domain.xero_document import XeroDraft
from core.runtime.clock import Clock
from core.store import contact_links, reference_data
from core.store.invoices import REFRESHING
from services.xero_posting.contacts.reasons import contact_decisions
from services.xero_posting.lists.remembered import RememberedLists
from services.xero_posting.mapping.contexts import Contexts
from services.xero_posting.mapping.fitness import judge
from services.xero_posting.parties import billed_contacts

NEW_CONTACT = "(put in when the contact exists)"


class Simulator:
    """Simulates records of one connection; its lists are read once."""

    def __init__(self, connection: Connection, public_url: str, now: Clock) -> None:
        self._connection = connection
        self._lists = RememberedLists(reference_data)
        self._contexts = Contexts(connection, self._lists, public_url)
        self._now = now

    def simulate(self, records: Sequence[InvoiceRecord]) -> list[Simulated]:
        """All of them, with one question for their companies and one for their contacts."""
        companies = {record.invoice.company_id for record in records}
        self._lists.load_some(self._connection.id, "company", map(str, companies))
        where = (self._connection, contact_links, self._lists, companies)
        linked, reasons = billed_contacts(*where), contact_decisions(*where)
        return [
            self._simulate(
                record,
                linked.get(record.invoice.company_id, ""),
                reasons[record.invoice.company_id],
            )
            for record in records
        ]

    def _simulate(
        self, record: InvoiceRecord, contact_id: str, reasons: tuple[Decision, ...]
    ) -> Simulated:
        match judge(self._connection, self._lists, record, self._now()):
            case Stopped(fault):
                return _blocked(record, fault)
            case Held(code, message):
                return _simulated(record, Outcome.HOLD, code=code, message=message)
            case Skipped(code, message):
                return _simulated(record, Outcome.SKIP, code=code, message=message)
        try:
            context = self._contexts.of(record, contact_id or NEW_CONTACT)
            mapped = map_invoice(record.invoice, context)
        except PeriodLockedError as error:
            return _locked(record, error)
        except MappingError as error:
            values = {**_about(record), **error.values}
            return _blocked(record, make_fault(error.code, vendor_text="", **values))
        if record.status is Status.PENDING_SYNC and record.hold_code not in (None, REFRESHING):
            return _held(record)
        mapped = replace(mapped, decisions=(*reasons, *mapped.decisions))
        outcome = Outcome.UPDATE if record.xero_id else Outcome.SEND
        has_contact = bool(contact_id or record.xero_id)
        return _simulated(record, outcome, mapped=mapped, has_contact=has_contact)


def body_of(draft: XeroDraft) -> str:
    """The exact body that would create this document alone."""
    return freeze_documents([draft]).decode()


def _held(record: InvoiceRecord) -> Simulated:
    """On hold for something that only its next look can answer (a contact, a lock date)."""
    kind = CATALOGUE.get(record.hold_code or "")
    message = kind.title if kind else "It is on hold."
    return _simulated(record, Outcome.HOLD, code=record.hold_code or "", message=message)


def _locked(record: InvoiceRecord, error: PeriodLockedError) -> Simulated:
    fault = make_fault(error.code, **error.values)
    if not error.waits:
        return _blocked(record, fault)
    return _simulated(record, Outcome.HOLD, code=fault.code, message=fault.title)


def _blocked(record: InvoiceRecord, fault: Fault) -> Simulated:
    return _simulated(record, Outcome.STOP, fault=fault, code=fault.code, message=fault.message)


def _simulated(record: InvoiceRecord, outcome: Outcome, **more: object) -> Simulated:
    invoice = record.invoice
    return Simulated(
        autotask_id=invoice.autotask_id,
        number=invoice.number or "",
        company_id=invoice.company_id,
        company=record.company,
        issued_on=invoice.issued_on,
        currency=record.currency,
        total=invoice.total,
        outcome=outcome,
        **more,  # type: ignore[arg-type] # The optional fields, by name.
    )


def _about(record: InvoiceRecord) -> dict[str, object]:
    invoice = record.invoice
    return {
        "number": invoice.number,
        "company": record.company,
        "company_id": invoice.company_id,
        "currency": record.currency,
        "issued_on": invoice.issued_on,
        "total": invoice.total,
    }
