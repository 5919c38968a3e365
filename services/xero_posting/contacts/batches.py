"""Freezes contacts and sends them, fifty to a call: new ones, and changes of ones that exist."""

from collections.abc import Sequence
from uuid import uuid4

from core.clients.xero.contact_payloads import freeze_contact_updates, freeze_contacts
from core.domain.batch import Batch, BatchKind, Element, Write, prepare
from core.domain.company import Company
from core.domain.contacts.update import ContactChange, content_hash
from core.domain.contacts.xero_contact import ContactDraft
from services.xero_posting.deliver import deliver
from services.xero_posting.desk import Desk

_AT_ONCE = 50

Drafted = tuple[Company, ContactDraft]
Changed = tuple[Company, ContactChange, str]


def create_contacts(desk: Desk, drafts: Sequence[Drafted]) -> None:
    """A call for each fifty; if Xero would not read one, each of its contacts goes alone."""
    for start in range(0, len(drafts), _AT_ONCE):
        few = drafts[start : start + _AT_ONCE]
        if not deliver(desk, _new(desk, few)) and len(few) > 1:
            for draft in few:
                deliver(desk, _new(desk, [draft]))


def change_contacts(desk: Desk, changes: Sequence[Changed]) -> None:
    """As `create_contacts`, for contacts that exist; each goes by its id."""
    for start in range(0, len(changes), _AT_ONCE):
        few = changes[start : start + _AT_ONCE]
        if not deliver(desk, _change(desk, few)) and len(few) > 1:
            for change in few:
                deliver(desk, _change(desk, [change]))


def _new(desk: Desk, drafts: Sequence[Drafted]) -> Batch:
    body = freeze_contacts([draft for _, draft in drafts])
    elements = tuple(
        Element(
            company.autotask_id,
            draft.number,
            marker=company.name,
            content_hash=content_hash(draft),
        )
        for company, draft in drafts
    )
    return _freeze(desk, Write(BatchKind.CONTACTS, "PUT", "Contacts", body), elements)


def _change(desk: Desk, changes: Sequence[Changed]) -> Batch:
    """An element of an update is known by the contact's id, which stands where its number would."""
    body = freeze_contact_updates([change for _, change, _ in changes])
    elements = tuple(
        Element(
            company.autotask_id,
            change.xero_id,
            contact_id=change.xero_id,
            marker=change.name,
            content_hash=fingerprint,
        )
        for company, change, fingerprint in changes
    )
    return _freeze(desk, Write(BatchKind.CONTACT_UPDATE, "POST", "Contacts", body), elements)


def _freeze(desk: Desk, write: Write, elements: tuple[Element, ...]) -> Batch:
    tenant_id = desk.connection.tenant_id or ""
    batch = prepare(uuid4().hex, desk.connection.id, tenant_id, write, elements)
    desk.batches.freeze(batch, desk.lease.fence, desk.now())
    return batch
