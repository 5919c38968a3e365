"""Maps claimed invoices with the connection's tables and keeps the reason of every choice."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from core.domain.admission import Admitted, Held, Skipped, Stopped
from core.domain.contacts.xero_contact import PaymentTerms
from core.domain.errors import MappingError
from core.domain.faults import fault_of
from core.domain.mapping import MappedInvoice, NameUnknownError, PeriodLockedError, map_invoice
from core.domain.records import InvoiceRecord
from core.domain.setting_choices import DueDateRule
from core.domain.xero_document import XeroDraft
from core.store.invoices import REFRESHING, Terms
from services.xero_posting.contacts.reasons import contact_decisions
from services.xero_posting.desk import Desk
from services.xero_posting.lists.names import IsReadAgain, is_never_read_again
from services.xero_posting.lists.reading import ReadAgain, never_again
from services.xero_posting.mapping.contexts import Contexts
from services.xero_posting.mapping.fitness import judge
from services.xero_posting.parties import Parties
from services.xero_posting.stop import stop_claimed

__all__ = ["Contexts", "Mapped", "map_claimed"]

Mapped = tuple[InvoiceRecord, XeroDraft]

_PATIENCE = timedelta(minutes=1)
# Ingestion ends the wait sooner, with its next look.
_NAMED_WITHIN = timedelta(minutes=5)
# The lists are read twice a day; until then nobody knows of another lock date.
_LOCKED_FOR = timedelta(hours=12)


def map_claimed(
    desk: Desk,
    batch_id: str,
    claimed: Sequence[InvoiceRecord],
    linked: Mapping[int, str],
    read_again: ReadAgain = never_again,
    is_read_again: IsReadAgain = is_never_read_again,
) -> list[Mapped]:
    """Map what was claimed; one that the tables do not cover becomes a Fault and drops out.

    `read_again` gives the organisation's lists anew before one of them may stop a document;
    `is_read_again` tells whether ingestion is going to do so with a list of Autotask's.
    """
    mapped: list[tuple[InvoiceRecord, MappedInvoice]] = []
    mapper = _Mapper(desk, batch_id, claimed, read_again, is_read_again)
    for record in claimed:
        contact_id = linked.get(record.invoice.company_id)
        if contact_id is None:
            message = "It belongs to another company now; once more."
            ids = [record.invoice.autotask_id]
            desk.give_back(batch_id, "COMPANY_CHANGED", message, autotask_ids=ids)
            continue
        if _is_fit(desk, batch_id, record) and (result := mapper.map(record, contact_id)):
            mapped.append((record, result))
    _record_decisions(desk, mapped)
    return [(record, each.draft) for record, each in mapped]


class _Mapper:
    """Maps one record after the other; what cannot be mapped leaves the batch."""

    def __init__(
        self,
        desk: Desk,
        batch_id: str,
        claimed: Sequence[InvoiceRecord],
        read_again: ReadAgain,
        is_read_again: IsReadAgain,
    ) -> None:
        self._desk = desk
        self._batch_id = batch_id
        self._read_again = read_again
        self._is_read_again = is_read_again
        terms = _terms_of(desk, claimed)
        self._contexts = Contexts(desk.connection, desk.lists, desk.public_url, terms)
        self._asked: set[str] = set()

    def map(self, record: InvoiceRecord, contact_id: str) -> MappedInvoice | None:
        try:
            return self._map(record, contact_id)
        except PeriodLockedError as error:
            self._wait_or_stop(record, error)
        except NameUnknownError as error:
            self._wait_for_name_or_stop(record, error)
        except MappingError as error:
            self._stop(record, error)
        return None

    def _map(self, record: InvoiceRecord, contact_id: str) -> MappedInvoice:
        """Behind one stale list there may be another, so each cause has its own second look."""
        while True:
            try:
                return map_invoice(record.invoice, self._contexts.of(record, contact_id))
            except MappingError as error:
                if not self._has_newer_lists(error.code):
                    raise

    def _has_newer_lists(self, fault_code: str) -> bool:
        """Ask once a batch and cause: what Xero says now counts, not what it said this morning."""
        if fault_code in self._asked:
            return False
        self._asked.add(fault_code)
        lists = self._read_again(fault_code)
        if lists is None:
            return False
        self._contexts = self._contexts.with_lists(lists)
        return True

    def _wait_or_stop(self, record: InvoiceRecord, error: PeriodLockedError) -> None:
        if not error.waits:
            self._stop(record, error)
            return
        lock_date = error.values["lock_date"]
        message = f"Dated {record.invoice.issued_on}; Xero is locked up to {lock_date}."
        terms = Terms(hold_until=self._desk.now() + _LOCKED_FOR)
        ids = [record.invoice.autotask_id]
        self._desk.give_back(self._batch_id, error.code, message, terms, autotask_ids=ids)

    def _wait_for_name_or_stop(self, record: InvoiceRecord, error: NameUnknownError) -> None:
        """A list of Autotask's is read once a day, and what is new there since has no name here."""
        if not self._is_read_again(error.kind):
            self._stop(record, error)
            return
        what = f"{error.values['what']} {error.values['number']}"
        message = f"Autotask is asked again what {what} is called."
        terms = Terms(hold_until=self._desk.now() + _NAMED_WITHIN)
        ids = [record.invoice.autotask_id]
        self._desk.give_back(self._batch_id, REFRESHING, message, terms, autotask_ids=ids)

    def _stop(self, record: InvoiceRecord, error: MappingError) -> None:
        fault = fault_of(error, company=record.company)
        stop_claimed(self._desk, self._batch_id, record, fault)


def _terms_of(desk: Desk, claimed: Sequence[InvoiceRecord]) -> Mapping[int, PaymentTerms]:
    if desk.connection.settings.due_date_rule is not DueDateRule.XERO_CONTACT:
        return {}
    companies = {record.invoice.company_id for record in claimed}
    payers = Parties(desk.connection, desk.lists).payers(companies)
    terms = desk.links.terms(desk.connection.id, {each.company_id for each in payers.values()})
    return {
        company_id: terms[payer.company_id]
        for company_id, payer in payers.items()
        if payer.company_id in terms
    }


def _record_decisions(desk: Desk, mapped: Sequence[tuple[InvoiceRecord, MappedInvoice]]) -> None:
    companies = {record.invoice.company_id for record, _ in mapped}
    of_contacts = contact_decisions(desk.connection, desk.links, desk.lists, companies)
    decisions: dict[int, tuple[dict[str, Any], ...]] = {
        record.invoice.autotask_id: tuple(
            each.as_stored()
            for each in (*of_contacts.get(record.invoice.company_id, ()), *result.decisions)
        )
        for record, result in mapped
    }
    desk.keep_decisions(decisions)
    for record, result in mapped:
        for warning in result.warnings:
            desk.journal.warning("MAPPING_WARNING", warning, autotask_id=record.invoice.autotask_id)


def _is_fit(desk: Desk, batch_id: str, record: InvoiceRecord) -> bool:
    """Ask the guards and rules once more, on the very data that would be sent."""
    match judge(desk.connection, desk.lists, record, desk.now()):
        case Admitted(void=None):
            return True
        case Admitted():
            # It was claimed as a sale; the next claim brings the void to its document.
            message = "Voided in Autotask meanwhile; once more."
            ids = [record.invoice.autotask_id]
            desk.give_back(batch_id, "VOIDED_IN_AUTOTASK", message, autotask_ids=ids)
        case Stopped(fault):
            stop_claimed(desk, batch_id, record, fault)
        case Held(code, message, until):
            terms = Terms(hold_until=until)
            ids = [record.invoice.autotask_id]
            desk.give_back(batch_id, code, message, terms, autotask_ids=ids)
        case Skipped(_, message):
            # Only ingestion skips; it looks at what waits for fresh data.
            terms = Terms(hold_until=desk.now() + _PATIENCE)
            ids = [record.invoice.autotask_id]
            desk.give_back(batch_id, REFRESHING, message, terms, autotask_ids=ids)
    return False
