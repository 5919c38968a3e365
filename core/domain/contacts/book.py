"""Finds the Xero contact of an Autotask company (product.md X6), or drafts a new one.

Order: our own contact number, then the company's account number, then the name as Xero compares
it. Merged contacts are followed and active ones preferred. A contact that already stands for
another company is never taken, and of several that fit alike none is chosen.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass

from core.domain.company import Company, fold_name
from core.domain.contacts.draft import clean_name, distinguished
from core.domain.xero_document import XeroContact

_NUMBER_LIMIT = 50
_HASH_LENGTH = 12
_HASHED = re.compile(rf"\.[0-9a-f]{{{_HASH_LENGTH}}}$")


@dataclass(frozen=True, slots=True)
class MatchRules:
    """Which of the two looser keys a connection trusts; our own number always counts."""

    by_account_number: bool = True
    by_name: bool = True


_EVERY_KEY = MatchRules()


@dataclass(frozen=True, slots=True)
class Found:
    """An existing contact, and by what it was found."""

    contact: XeroContact
    how: str


@dataclass(frozen=True, slots=True)
class Archived:
    """The contact that fits is archived: Xero takes no document for it, nor a second one like it."""

    contact: XeroContact


@dataclass(frozen=True, slots=True)
class Taken:
    """The contact that carries our number, or was merged into, stands for another company."""

    contact: XeroContact


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several active contacts fit alike by `key`; a person has to say which."""

    contacts: tuple[XeroContact, ...]
    key: str


@dataclass(frozen=True, slots=True)
class Create:
    """No contact fits. `name` is free in Xero; `passed_over` is archived and has the same name."""

    name: str
    passed_over: XeroContact | None = None


Match = Found | Archived | Taken | Ambiguous | Create


class ContactBook:
    """Every contact of an organisation, ready to be searched many times."""

    def __init__(self, contacts: Iterable[XeroContact]) -> None:
        self._by_id: dict[str, XeroContact] = {}
        self._by_number: dict[str, XeroContact] = {}
        self._by_account: dict[str, list[XeroContact]] = defaultdict(list)
        self._by_name: dict[str, list[XeroContact]] = defaultdict(list)
        for contact in contacts:
            self.add(contact)

    def __iter__(self) -> Iterator[XeroContact]:
        return iter(self._by_id.values())

    def add(self, contact: XeroContact) -> None:
        """Enter a contact; one that is known already (pages may overlap) is entered once."""
        if contact.xero_id in self._by_id:
            return
        self._by_id[contact.xero_id] = contact
        if contact.number:
            self._by_number.setdefault(contact.number, contact)
        if account_number := contact.account_number.strip():
            self._by_account[account_number].append(contact)
        self._by_name[fold_name(contact.name)].append(contact)

    def find(self, xero_id: str) -> XeroContact | None:
        """The contact of an id, or the one that lives on after all its merges."""
        found = self._by_id.get(xero_id)
        return self._follow_merges(found) if found else None

    def match(
        self,
        company: Company,
        contact_number: str,
        taken: Container[str],
        rules: MatchRules = _EVERY_KEY,
    ) -> Match:
        """Find the contact of a company. `taken` are contacts of other companies."""
        numbered = self._match_number(contact_number, taken)
        if isinstance(numbered, Found | Taken):
            return numbered

        def judge(contacts: Iterable[XeroContact], key: str) -> Found | Ambiguous | Archived | None:
            return _judge(_free_of_others(contacts, contact_number, taken), key)

        by_account = judge(
            self._with_account(company.number) if rules.by_account_number else (),
            "the account number",
        )
        if isinstance(by_account, Found | Ambiguous):
            return by_account
        by_name = judge(self._with_name(company.name) if rules.by_name else (), "the name")
        if isinstance(by_name, Found | Ambiguous):
            return by_name
        # Xero keeps names unique among active contacts only, but numbers for ever (Contacts page).
        passed_over = by_name.contact if by_name else None
        return numbered or by_account or Create(self._free_name(company), passed_over)

    def _match_number(
        self, contact_number: str, taken: Container[str]
    ) -> Found | Taken | Archived | None:
        numbered = self._by_number.get(contact_number)
        if numbered is None:
            return None
        contact = self._follow_merges(numbered)
        if contact.xero_id in taken or numbered.xero_id in taken:
            return Taken(contact)
        return Archived(contact) if contact.is_archived else Found(contact, "our contact number")

    def _with_account(self, number: str) -> list[XeroContact]:
        wanted = number.strip()
        return self._alive(self._by_account.get(wanted, ())) if wanted else []

    def _with_name(self, name: str) -> list[XeroContact]:
        """Contacts of a name; Xero's own idea of it decides between ones that only fold alike."""
        wanted = fold_name(name)
        contacts = self._alive(self._by_name.get(wanted, ())) if wanted else []
        same = [
            each for each in contacts if _as_xero_compares(each.name) == _as_xero_compares(name)
        ]
        return same if any(not each.is_archived for each in same) else contacts

    def _alive(self, contacts: Sequence[XeroContact]) -> list[XeroContact]:
        """What the contacts have become, each once."""
        followed = [self._follow_merges(contact) for contact in contacts]
        return list({contact.xero_id: contact for contact in followed}.values())

    def _follow_merges(self, contact: XeroContact) -> XeroContact:
        seen: set[str] = set()
        while contact.merged_into_id and contact.xero_id not in seen:
            seen.add(contact.xero_id)
            contact = self._by_id.get(contact.merged_into_id, contact)
        return contact

    def _free_name(self, company: Company) -> str:
        name = clean_name(company.name) or f"Company {company.autotask_id}"
        if not self._is_in_use(name):
            return name
        # Xero: names are unique among active contacts without regard to case (Contacts page).
        return distinguished(name, company.autotask_id)

    def _is_in_use(self, name: str) -> bool:
        return any(not each.is_archived for each in self._by_name.get(fold_name(name), ()))


def _judge(contacts: Sequence[XeroContact], key: str) -> Found | Ambiguous | Archived | None:
    active = tuple(contact for contact in contacts if not contact.is_archived)
    if len(active) > 1:
        return Ambiguous(active, key)
    if active:
        return Found(active[0], key)
    return Archived(contacts[0]) if contacts else None


def _free_of_others(
    contacts: Iterable[XeroContact], contact_number: str, taken: Container[str]
) -> list[XeroContact]:
    return [
        contact
        for contact in contacts
        if contact.xero_id not in taken and not _is_for_another(contact, contact_number)
    ]


def _as_xero_compares(name: str) -> str:
    return " ".join(name.split()).casefold()


def _is_for_another(contact: XeroContact, contact_number: str) -> bool:
    """Tell whether we made this contact for another company, although the link is not known yet."""
    connection, _, company = contact.number.rpartition("-")
    is_ours = company.isdigit() and _is_same(connection, contact_number.rpartition("-")[0])
    return is_ours and contact.number != contact_number


def _is_same(first: str, second: str) -> bool:
    """How much of a long connection is cut depends on the company; its hash does not."""
    cut, other = _HASHED.search(first), _HASHED.search(second)
    return first == second or (cut is not None and other is not None and cut[0] == other[0])


def contact_number(connection_id: str, company_id: int) -> str:
    """Our key on a contact that we create; Xero keeps it unique, archived contacts included.

    A hash stands for what is cut of a connection, so that two with one beginning share no number.
    """
    suffix = f"-{company_id}"
    if len(connection_id) + len(suffix) > _NUMBER_LIMIT:
        digest = hashlib.sha256(connection_id.encode()).hexdigest()[:_HASH_LENGTH]
        suffix = f".{digest}{suffix}"
    return connection_id[: _NUMBER_LIMIT - len(suffix)] + suffix
