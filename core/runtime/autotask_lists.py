"""Companies, billing codes, currencies and payment terms: asked for only when something is unknown."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from core.clients.autotask.client import AutotaskClient
from core.domain.company import Company
from core.domain.connection_settings import ConnectionSettings
from core.domain.name_lists import wanted_names
from core.runtime.autotask_companies import Companies
from core.runtime.autotask_names import ensure_names
from core.runtime.clock import Clock
from core.store import reference_data

_DAY = timedelta(days=1)


class Lists:
    """Autotask's lists during one run; a list is fetched at most once a run."""

    def __init__(self, connection_id: str, autotask: AutotaskClient, now: Clock) -> None:
        self._connection_id = connection_id
        self._autotask = autotask
        self._now = now
        self._fetched: set[str] = set()
        self._has_names = False
        self._companies = Companies(connection_id, autotask, now)

    def companies(self, company_ids: Iterable[int], *, fresh: bool = False) -> dict[int, Company]:
        """Companies by id; ones that Autotask does not show us are missing.

        They come from the cache for a day, unless `fresh` is wanted.
        """
        return self._companies.load(company_ids, fresh=fresh)

    def currency_codes(self, currency_ids: Iterable[int] = ()) -> tuple[dict[int, str], str]:
        """ISO codes by currency id, and the tenant's own currency.

        The list is read again when it lacks one of the wanted ids.
        """
        values = self._whole_list("currency")
        if any(str(currency_id) not in values for currency_id in currency_ids):
            values = self._refetch("currency")
        own = next((value["name"] for value in values.values() if value["is_internal"]), "")
        return {int(key): value["name"] for key, value in values.items()}, own

    def learn_billing_codes(self, billing_code_ids: Iterable[int]) -> dict[int, str]:
        """Names by id; the list is read again when a line carries a code it does not have."""
        values = self._whole_list("billing_code")
        if any(str(code_id) not in values for code_id in billing_code_ids):
            values = self._refetch("billing_code")
        return {int(key): value["name"] for key, value in values.items()}

    def ensure_payment_terms(self) -> None:
        """Have the list there for posting, which derives due dates from it."""
        self._whole_list("payment_term")

    def ensure_names(self, settings: ConnectionSettings) -> list[str]:
        """Have the names there that the connection's rules lean on; returns what was refused."""
        if self._has_names:
            return []
        self._has_names = True
        wanted = wanted_names(settings)
        return ensure_names(self._connection_id, wanted, self._autotask, self._now)

    def _whole_list(self, kind: str) -> dict[str, Any]:
        fetched_at = reference_data.fetched_at(self._connection_id, kind)
        if fetched_at is None or self._now() - fetched_at > _DAY:
            return self._refetch(kind)
        return reference_data.load(self._connection_id, kind)

    def _refetch(self, kind: str) -> dict[str, Any]:
        if kind not in self._fetched:
            self._fetched.add(kind)
            values = {str(each.autotask_id): asdict(each) for each in self._ask(kind)}
            reference_data.save(self._connection_id, kind, values, self._now())
        return reference_data.load(self._connection_id, kind)

    def _ask(self, kind: str) -> list[Any]:
        autotask = self._autotask
        match kind:
            case "billing_code":
                return list(autotask.billing_codes())
            case "currency":
                return list(autotask.currencies())
            case _:
                return list(autotask.payment_terms())
