"""Suggests Xero contacts that a company may be, when nothing fits for certain.

A contact is near by the company's account number, by the domain of an e-mail address, or by a name
that reads much alike. A person decides.
"""

from collections.abc import Container, Iterable
from dataclasses import dataclass

from core.domain.company import Company
from core.domain.likeness import ReadName, likeness, read_name
from core.domain.xero_document import XeroContact

# Below this, names have letters in common but do not read alike.
_LEAST_LIKENESS = 60
# Addresses at these belong to nobody in particular.
_PUBLIC_DOMAINS = frozenset({"gmail.com", "outlook.com", "hotmail.com", "yahoo.com", "xtra.co.nz"})


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`percent` is how sure we are, `why` ends a sentence."""

    contact: XeroContact
    percent: int
    why: str


def suggest(
    company: Company, contacts: Iterable[XeroContact], taken: Container[str], most: int = 5
) -> list[Suggestion]:
    """Active contacts that stand for nobody else, the likeliest first."""
    name = read_name(company.name)
    domains = {domain for person in company.people if (domain := _domain(person.email))}
    found = [
        suggestion
        for contact in contacts
        if not contact.is_archived and contact.xero_id not in taken
        if (suggestion := _judge(company, name, domains, contact))
    ]
    return sorted(found, key=lambda each: (-each.percent, each.contact.name))[:most]


def _judge(
    company: Company, name: ReadName, domains: set[str], contact: XeroContact
) -> Suggestion | None:
    if company.number.strip() and contact.account_number.strip() == company.number.strip():
        return Suggestion(contact, 100, "the same account number")
    percent = likeness(name, read_name(contact.name), _LEAST_LIKENESS)
    if percent >= _LEAST_LIKENESS:
        return Suggestion(contact, percent, "a name that reads alike")
    if _domain(contact.email) in domains:
        return Suggestion(contact, 50, "an e-mail address of the same domain")
    return None


def _domain(email: str) -> str:
    domain = email.rpartition("@")[2].strip().casefold()
    return "" if domain in _PUBLIC_DOMAINS else domain
