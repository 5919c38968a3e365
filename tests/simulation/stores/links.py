"""Contact links and Autotask's lists in memory, with the rules of `core/store/contact_links.py`."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from core.domain.contact_link import ContactLink
from core.domain.xero_contact import PaymentTerms

WRITES = frozenset({"link", "relink", "distrust", "note_update", "note_terms"})


class LinkBook:
    """One contact a company and one company a contact, as the unique index of the store has it."""

    def __init__(self) -> None:
        self.by_company: dict[int, ContactLink] = {}

    def contacts(self) -> list[str]:
        """Every contact that stands for a company."""
        return [link.xero_contact_id for link in self.by_company.values()]

    def linked(self, connection_id: str, company_ids: Iterable[int]) -> dict[int, str]:
        return {
            company_id: link.xero_contact_id
            for company_id, link in self.get(connection_id, company_ids).items()
            if not link.is_distrusted
        }

    def get(self, connection_id: str, company_ids: Iterable[int]) -> dict[int, ContactLink]:
        known = self.by_company
        return {each: known[each] for each in company_ids if each in known}

    def taken(self, connection_id: str) -> Mapping[str, int]:
        return {link.xero_contact_id: each for each, link in self.by_company.items()}

    def companies(self, connection_id: str) -> list[int]:
        return [each for each, link in self.by_company.items() if not link.is_distrusted]

    def link(self, connection_id: str, fresh: ContactLink, now: datetime) -> bool:
        known = self.by_company.get(fresh.company_id)
        if known is not None and not known.is_distrusted:
            return False
        return self.relink(connection_id, fresh, now)

    def relink(self, connection_id: str, fresh: ContactLink, now: datetime) -> bool:
        others = (link for each, link in self.by_company.items() if each != fresh.company_id)
        if any(link.xero_contact_id == fresh.xero_contact_id for link in others):
            return False
        self.by_company[fresh.company_id] = fresh
        return True

    def distrust(self, connection_id: str, company_ids: Iterable[int]) -> None:
        for company_id, link in self.get(connection_id, company_ids).items():
            self.by_company[company_id] = replace(link, is_distrusted=True)

    def note_update(
        self, connection_id: str, company_id: int, content_hash: str, refused_name: str = ""
    ) -> None:
        """Contacts are not updated in these worlds."""

    def note_terms(
        self, connection_id: str, found: Mapping[int, PaymentTerms | None], now: datetime
    ) -> None:
        """No due date comes from a contact here."""

    def terms(self, connection_id: str, company_ids: Iterable[int]) -> dict[int, PaymentTerms]:
        return {}


class NoLists:
    """Autotask's lists: the simulation maps without them."""

    def load(self, connection_id: str, kind: str) -> Mapping[str, Any]:
        return {}

    def load_some(self, connection_id: str, kind: str, keys: Iterable[str]) -> Mapping[str, Any]:
        return {}
