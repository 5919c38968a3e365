"""Follows what bookkeepers do to linked contacts: merges are followed, archived ones distrusted."""

from dataclasses import replace

from core.domain.contacts.book import ContactBook
from core.domain.contacts.link import ContactLink
from core.domain.xero_document import XeroContact, XeroDocument
from services.xero_posting.desk import Desk

MERGED = "a merge in Xero"


def heal_links(desk: Desk, book: ContactBook) -> None:
    """Bring links in line with a list of all contacts; ones that are not in it are let be."""
    for contact_id, company_id in desk.links.taken(desk.connection.id).items():
        alive = book.find(contact_id)
        if alive is None or (alive.xero_id == contact_id and not alive.is_archived):
            continue
        if alive.xero_id == contact_id or alive.is_archived:
            desk.links.distrust(desk.connection.id, [company_id])
        else:
            _move(desk, company_id, alive)


def follow_merge(desk: Desk, contact_id: str, document: XeroDocument) -> None:
    """Xero put a document for this contact under another one: they were merged."""
    company_id = desk.links.taken(desk.connection.id).get(contact_id)
    if company_id is not None and document.contact_id not in ("", contact_id):
        _move(desk, company_id, XeroContact(document.contact_id, document.contact_name))


def distrust_contact(desk: Desk, contact_id: str) -> None:
    """Xero takes nothing more for this contact; its company is matched anew."""
    company_id = desk.links.taken(desk.connection.id).get(contact_id)
    if company_id is not None:
        desk.links.distrust(desk.connection.id, [company_id])


def _move(desk: Desk, company_id: int, alive: XeroContact) -> None:
    """The contact that lives on stands for the company from now on.

    If it is another company's already, the link is distrusted and a person has to say which.
    """
    found = desk.links.get(desk.connection.id, [company_id])[company_id]
    moved = _moved(found, alive)
    if not desk.links.relink(desk.connection.id, moved, desk.now()):
        desk.links.distrust(desk.connection.id, [company_id])
        return
    desk.journal.info(
        "CONTACT_LINKED",
        f"{found.company} is Xero's contact {alive.name} now: its former one was merged into it.",
        xero_id=alive.xero_id,
    )


def _moved(found: ContactLink, alive: XeroContact) -> ContactLink:
    return replace(
        found,
        xero_contact_id=alive.xero_id,
        xero_name=alive.name,
        how=MERGED,
        content_hash="",
        is_distrusted=False,
        terms=None,
        terms_read_at=None,
    )
