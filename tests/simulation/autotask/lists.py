"""Autotask's lists in memory: asked for through the real client, kept for the length of a world."""

from collections.abc import Iterable
from typing import Any

from core.clients.autotask.client import AutotaskClient
from core.clients.autotask.fields import TranslationError
from core.domain.company import Company
from core.domain.reference_data import BillingCode, Currency


class KnownLists:
    """What the collection of reference data holds."""

    def __init__(self) -> None:
        self.companies: dict[int, Company] = {}
        self.currencies: list[Currency] = []
        self.billing_codes: list[BillingCode] = []


class MemoryLists:
    """In the place of `core.runtime.autotask_lists.Lists`."""

    def __init__(self, known: KnownLists, autotask: AutotaskClient) -> None:
        self._known = known
        self._autotask = autotask
        self.unreadable_companies: dict[int, TranslationError] = {}

    def companies(self, company_ids: Iterable[int], *, fresh: bool = False) -> dict[int, Company]:
        wanted = sorted(set(company_ids))
        kept = self._known.companies
        missing = [each for each in wanted if fresh or each not in kept]
        if missing:
            kept.update({each.autotask_id: each for each in self._autotask.companies(missing)})
        return {each: kept[each] for each in wanted if each in kept}

    def currency_codes(self, currency_ids: Iterable[int] = ()) -> tuple[dict[int, str], str]:
        if not self._known.currencies:
            self._known.currencies = self._autotask.currencies()
        return {each.autotask_id: each.name for each in self._known.currencies}, "NZD"

    def learn_billing_codes(self, billing_code_ids: Iterable[int]) -> dict[int, str]:
        if not self._known.billing_codes:
            self._known.billing_codes = self._autotask.billing_codes()
        return {each.autotask_id: each.name for each in self._known.billing_codes}

    def ensure_payment_terms(self) -> None:
        """Nobody derives due dates here."""

    def ensure_names(self, *settings: Any) -> list[str]:
        return []
