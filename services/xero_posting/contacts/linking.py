"""What persons do about contacts: link a company to one, and see which may be meant."""

from collections.abc import Callable
from typing import Any

from core.domain.company import Company, company_from
from core.domain.contacts.link import ContactLink
from core.domain.contacts.suggestions import suggest
from core.domain.contacts.xero_contact import FullContact
from core.domain.errors import SyncError
from core.domain.events import Event
from core.domain.records import Connection
from core.domain.status import Status
from core.runtime.answers import Answer, done, problem
from core.runtime.clock import Clock
from core.runtime.journal import Journal
from core.runtime.telling import as_problem
from core.runtime.xero_access import XeroAccess
from core.store import connections, contact_links, reference_data
from core.store.invoices import Step, contact_holds
from services.xero_posting.contacts.matching import read_contacts
from services.xero_posting.parties import Parties

# A link settles what a company's invoices stopped for.
_SETTLED = ("CONTACT_ARCHIVED", "CONTACT_AMBIGUOUS", "CONTACT_TAKEN", "CONTACT_REFUSED")


class ContactDesk:
    """Links companies by hand; each answer comes after one look into Xero."""

    def __init__(
        self,
        access: XeroAccess,
        journal_for: Callable[[str], Journal],
        announce: Callable[[str, dict[str, Any]], None],
        now: Clock,
    ) -> None:
        self._access = access
        self._journal_for = journal_for
        self._announce = announce
        self._now = now

    def link_contact(
        self, connection_id: str, company_id: int, xero_contact_id: str, by: str
    ) -> Answer:
        """From now on this contact stands for the company; what waited for one goes on."""

        def link(connection: Connection, company: Company, journal: Journal) -> Answer:
            ledger = self._access.open(connection, journal.call)
            found = ledger.contacts_in_full([xero_contact_id])
            if not found:
                return problem("not_found", "Xero has no such contact in this organisation.")
            return self._unusable(connection, company, found[0]) or self._link(
                connection, company, found[0], by, journal
            )

        return self._for(connection_id, company_id, link)

    def suggest_contacts(self, connection_id: str, company_id: int) -> Answer:
        """Contacts that the company may be, the likeliest first."""

        def look(connection: Connection, company: Company, journal: Journal) -> Answer:
            ledger = self._access.open(connection, journal.call)
            taken = contact_links.taken(connection.id)
            others = {key for key, owner in taken.items() if owner != company.autotask_id}
            near = suggest(company, read_contacts(ledger), others)
            return done(
                company=company.name,
                suggestions=[
                    {
                        "xero_contact_id": each.contact.xero_id,
                        "name": each.contact.name,
                        "account_number": each.contact.account_number,
                        "email": each.contact.email,
                        "percent": each.percent,
                        "why": each.why,
                    }
                    for each in near
                ],
            )

        return self._for(connection_id, company_id, look)

    def _unusable(
        self, connection: Connection, company: Company, full: FullContact
    ) -> Answer | None:
        contact = full.contact
        if contact.merged_into_id:
            return problem("conflict", f"{contact.name} was merged into another contact in Xero.")
        if contact.is_archived:
            return problem("conflict", f"{contact.name} is archived in Xero; restore it there.")
        owner = contact_links.taken(connection.id).get(contact.xero_id, company.autotask_id)
        if owner != company.autotask_id:
            name = contact_links.get(connection.id, [owner])[owner].company
            return problem("conflict", f"{contact.name} stands for {name} already.")
        return None

    def _link(
        self, connection: Connection, company: Company, full: FullContact, by: str, journal: Journal
    ) -> Answer:
        contact = full.contact
        new = ContactLink(
            company.autotask_id,
            company.name,
            contact.xero_id,
            f"{by}, who linked it",
            xero_name=contact.name,
        )
        if not contact_links.relink(connection.id, new, self._now()):
            return problem("conflict", f"{contact.name} was linked to another company just now.")
        message = f"{by} linked {company.name} to Xero's contact {contact.name}."
        journal.info("CONTACT_LINKED", message, xero_id=contact.xero_id)
        released = self._release(connection, company.autotask_id, message, journal)
        return done(message=message, released=len(released))

    def _release(
        self, connection: Connection, company_id: int, message: str, journal: Journal
    ) -> list[int]:
        step = Step("CONTACT_LINKED", message, "xero_posting", self._now(), journal.run_id)
        companies = _billed_to(connection, company_id)
        released = contact_holds.release(connection.id, companies, _SETTLED, step)
        for autotask_id in released:
            journal.info("CONTACT_LINKED", message, autotask_id=autotask_id)
        if released:
            self._announce(
                Event.DOCUMENT_STATUS_CHANGED,
                {
                    "connection_id": connection.id,
                    "kind": "invoice",
                    "autotask_ids": released,
                    "status": Status.PENDING_SYNC.value,
                },
            )
        self._announce(Event.INVOICES_PENDING, {"connection_id": connection.id})
        return released

    def _for(
        self,
        connection_id: str,
        company_id: int,
        work: Callable[[Connection, Company, Journal], Answer],
    ) -> Answer:
        connection = connections.get(connection_id)
        company = _company(connection, company_id) if connection else None
        if connection is None or company is None:
            what = "connection" if connection is None else f"company {company_id} in connection"
            return problem("not_found", f"There is no {what} {connection_id}.")
        journal = self._journal_for(connection_id)
        try:
            return work(connection, company, journal)
        except SyncError as error:
            return as_problem("xero", error)
        finally:
            journal.flush()


def _billed_to(connection: Connection, company_id: int) -> set[int]:
    """The company, and those for which it pays, as far as something of theirs waits for a contact."""
    waiting = contact_holds.companies_without(connection.id, _SETTLED)
    payers = Parties(connection, reference_data).payers(waiting)
    return {company_id, *(each for each, who in payers.items() if who.company_id == company_id)}


def _company(connection: Connection, company_id: int) -> Company | None:
    stored = reference_data.load_some(connection.autotask_key, "company", [str(company_id)])
    if str(company_id) in stored:
        return company_from(stored[str(company_id)])
    link = contact_links.get(connection.id, [company_id]).get(company_id)
    return Company(company_id, link.company) if link else None
