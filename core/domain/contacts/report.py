"""Which Xero contact a company would be billed under, without linking anything: for a report."""

from collections.abc import Container
from enum import StrEnum
from typing import NamedTuple

from core.domain.company import Company
from core.domain.contacts.book import (
    Ambiguous,
    Archived,
    ContactBook,
    Create,
    Found,
    MatchRules,
    Taken,
)
from core.domain.contacts.link import ContactLink
from core.domain.xero_document import XeroContact


class Verdict(StrEnum):
    """What Xero has for a company; those above the line need nobody."""

    LINKED = "linked"
    BY_NUMBER = "by_number"
    BY_ACCOUNT = "by_account"
    BY_NAME = "by_name"
    NONE = "none"
    # From here on a person has to look.
    SEVERAL = "several"
    ARCHIVED = "archived"
    TAKEN = "taken"
    GONE = "gone"


LABELS: dict[Verdict, str] = {
    Verdict.LINKED: "Linked",
    Verdict.BY_NUMBER: "Found by our number",
    Verdict.BY_ACCOUNT: "Found by account number",
    Verdict.BY_NAME: "Found by name",
    Verdict.NONE: "No contact yet",
    Verdict.SEVERAL: "Several fit",
    Verdict.ARCHIVED: "Archived in Xero",
    Verdict.TAKEN: "Stands for another company",
    Verdict.GONE: "Linked to a contact that is gone",
}
_HOW = {
    "our contact number": Verdict.BY_NUMBER,
    "the account number": Verdict.BY_ACCOUNT,
    "the name": Verdict.BY_NAME,
}


class Finding(NamedTuple):
    """What the report says of one company."""

    verdict: Verdict
    contacts: tuple[XeroContact, ...]
    message: str


def look_up(
    company: Company,
    link: ContactLink | None,
    book: ContactBook,
    number: str,
    others: Container[str],
    rules: MatchRules,
) -> Finding:
    """What the next invoice of this company would meet; `others` stand for other companies."""
    if link is not None and not link.is_distrusted:
        return _of_link(link, book)
    match book.match(company, number, others, rules):
        case Found(contact, how):
            return Finding(_HOW[how], (contact,), f"It will be linked to {contact.name} by {how}.")
        case Ambiguous(contacts, key):
            return Finding(Verdict.SEVERAL, contacts, f"{len(contacts)} contacts fit by {key}.")
        case Archived(contact):
            return Finding(Verdict.ARCHIVED, (contact,), f"{contact.name} is archived in Xero.")
        case Taken(contact):
            message = f"{contact.name} carries our number and stands for another company."
            return Finding(Verdict.TAKEN, (contact,), message)
        case Create(name, passed_over):
            beside = " An archived contact of that name stays as it is." if passed_over else ""
            return Finding(Verdict.NONE, (), f"Xero has none; it would be {name}.{beside}")


def _of_link(link: ContactLink, book: ContactBook) -> Finding:
    contact = book.find(link.xero_contact_id)
    if contact is None:
        message = f"It is linked to {link.xero_name or 'a contact'}, which Xero does not show."
        return Finding(Verdict.GONE, (), message)
    if contact.is_archived:
        message = f"It is linked to {contact.name}, which is archived in Xero."
        return Finding(Verdict.ARCHIVED, (contact,), message)
    return Finding(Verdict.LINKED, (contact,), f"Linked to {contact.name}, by {link.how}.")
