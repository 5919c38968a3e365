"""Contact links and Autotask's lists in memory."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any


class InMemoryLinks:
    """One contact a company and one company a contact, like the unique index of the store."""

    def __init__(self, links: Mapping[int, str] | None = None) -> None:
        self.by_company: dict[int, str] = dict(links or {})
        self.how: dict[int, str] = {}

    def linked(self, connection_id: str, company_ids: Iterable[int]) -> dict[int, str]:
        return {each: self.by_company[each] for each in company_ids if each in self.by_company}

    def taken(self, connection_id: str) -> Collection[str]:
        return set(self.by_company.values())

    def link(
        self,
        connection_id: str,
        company_id: int,
        company: str,
        xero_contact_id: str,
        how: str,
        now: datetime,
    ) -> bool:
        if company_id in self.by_company or xero_contact_id in self.by_company.values():
            return False
        self.by_company[company_id] = xero_contact_id
        self.how[company_id] = how
        return True

    def forget(self, connection_id: str, company_ids: Iterable[int]) -> None:
        for company_id in company_ids:
            self.by_company.pop(company_id, None)


class InMemoryLists:
    """Lists by kind, as ingestion stored them."""

    def __init__(self, **lists: Mapping[str, Any]) -> None:
        self.lists: dict[str, Mapping[str, Any]] = dict(lists)

    def load(self, connection_id: str, kind: str) -> Mapping[str, Any]:
        return self.lists.get(kind, {})

    def load_some(self, connection_id: str, kind: str, keys: Iterable[str]) -> Mapping[str, Any]:
        known = self.lists.get(kind, {})
        return {key: known[key] for key in keys if key in known}
