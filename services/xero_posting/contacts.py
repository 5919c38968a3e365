"""Has a Xero contact for every company with something to send, before anything is sent.

One look at Xero's contacts serves all unknown companies of the queue; those that Xero lacks are
created fifty to a call, frozen and keyed like every write.
"""

from collections.abc import Collection, Iterable, Mapping
from uuid import uuid4

from core.clients.xero.contact_payloads import freeze_contacts
from core.domain.batch import Batch, BatchKind, Element, Write, prepare
from core.domain.company import Company, company_from
from core.domain.contact_draft import draft_contact
from core.domain.contacts import (
    Ambiguous,
    Archived,
    ContactBook,
    Create,
    Found,
    MatchRules,
    Taken,
    contact_number,
)
from core.domain.faults import make_fault
from core.domain.recipients import Contradiction, choose_recipients
from core.domain.xero_contact import ContactDraft
from core.domain.xero_document import XeroContact
from services.xero_posting.deliver import deliver
from services.xero_posting.desk import Desk
from services.xero_posting.stop import stop_company

_AT_ONCE = 50


def unlinked(desk: Desk, company_ids: Collection[int]) -> set[int]:
    """Companies without a contact so far."""
    return set(company_ids) - set(desk.links.linked(desk.connection.id, company_ids))


def ensure_contacts(desk: Desk, soon: Collection[int]) -> None:
    """Link or create what is missing, once one of the companies needed `soon` has no contact.

    Then the whole queue is served. Companies of an unanswered contact batch wait for resolve.
    """
    if not unlinked(desk, soon):
        return
    wanted = desk.invoices.due_companies(desk.connection.id, desk.now())
    linked = desk.links.linked(desk.connection.id, wanted)
    waiting = _being_created(desk)
    unknown = {
        company_id: name
        for company_id, name in wanted.items()
        if company_id not in linked and company_id not in waiting
    }
    if not unknown:
        return
    _create(desk, _match_all(desk, _companies(desk, unknown)))


def _match_all(desk: Desk, companies: Iterable[Company]) -> list[tuple[Company, ContactDraft]]:
    """Link what Xero has and stop what it cannot have; returns what is to be created."""
    book = _read_contacts(desk)
    taken = set(desk.links.taken(desk.connection.id))
    settings = desk.connection.settings
    rules = MatchRules(settings.match_account_number, settings.match_name)
    drafts: list[tuple[Company, ContactDraft]] = []
    for company in companies:
        number = contact_number(desk.connection.id, company.autotask_id)
        match book.match(company, number, taken, rules):
            case Found(contact, how):
                _link(desk, company, contact, how)
                taken.add(contact.xero_id)
            case Create(name):
                if draft := _draft(desk, company, number, name):
                    drafts.append((company, draft))
                    # The next company must not get the same name.
                    book.add(XeroContact(f"draft {number}", name, number))
                    taken.add(f"draft {number}")
            case Archived(contact):
                values = {"contact": contact.name, "contact_id": contact.xero_id}
                _stop(desk, "CONTACT_ARCHIVED", company, **values)
            case Ambiguous(contacts):
                candidates = ", ".join(contact.name for contact in contacts)
                _stop(desk, "CONTACT_AMBIGUOUS", company, candidates=candidates)
            case Taken():
                _stop(desk, "CONTACT_TAKEN", company)
    return drafts


def _draft(desk: Desk, company: Company, number: str, name: str) -> ContactDraft | None:
    recipients = choose_recipients(company, desk.connection.settings)
    if isinstance(recipients, Contradiction):
        people = ", ".join(f"{each.name} ({each.email})" for each in recipients.people)
        _stop(desk, "BILLING_PERSON_AMBIGUOUS", company, candidates=people)
        return None
    return draft_contact(company, number, name, recipients)


def _stop(desk: Desk, code: str, company: Company, **values: str) -> None:
    fault = make_fault(code, company=company.name, company_id=company.autotask_id, **values)
    stop_company(desk, company.autotask_id, fault)


def _being_created(desk: Desk) -> set[int]:
    return {
        element.source_id
        for batch in desk.batches.open_batches(desk.connection.id)
        if batch.kind is BatchKind.CONTACTS
        for element in batch.elements
    }


def _read_contacts(desk: Desk) -> ContactBook:
    book = ContactBook(())
    page, is_last = 0, False
    while not is_last:
        page += 1
        contacts, is_last = desk.ledger.contacts(page)
        for contact in contacts:
            book.add(contact)
    return book


def _companies(desk: Desk, unknown: Mapping[int, str]) -> list[Company]:
    stored = desk.lists.load_some(desk.connection.id, "company", (str(each) for each in unknown))
    return [
        company_from(stored[str(company_id)])
        if str(company_id) in stored
        else Company(company_id, name)
        for company_id, name in sorted(unknown.items())
    ]


def _link(desk: Desk, company: Company, contact: XeroContact, how: str) -> None:
    is_new = desk.links.link(
        desk.connection.id, company.autotask_id, company.name, contact.xero_id, how, desk.now()
    )
    if not is_new:
        # Another instance linked one of the two meanwhile; the next round sees what it made.
        return
    desk.journal.info(
        "CONTACT_LINKED",
        f"{company.name} is Xero's contact {contact.name}, found by {how}.",
        xero_id=contact.xero_id,
    )


def _create(desk: Desk, drafts: list[tuple[Company, ContactDraft]]) -> None:
    for start in range(0, len(drafts), _AT_ONCE):
        few = drafts[start : start + _AT_ONCE]
        if not deliver(desk, _freeze(desk, few)) and len(few) > 1:
            for draft in few:
                deliver(desk, _freeze(desk, [draft]))


def _freeze(desk: Desk, drafts: list[tuple[Company, ContactDraft]]) -> Batch:
    body = freeze_contacts([draft for _, draft in drafts])
    elements = tuple(
        Element(company.autotask_id, draft.number, marker=company.name) for company, draft in drafts
    )
    batch = prepare(
        uuid4().hex,
        desk.connection.id,
        desk.connection.tenant_id or "",
        Write(BatchKind.CONTACTS, "PUT", "Contacts", body),
        elements,
    )
    desk.batches.freeze(batch, desk.lease.fence, desk.now())
    return batch
