"""Matches companies with Xero's contacts: links, holds and faults, and new contacts by the fifty."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from core.domain.company import Company
from core.domain.contacts.book import (
    Ambiguous,
    Archived,
    ContactBook,
    Create,
    Found,
    Match,
    MatchRules,
    Taken,
    contact_number,
)
from core.domain.contacts.draft import draft_contact
from core.domain.contacts.link import ContactLink
from core.domain.contacts.recipients import Contradiction, choose_recipients
from core.domain.contacts.suggestions import suggest
from core.domain.faults import make_fault
from core.domain.setting_choices import MissingContact
from core.domain.xero_document import XeroContact
from services.xero_posting.contacts.batches import Drafted, create_contacts
from services.xero_posting.desk import Desk
from services.xero_posting.healing import heal_links
from services.xero_posting.parties import hold_payer, stop_payer

CONTACT_WANTED = "CONTACT_WANTED"
# Each look costs a call for a thousand contacts; a link by hand does not wait for it.
_ASK_AGAIN = timedelta(minutes=15)


class ContactPages(Protocol):
    """Whoever can list an organisation's contacts."""

    def contacts(self, page: int) -> tuple[list[XeroContact], bool]: ...


def match_companies(desk: Desk, companies: Iterable[Company]) -> None:
    """Give each company its contact, or say why it has none. Costs one look at all contacts."""
    book = read_contacts(desk.ledger)
    heal_links(desk, book)
    matching = _Matching(desk, book)
    create_contacts(desk, [draft for each in companies if (draft := matching.settle(each))])


def read_contacts(ledger: ContactPages) -> ContactBook:
    """All contacts of the organisation, a thousand a call."""
    book = ContactBook(())
    page, is_last = 0, False
    while not is_last:
        page += 1
        contacts, is_last = ledger.contacts(page)
        for contact in contacts:
            book.add(contact)
    return book


@dataclass(frozen=True, slots=True)
class Others:
    """The contacts that stand for other companies than this one."""

    owners: Mapping[str, int]
    company_id: int

    def __contains__(self, contact_id: object) -> bool:
        return self.owners.get(str(contact_id), self.company_id) != self.company_id


class _Matching:
    """One company after the other, so that none takes what an earlier one has."""

    def __init__(self, desk: Desk, book: ContactBook) -> None:
        self._desk = desk
        self._book = book
        settings = desk.connection.settings
        self._rules = MatchRules(settings.match_account_number, settings.match_name)
        self._owners = dict(desk.links.taken(desk.connection.id))
        self._contacts = {owner: contact for contact, owner in self._owners.items()}

    def settle(self, company: Company) -> Drafted | None:
        """Do what the match says; a draft is what is still to be created."""
        match self._match(company):
            case Found(contact, how):
                self._link(company, contact, how)
            case Create(name, passed_over):
                return self._miss(company, name, passed_over)
            case Archived(contact):
                values = {"contact": contact.name, "contact_id": contact.xero_id}
                self._stop("CONTACT_ARCHIVED", company, **values)
            case Ambiguous(contacts, key):
                candidates = ", ".join(f"{each.name} (by {key})" for each in contacts)
                self._stop("CONTACT_AMBIGUOUS", company, candidates=candidates)
            case Taken(contact):
                self._stop("CONTACT_TAKEN", company, contact=contact.name)
        return None

    def _match(self, company: Company) -> Match:
        """Ask the book; a contact that a person or an earlier round chose is not given up for a

        new one, so a link that Xero no longer honors ends in an explanation.
        """
        others = Others(self._owners, company.autotask_id)
        former = self._former(company)
        if former and not former.is_archived and former.xero_id not in others:
            return Found(former, "its former link")
        number = contact_number(self._desk.connection.id, company.autotask_id)
        match = self._book.match(company, number, others, self._rules)
        return Archived(former) if former and isinstance(match, Create) else match

    def _former(self, company: Company) -> XeroContact | None:
        chosen = self._contacts.get(company.autotask_id)
        return self._book.find(chosen) if chosen else None

    def _link(self, company: Company, contact: XeroContact, how: str) -> None:
        desk = self._desk
        new = ContactLink(
            company.autotask_id, company.name, contact.xero_id, how, xero_name=contact.name
        )
        self._owners[contact.xero_id] = company.autotask_id
        if not desk.links.link(desk.connection.id, new, desk.now()):
            # Another instance linked one of the two meanwhile; the next round sees what it made.
            return
        desk.journal.info(
            "CONTACT_LINKED",
            f"{company.name} is Xero's contact {contact.name}, found by {how}.",
            xero_id=contact.xero_id,
        )

    def _miss(self, company: Company, name: str, passed_over: XeroContact | None) -> Drafted | None:
        if self._desk.connection.settings.missing_contact is MissingContact.HOLD:
            self._hold(company)
            return None
        number = contact_number(self._desk.connection.id, company.autotask_id)
        recipients = choose_recipients(company, self._desk.connection.settings)
        if isinstance(recipients, Contradiction):
            people = ", ".join(f"{each.name} ({each.email})" for each in recipients.people)
            self._stop("BILLING_PERSON_AMBIGUOUS", company, candidates=people)
            return None
        # The next company must not get the same name.
        self._book.add(XeroContact(f"draft {number}", name, number))
        self._owners[f"draft {number}"] = company.autotask_id
        former = f" The archived contact {passed_over.name} stays as it is." if passed_over else ""
        message = f"Xero has no contact for {company.name}; {name} is made. {recipients.reason}"
        self._desk.journal.info("CONTACT_MISSING", message + former)
        for warning in recipients.warnings:
            self._desk.journal.warning("PERSON_LEFT_OUT", f"{company.name}: {warning}")
        return company, draft_contact(company, number, name, recipients)

    def _hold(self, company: Company) -> None:
        near = suggest(company, self._book, self._owners)
        fault = make_fault(
            CONTACT_WANTED,
            company=company.name,
            company_id=company.autotask_id,
            candidates=", ".join(each.contact.name for each in near[:3]),
        )
        message = f"{fault.message} {fault.next_step}"
        until = self._desk.now() + _ASK_AGAIN
        hold_payer(self._desk, company.autotask_id, CONTACT_WANTED, message, until)

    def _stop(self, code: str, company: Company, **values: str) -> None:
        fault = make_fault(
            code,
            company=company.name,
            company_id=company.autotask_id,
            **values,
        )
        stop_payer(self._desk, company.autotask_id, fault)
