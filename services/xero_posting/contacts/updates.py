"""Brings contacts in line with Autotask when the company changed there (option `update_contacts`).

The contact is read first, and only what differs is written, by its id. A company whose content is
still that of the last update costs nothing. Each portion is read directly before it is written: the
persons of a contact go whole, and one that a bookkeeper adds in between would be lost.
"""

from collections.abc import Collection, Iterable, Sequence

from core.domain.company import Company
from core.domain.contacts.book import contact_number
from core.domain.contacts.draft import clean_name, draft_contact
from core.domain.contacts.link import ContactLink
from core.domain.contacts.recipients import Contradiction, choose_recipients
from core.domain.contacts.update import content_hash, find_change
from core.domain.contacts.xero_contact import ContactDraft, FullContact
from services.xero_posting.contacts.batches import Changed, change_contacts
from services.xero_posting.desk import Desk

# As many as one call reads by their ids.
_AT_ONCE = 40

_Wanted = tuple[Company, ContactDraft, ContactLink]


def update_contacts(desk: Desk, companies: Sequence[Company]) -> None:
    """Look at the contacts of companies that changed since the last update, and write the rest."""
    links = desk.links.get(desk.connection.id, [company.autotask_id for company in companies])
    changed: dict[str, _Wanted] = {}
    for company in companies:
        link, draft = links.get(company.autotask_id), _draft(desk, company)
        if link and draft and content_hash(draft) != link.content_hash:
            changed[link.xero_contact_id] = (company, draft, link)
    wanted = list(changed.values())
    for start in range(0, len(wanted), _AT_ONCE):
        _update_portion(desk, wanted[start : start + _AT_ONCE])


def _update_portion(desk: Desk, portion: Sequence[_Wanted]) -> None:
    """Read these, and write what differs, before anything else."""
    read = desk.ledger.contacts_in_full([link.xero_contact_id for _, _, link in portion])
    found = {full.contact.xero_id: full for full in read}
    to_write: list[Changed] = []
    for company, draft, link in portion:
        if full := _alive(desk, found.get(link.xero_contact_id), link):
            to_write += _compare(desk, company, draft, (link, full))
    change_contacts(desk, to_write)


def _draft(desk: Desk, company: Company) -> ContactDraft | None:
    """What Autotask says; None while it contradicts itself about who is billed."""
    recipients = choose_recipients(company, desk.connection.settings)
    name = clean_name(company.name)
    if isinstance(recipients, Contradiction) or not name:
        return None
    number = contact_number(desk.connection.id, company.autotask_id)
    return draft_contact(company, number, name, recipients)


def _alive(desk: Desk, full: FullContact | None, link: ContactLink) -> FullContact | None:
    """The contact if it can be changed.

    An archived one cannot, a merged one is another by now, and one that Xero does not have is none.
    """
    if full is not None and not full.contact.is_archived:
        return full
    desk.links.distrust(desk.connection.id, [link.company_id])
    return None


def _compare(
    desk: Desk, company: Company, draft: ContactDraft, both: tuple[ContactLink, FullContact]
) -> Iterable[Changed]:
    link, full = both
    fingerprint = content_hash(draft)
    is_distinguished = full.contact.name.endswith(f" ({company.autotask_id})")
    keeps_name = is_distinguished or link.refused_name == draft.name
    change = find_change(draft, full, keeps_name=keeps_name)
    if change is None:
        desk.links.note_update(
            desk.connection.id, company.autotask_id, fingerprint, link.refused_name
        )
        return []
    for warning in change.warnings:
        desk.journal.warning("PERSON_LEFT_OUT", f"{company.name}: {warning}")
    names = ", ".join(change.changed).replace("_", " ")
    message = f"{company.name} changed in Autotask; its Xero contact gets: {names}."
    desk.journal.info("CONTACT_CHANGED", message, xero_id=change.xero_id)
    return [(company, change, fingerprint)]


def learn_terms(desk: Desk, company_ids: Collection[int]) -> None:
    """Read the payment terms of these companies' contacts."""
    by_contact = {
        contact_id: company_id
        for company_id, contact_id in desk.links.linked(desk.connection.id, company_ids).items()
    }
    found = {
        full.contact.xero_id: full.terms for full in desk.ledger.contacts_in_full(list(by_contact))
    }
    terms = {company_id: found.get(contact_id) for contact_id, company_id in by_contact.items()}
    desk.links.note_terms(desk.connection.id, terms, desk.now())
