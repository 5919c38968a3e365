"""Has a Xero contact for every company with something to send, before anything is sent.

One look at Xero's contacts serves all unknown companies of the queue; those that Xero lacks are
created fifty to a call, frozen and keyed like every write.
"""

from collections.abc import Collection, Mapping
from uuid import uuid4

from core.clients.xero.payloads import freeze_contacts
from core.domain.batch import Batch, BatchKind, Element, Write, prepare
from core.domain.company import Company, company_from
from core.domain.contacts import Archived, ContactBook, Create, Found, contact_number
from core.domain.faults import make_fault
from core.domain.xero_document import ContactDraft, XeroContact
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
    book = _read_contacts(desk)
    taken = set(desk.links.taken(desk.connection.id))
    drafts: list[tuple[Company, ContactDraft]] = []
    for company in _companies(desk, unknown):
        match book.match(company, contact_number(desk.connection.id, company.autotask_id), taken):
            case Found(contact, how):
                _link(desk, company, contact, how)
                taken.add(contact.xero_id)
            case Archived():
                fault = make_fault("CONTACT_ARCHIVED", company=company.name)
                stop_company(desk, company.autotask_id, fault)
            case Create(draft):
                drafts.append((company, draft))
                # The next company must not get the same name.
                book.add(XeroContact(f"draft {draft.number}", draft.name, draft.number))
                taken.add(f"draft {draft.number}")
    _create(desk, drafts)


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
