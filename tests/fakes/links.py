"""Contact links and Autotask's lists in memory."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from core.domain.contacts.link import ContactLink
from core.domain.contacts.xero_contact import PaymentTerms


class InMemoryLinks:
    """One contact a company and one company a contact, like the unique index of the store.

    `by_company` holds what is trusted; a test may put ids there as they are.
    """

    def __init__(self, links: Mapping[int, str] | None = None) -> None:
        self.by_company: dict[int, str] = dict(links or {})
        self.details: dict[int, ContactLink] = {}

    @property
    def how(self) -> dict[int, str]:
        return {company_id: each.how for company_id, each in self.details.items()}

    def linked(self, connection_id: str, company_ids: Iterable[int]) -> dict[int, str]:
        return {each: self.by_company[each] for each in company_ids if each in self.by_company}

    def get(self, connection_id: str, company_ids: Iterable[int]) -> dict[int, ContactLink]:
        return {each: found for each in company_ids if (found := self._detail(each))}

    def taken(self, connection_id: str) -> Mapping[str, int]:
        known = self.get(connection_id, {*self.by_company, *self.details})
        return {each.xero_contact_id: company_id for company_id, each in known.items()}

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
        self.by_company[new.company_id] = new.xero_contact_id
        self.details[new.company_id] = new
        return True

    def distrust(self, connection_id: str, company_ids: Iterable[int]) -> None:
        for company_id, found in self.get(connection_id, company_ids).items():
            self.details[company_id] = replace(found, is_distrusted=True)
            self.by_company.pop(company_id, None)

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

    def _detail(self, company_id: int) -> ContactLink | None:
        contact_id, known = self.by_company.get(company_id), self.details.get(company_id)
        if contact_id is None:
            return known
        if known is not None and known.xero_contact_id == contact_id:
            return known
        name = f"Company {company_id}"
        return ContactLink(company_id, name, contact_id, "the name", xero_name=name)

    def _change(self, company_id: int, **changes: Any) -> None:
        if found := self._detail(company_id):
            self.details[company_id] = replace(found, **changes)


class InMemoryLists:
    """Lists by kind, as ingestion stored them."""

    def __init__(self, **lists: Mapping[str, Any]) -> None:
        self.lists: dict[str, Mapping[str, Any]] = dict(lists)

    def load(self, connection_id: str, kind: str) -> Mapping[str, Any]:
        return self.lists.get(kind, {})

    def load_some(self, connection_id: str, kind: str, keys: Iterable[str]) -> Mapping[str, Any]:
        known = self.lists.get(kind, {})
        return {key: known[key] for key in keys if key in known}
