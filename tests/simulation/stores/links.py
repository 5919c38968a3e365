"""Contact links and Autotask's lists in memory."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from core.domain.contacts.link import ContactLink
from core.domain.contacts.xero_contact import PaymentTerms

WRITES = frozenset({"link", "relink", "distrust", "note_update", "note_terms"})


class LinkBook:
    """One contact a company and one company a contact, as the unique index of the store has it."""

    def __init__(self) -> None:
        self.links: dict[int, ContactLink] = {}
        # Which companies a contact was ever linked to.
        self.ever: dict[str, set[int]] = {}

    def contacts(self) -> dict[int, str]:
        """The contact of each company, also where it is no longer trusted."""
        return {company_id: each.xero_contact_id for company_id, each in self.links.items()}

    @property
    def by_company(self) -> dict[int, str]:
        """What is trusted."""
        return {
            company_id: each.xero_contact_id
            for company_id, each in self.links.items()
            if not each.is_distrusted
        }

    def linked(self, connection_id: str, company_ids: Iterable[int]) -> dict[int, str]:
        known = self.by_company
        return {each: known[each] for each in company_ids if each in known}

    def get(self, connection_id: str, company_ids: Iterable[int]) -> dict[int, ContactLink]:
        return {each: self.links[each] for each in company_ids if each in self.links}

    def taken(self, connection_id: str) -> Mapping[str, int]:
        return {each.xero_contact_id: company_id for company_id, each in self.links.items()}

    def companies(self, connection_id: str) -> Collection[int]:
        return list(self.by_company)

    def link(self, connection_id: str, new: ContactLink, now: datetime) -> bool:
        if new.company_id in self.by_company:
            return False
        return self.relink(connection_id, new, now)

    def relink(self, connection_id: str, new: ContactLink, now: datetime) -> bool:
        owner = self.taken(connection_id).get(new.xero_contact_id, new.company_id)
        if owner != new.company_id:
            return False
        self.links[new.company_id] = new
        self.ever.setdefault(new.xero_contact_id, set()).add(new.company_id)
        return True

    def distrust(self, connection_id: str, company_ids: Iterable[int]) -> None:
        for company_id, found in self.get(connection_id, company_ids).items():
            self.links[company_id] = replace(found, is_distrusted=True)

    def note_update(
        self, connection_id: str, company_id: int, content_hash: str, refused_name: str = ""
    ) -> None:
        self._change(company_id, content_hash=content_hash, refused_name=refused_name)

    def note_terms(
        self, connection_id: str, found: Mapping[int, PaymentTerms | None], now: datetime
    ) -> None:
        for company_id, terms in found.items():
            self._change(company_id, terms=terms, terms_read_at=now)

    def terms(self, connection_id: str, company_ids: Iterable[int]) -> Mapping[int, PaymentTerms]:
        found = self.get(connection_id, company_ids)
        return {company_id: each.terms for company_id, each in found.items() if each.terms}

    def _change(self, company_id: int, **changes: Any) -> None:
        if company_id in self.links:
            self.links[company_id] = replace(self.links[company_id], **changes)


class NoLists:
    """Autotask's lists: the simulation maps without them."""

    def load(self, connection_id: str, kind: str) -> Mapping[str, Any]:
        return {}

    def load_some(self, connection_id: str, kind: str, keys: Iterable[str]) -> Mapping[str, Any]:
        return {}
