"""What posting would make of a record now, by the functions that posting itself uses.

No call to Xero, nothing is changed: guards, contact link, mapping and payload are those of
`post.py`, over the lists that are stored.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from core.clients.xero.payloads import freeze_documents
from core.domain.admission import Held, Skipped, Stopped
from core.domain.contacts.xero_contact import PaymentTerms
from core.domain.decision import Decision
from core.domain.errors import MappingError
from core.domain.faults import CATALOGUE, Fault, fault_of
from core.domain.mapping import PeriodLockedError, map_invoice
from core.domain.preflight import NewContact, Outcome, Simulated
from core.domain.records import Connection, InvoiceRecord
from core.domain.setting_choices import MissingContact, VoidRule
from core.domain.status import Status
from core.domain.xero_document import DocumentKind, XeroDraft
from core.runtime.clock import Clock
from core.store import contact_links, reference_data
from core.store.invoices import CONTACT_WANTED, REFRESHING, XERO_LIMITED_DAY, XERO_MAINTENANCE
from services.xero_posting.contacts.reasons import contact_decisions
from services.xero_posting.lists.remembered import RememberedLists
from services.xero_posting.mapping.contexts import Contexts
from services.xero_posting.mapping.fitness import judge
from services.xero_posting.outcomes import WORDS
from services.xero_posting.parties import Parties, billed_contacts, billed_terms
from services.xero_posting.people.defaults import defaults_used
from services.xero_posting.ports import ContactLinks, Lists

NEW_CONTACT = "(put in when the contact exists)"
# Holds that say nothing about the record: fresh data, and waits of Xero's own.
_FREE = (None, REFRESHING, XERO_LIMITED_DAY, XERO_MAINTENANCE)


class _Payer(NamedTuple):
    """Who pays: the contact in Xero, "" without one, the company, and why it is this one."""

    contact_id: str
    company: NewContact
    reasons: tuple[Decision, ...]


class Simulator:
    """Simulates records of one connection; its lists are read once."""

    def __init__(
        self,
        connection: Connection,
        public_url: str,
        now: Clock,
        lists: Lists = reference_data,
        links: ContactLinks = contact_links,
    ) -> None:
        self._connection = connection
        self._lists = RememberedLists(lists)
        self._links = links
        # Grows with the companies that were simulated; the contexts look into it.
        self._terms: dict[int, PaymentTerms] = {}
        self._contexts = Contexts(connection, self._lists, public_url, self._terms)
        self._now = now

    def simulate(self, records: Sequence[InvoiceRecord]) -> Iterator[Simulated]:
        """One after the other, with one question for all companies and one for all contacts."""
        names = {record.invoice.company_id: record.company for record in records}
        self._lists.load_some(self._connection.autotask_key, "company", map(str, names))
        where = (self._connection, self._links, self._lists, names.keys())
        linked, reasons = billed_contacts(*where), contact_decisions(*where)
        self._terms |= billed_terms(*where)
        payers = self._payers(names)
        for record in records:
            company_id = record.invoice.company_id
            payer = _Payer(linked.get(company_id, ""), payers[company_id], reasons[company_id])
            yield self._simulate(record, payer)

    def _payers(self, names: Mapping[int, str]) -> dict[int, NewContact]:
        parties = Parties(self._connection, self._lists)
        payers = parties.payers(names.keys())
        wanted = {payer.company_id: names.get(payer.company_id, "") for payer in payers.values()}
        known = {each.autotask_id: each.name for each in parties.companies(wanted)}
        return {
            company_id: NewContact(payer.company_id, known[payer.company_id])
            for company_id, payer in payers.items()
        }

    def _simulate(self, record: InvoiceRecord, payer: _Payer) -> Simulated:
        if record.is_voided and record.xero_id:
            return _voided(record, self._connection.settings.void_rule)
        match judge(self._connection, self._lists, record, self._now()):
            case Stopped(fault):
                return _blocked(record, fault)
            case Held(code, message):
                return _simulated(record, Outcome.HOLD, code=code, message=message)
            case Skipped(code, message):
                return _simulated(record, Outcome.SKIP, code=code, message=message)
        try:
            context = self._contexts.of(record, payer.contact_id or NEW_CONTACT)
            mapped = map_invoice(record.invoice, context)
        except PeriodLockedError as error:
            return _locked(record, error)
        except MappingError as error:
            return _blocked(record, fault_of(error, **_about(record)))
        settings = self._connection.settings
        notices = defaults_used(record.invoice, mapped, settings, context.billing_codes)
        mapped = replace(mapped, decisions=(*payer.reasons, *mapped.decisions))
        return self._going(record, payer, mapped=mapped, notices=notices)

    def _going(self, record: InvoiceRecord, payer: _Payer, **more: object) -> Simulated:
        """Nothing stops it; it may still wait."""
        if record.status is Status.PENDING_SYNC and record.hold_code not in _FREE:
            return _held(record)
        if record.xero_id:
            return _simulated(record, Outcome.UPDATE, **more)
        if payer.contact_id:
            return _simulated(record, Outcome.SEND, **more)
        if self._connection.settings.missing_contact is MissingContact.HOLD:
            return _asked(record, payer.company)
        return _simulated(record, Outcome.SEND, new_contact=payer.company, **more)


def _voided(record: InvoiceRecord, rule: VoidRule) -> Simulated:
    """Only Xero knows its document's status, and what stands on it."""
    what = (
        f"Xero's {WORDS[DocumentKind(record.xero_kind or record.kind)]} {record.xero_number or ''}"
    )
    if rule is VoidRule.KEEP:
        message = f"Voided in Autotask; by option {what.strip()} stays as it is."
        return _simulated(record, Outcome.SKIP, code="VOIDED_KEPT", message=message)
    message = (
        f"Voided in Autotask; {what.strip()} is read first: a draft would be deleted, an approved "
        "one voided, and one with a payment or credit on it would stop with a fault."
    )
    return _simulated(record, Outcome.VOID, code="VOIDED", message=message)


def body_of(draft: XeroDraft) -> str:
    """The exact body that would create this document alone."""
    return freeze_documents([draft]).decode()


def _asked(record: InvoiceRecord, payer: NewContact) -> Simulated:
    """This connection asks before it makes a contact; only Xero knows whether one fits."""
    message = "No Xero contact is linked; unless one fits, somebody is asked which it is"
    return _simulated(record, Outcome.HOLD, code=CONTACT_WANTED, message=message, new_contact=payer)


def _held(record: InvoiceRecord) -> Simulated:
    """On hold for something that only its next look can answer (a contact, a lock date)."""
    kind = CATALOGUE.get(record.hold_code or "")
    message = kind.title if kind else "It is on hold."
    return _simulated(record, Outcome.HOLD, code=record.hold_code or "", message=message)


def _locked(record: InvoiceRecord, error: PeriodLockedError) -> Simulated:
    fault = fault_of(error)
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
