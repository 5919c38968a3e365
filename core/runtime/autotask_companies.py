"""Companies with their people: kept for a day, and asked for only as far as something needs them."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

from core.clients.autotask.client import AutotaskClient
from core.domain.company import Company, company_from
from core.domain.connection_settings import ConnectionSettings
from core.domain.person import Person
from core.domain.setting_choices import ParentBilling
from core.runtime.clock import Clock
from core.store import connections, contact_links, reference_data

_KEPT_FOR = timedelta(days=1)
_KIND = "company"


class Companies:
    """A connection's companies by id; ones that Autotask does not show us are missing."""

    def __init__(self, connection_id: str, autotask: AutotaskClient, now: Clock) -> None:
        self._connection_id = connection_id
        self._autotask = autotask
        self._now = now

    def load(self, company_ids: Iterable[int], *, fresh: bool) -> dict[int, Company]:
        """From the cache, unless `fresh` is wanted; their parents are brought there as well."""
        wanted = sorted(set(company_ids))
        settings = self._settings
        found = self._load(wanted, settings, fresh=fresh)
        if settings.parent_billing is not ParentBilling.NEVER:
            self._bring_parents(found, settings)
        return found

    @property
    def _settings(self) -> ConnectionSettings:
        connection = connections.get(self._connection_id)
        return connection.settings if connection else ConnectionSettings.model_validate({})

    def _bring_parents(self, found: dict[int, Company], settings: ConnectionSettings) -> None:
        """A family is as deep as a tenant made it; a circle ends with nobody new."""
        asked, newest = set(found), found
        while parents := _parents_of(newest.values()) - asked:
            asked |= parents
            newest = self._load(sorted(parents), settings, fresh=False)

    def _load(
        self, wanted: list[int], settings: ConnectionSettings, *, fresh: bool
    ) -> dict[int, Company]:
        stored = {} if fresh else self._stored(wanted)
        missing = [company_id for company_id in wanted if str(company_id) not in stored]
        found = {int(key): company_from(value) for key, value in stored.items()}
        return found | self._fetch(missing, settings) if missing else found

    def _stored(self, ids: Iterable[int]) -> dict[str, Any]:
        since = self._now() - _KEPT_FOR
        return reference_data.load_some(self._connection_id, _KIND, map(str, ids), since)

    def _fetch(self, ids: Collection[int], settings: ConnectionSettings) -> dict[int, Company]:
        companies = self._autotask.companies(list(ids))
        people = self._people([company.autotask_id for company in companies], settings)
        found = {
            company.autotask_id: replace(company, people=people[company.autotask_id])
            for company in companies
        }
        values = {str(company_id): asdict(company) for company_id, company in found.items()}
        reference_data.save(self._connection_id, _KIND, values, self._now())
        return found

    def _people(
        self, ids: list[int], settings: ConnectionSettings
    ) -> dict[int, tuple[Person, ...]]:
        """Ask for the people of companies that get a contact, or whose contact is kept up to date.

        Of the others those stay that were there before.
        """
        needs_all = (
            settings.update_contacts or settings.parent_billing is ParentBilling.WITHOUT_CONTACT
        )
        linked = {} if needs_all else contact_links.linked(self._connection_id, ids)
        wanted = [company_id for company_id in ids if company_id not in linked]
        asked = self._autotask.people(wanted, settings.billing_person_udf) if wanted else {}
        before = reference_data.load_some(self._connection_id, _KIND, map(str, linked))
        kept = {int(key): company_from(value).people for key, value in before.items()}
        return {each: tuple(asked.get(each, kept.get(each, ()))) for each in ids}


def _parents_of(companies: Iterable[Company]) -> set[int]:
    return {company.parent_id for company in companies if company.parent_id is not None}
