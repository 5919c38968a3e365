"""Suggests Xero contacts that a company may be, when nothing fits for certain.

A contact is near by the company's account number, by the domain of an e-mail address, or by a name
that reads much alike. A person decides.
"""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from core.domain.company import Company, fold_name
from core.domain.xero_document import XeroContact

# Below this, names have letters in common but do not read alike.
_LEAST_LIKENESS = 60
# What many companies have in their names says nothing about one of them.
_LEGAL_WORDS = frozenset(
    {"limited", "ltd", "pty", "inc", "llc", "plc", "gmbh", "group", "co", "company", "the", "and"}
)
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
    name = _read(company.name)
    domains = {domain for person in company.people if (domain := _domain(person.email))}
    found = [
        suggestion
        for contact in contacts
        if not contact.is_archived and contact.xero_id not in taken
        if (suggestion := _judge(company, name, domains, contact))
    ]
    return sorted(found, key=lambda each: (-each.percent, each.contact.name))[:most]


def _judge(
    company: Company, name: "_Name", domains: set[str], contact: XeroContact
) -> Suggestion | None:
    if company.number.strip() and contact.account_number.strip() == company.number.strip():
        return Suggestion(contact, 100, "the same account number")
    likeness = _likeness(name, _read(contact.name))
    if likeness >= _LEAST_LIKENESS:
        return Suggestion(contact, likeness, "a name that reads alike")
    if _domain(contact.email) in domains:
        return Suggestion(contact, 50, "an e-mail address of the same domain")
    return None


class _Name(NamedTuple):
    """A name whatever the order of its words, and how these begin."""

    words: str
    beginnings: frozenset[str]


def _likeness(ours: _Name, theirs: _Name) -> int:
    """How much two names read alike, in percent; nothing but a number is for certain.

    Comparing letters is slow; without a common beginning of a word it is in vain as well.
    """
    if ours.beginnings.isdisjoint(theirs.beginnings):
        return 0
    ratio = SequenceMatcher(a=ours.words, b=theirs.words).ratio()
    return min(99, round(100 * ratio))


@lru_cache(maxsize=50_000)
def _read(name: str) -> _Name:
    letters = "".join(each if each.isalnum() else " " for each in fold_name(name))
    said = frozenset(letters.split())
    words = said - _LEGAL_WORDS or said
    return _Name(" ".join(sorted(words)), frozenset(word[:3] for word in words))


def _domain(email: str) -> str:
    domain = email.rpartition("@")[2].strip().casefold()
    return "" if domain in _PUBLIC_DOMAINS else domain
