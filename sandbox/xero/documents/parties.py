"""Which contact a document is for."""

from sandbox.xero.books import Books, Record
from sandbox.xero.contact_rules import ContactWriter, folded
from sandbox.xero.documents.ruling import Ruling
from sandbox.xero.elements import Element
from sandbox.xero.refusals import RejectedElementError

MISSING = "A Contact must be specified for this type of transaction"
UNIDENTIFIED = (
    "The Contact must contain at least 1 of the following elements to identify the contact: "
    "Name, ContactID, ContactNumber"
)
ARCHIVED = (
    "The contact with the specified contact details has been archived. The contact must be "
    "un-archived before creating new invoices or credit notes"
)
UNKNOWN = "An existing Contact with the specified ContactID could not be found"
# What an SDK sends along without meaning a change of the contact.
_HARMLESS = frozenset(
    {"ContactID", "HasAttachments", "HasValidationErrors", "ContactStatus", "ValidationErrors"}
)


def contact_of(books: Books, sent: Element | None, ruling: Ruling) -> Record | None:
    """The contact meant, found or created; any field beside the id edits it, as in Xero."""
    if sent is None:
        ruling.refuse(MISSING)
        return None
    found = _found(books, sent)
    if found is not None and found["ContactStatus"] != "ACTIVE":
        ruling.refuse(ARCHIVED)
        return found
    if found is None and not _can_create(sent, ruling):
        return None
    if found is not None and not set(sent.sent) - _HARMLESS:
        return found
    try:
        return ContactWriter(books).apply(sent, found)
    except RejectedElementError as problem:
        for message in problem.messages:
            ruling.refuse(message)
        return found


def _found(books: Books, sent: Element) -> Record | None:
    contact_id = sent.guid("ContactID")
    if contact_id:
        return surviving(books, books.get("Contacts", contact_id))
    for field in ("ContactNumber", "Name"):
        value = folded(sent.text(field) or "")
        matches = books.find("Contacts", field, value) if value else []
        if matches:
            # An active one of that name goes before an archived one.
            return min(matches, key=lambda contact: contact["ContactStatus"] != "ACTIVE")
    return None


def surviving(books: Books, contact: Record | None) -> Record | None:
    """Follow a merge; whether documents follow it too, no page says."""
    while contact is not None and contact.get("MergedToContactID"):
        if books.switches.value("merged_contact") == "refused":
            return contact
        contact = books.get("Contacts", contact["MergedToContactID"])
    return contact


def _can_create(sent: Element, ruling: Ruling) -> bool:
    if sent.guid("ContactID"):
        ruling.refuse(UNKNOWN)
        return False
    if not folded(sent.text("Name") or ""):
        ruling.refuse(UNIDENTIFIED)
        return False
    return True
