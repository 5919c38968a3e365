"""Companies, billing codes, currencies and payment terms: asked for only when something is unknown."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from core.clients.autotask.client import AutotaskClient
from core.clients.autotask.fields import TranslationError
from core.domain.company import Company
from core.domain.connection_settings import ConnectionSettings
from core.domain.name_lists import wanted_names
from core.runtime.autotask_companies import Companies
from core.runtime.autotask_names import ensure_names
from core.runtime.autotask_reading import read_list
from core.runtime.clock import Clock
from core.store import reference_data

_DAY = timedelta(days=1)


class Lists:
    """Autotask's lists during one run; a list is fetched at most once a run.

    `tell` hears a sentence for each list that the API user may not read; what was known of it goes
    on counting.
    """

    def __init__(
        self,
        autotask_key: str,
        autotask: AutotaskClient,
        now: Clock,
        tell: Callable[[str], None],
    ) -> None:
        self._key = autotask_key
        self._autotask = autotask
        self._now = now
        self._tell = tell
        self._fetched: set[str] = set()
        self._has_names = False
        self._companies = Companies(autotask_key, autotask, now, tell)

    def companies(self, company_ids: Iterable[int], *, fresh: bool = False) -> dict[int, Company]:
        """Companies by id; ones that Autotask does not show us are missing.

        They come from the cache for an hour, unless `fresh` is wanted.
        """
        return self._companies.load(company_ids, fresh=fresh)

    @property
    def unreadable_companies(self) -> dict[int, TranslationError]:
        """What is wrong with companies that came in this run and could not be read, by id."""
        return self._companies.unreadable

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

    def ensure_names(self, *settings: ConnectionSettings) -> list[str]:
        """Have the names there that the rules of these lean on; returns what was refused."""
        if self._has_names:
            return []
        self._has_names = True
        wanted = frozenset(name for each in settings for name in wanted_names(each))
        return ensure_names(self._key, wanted, self._autotask, self._now)

    def _whole_list(self, kind: str) -> dict[str, Any]:
        read_at = reference_data.read_at(self._key, [kind]).get(kind)
        if read_at is None or self._now() - read_at > _DAY:
            return self._refetch(kind)
        return reference_data.load(self._key, kind)

    def _refetch(self, kind: str) -> dict[str, Any]:
        if kind not in self._fetched:
            self._fetched.add(kind)
            refused = read_list(self._key, kind, self._autotask, self._now)
            if refused:
                self._tell(refused)
        return reference_data.load(self._key, kind)
