"""Companies with their people: kept for an hour, and asked for only as far as something needs them."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

from core.clients.autotask.client import AutotaskClient
from core.clients.autotask.fields import TranslationError
from core.domain.company import Company, company_from
from core.domain.connection_settings import ConnectionSettings
from core.domain.contacts.recipients import is_settled
from core.domain.errors import NotPermittedError
from core.domain.person import Person
from core.domain.setting_choices import ParentBilling
from core.runtime.clock import Clock
from core.store import connections, contact_links, reference_data

# What somebody sets on a company in Autotask (do not sync, type, currency) counts this soon.
_KEPT_FOR = timedelta(hours=1)
_KIND = "company"

Readers = list[ConnectionSettings]


class Companies:
    """A tenant's companies by id; ones that Autotask does not show us are missing.

    Of connections that share the tenant each may get a company's invoices, so what one of them
    needs is asked for; the field that tells people's roles is the owner's. `unreadable` says by
    company what is wrong with it; it is asked for again by the next look that meets it.
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
        self.unreadable: dict[int, TranslationError] = {}

    def load(self, company_ids: Iterable[int], *, fresh: bool) -> dict[int, Company]:
        """From the cache, unless `fresh` is wanted; their parents are brought there as well."""
        wanted = sorted(set(company_ids))
        readers = self._readers
        found = self._load(wanted, readers, fresh=fresh)
        if any(each.parent_billing is not ParentBilling.NEVER for each in readers):
            self._bring_parents(found, readers)
        return found

    @property
    def _readers(self) -> Readers:
        """The options of all who read this tenant, the owner's first."""
        sharing = connections.sharing(self._key)
        return [each.settings for each in sharing] or [ConnectionSettings()]

    def _bring_parents(self, found: dict[int, Company], readers: Readers) -> None:
        """A family is as deep as a tenant made it; a circle ends with nobody new."""
        asked, newest = set(found), found
        while parents := _parents_of(newest.values()) - asked:
            asked |= parents
            newest = self._load(sorted(parents), readers, fresh=False)

    def _load(self, wanted: list[int], readers: Readers, *, fresh: bool) -> dict[int, Company]:
        stored = {} if fresh else self._stored(wanted)
        missing = [company_id for company_id in wanted if str(company_id) not in stored]
        found = {int(key): company_from(value) for key, value in stored.items()}
        return found | self._fetch(missing, readers) if missing else found

    def _stored(self, ids: Iterable[int]) -> dict[str, Any]:
        since = self._now() - _KEPT_FOR
        return reference_data.load_some(self._key, _KIND, map(str, ids), since)

    def _fetch(self, ids: Collection[int], readers: Readers) -> dict[int, Company]:
        companies = self._autotask.companies(list(ids), unreadable=self._note)
        people = self._people([company.autotask_id for company in companies], readers)
        found = {
            company.autotask_id: replace(company, people=people[company.autotask_id])
            for company in companies
        }
        values = {str(company_id): asdict(company) for company_id, company in found.items()}
        reference_data.save(self._key, _KIND, values, self._now())
        return found

    def _note(self, error: TranslationError) -> None:
        if error.autotask_id is not None:
            self.unreadable[error.autotask_id] = error

    def _people(self, ids: list[int], readers: Readers) -> dict[int, tuple[Person, ...]]:
        """Ask for the people of companies that get a contact, or whose contact is kept up to date.

        Of the others those stay that were there before.
        """
        linked = {} if _needs_all(readers) else contact_links.linked(self._key, ids)
        asked = self._ask_for_people([each for each in ids if each not in linked], readers)
        before = reference_data.load_some(self._key, _KIND, map(str, ids))
        kept = {int(key): company_from(value).people for key, value in before.items()}
        return {each: tuple(asked.get(each, kept.get(each, ()))) for each in ids}

    def _ask_for_people(self, ids: list[int], readers: Readers) -> dict[int, list[Person]]:
        """A user who may not read contacts costs the invoices their people, not their way."""
        if not ids:
            return {}

        def is_enough(marked: Sequence[Person]) -> bool:
            return all(is_settled(marked, each) for each in readers)

        try:
            return self._autotask.people(ids, readers[0].billing_person_udf, is_enough)
        except NotPermittedError as error:
            self._tell(f"Who gets the invoices is not known: {error}")
            return {}


def _needs_all(readers: Readers) -> bool:
    """A link of one sharer says nothing of the others."""
    return len(readers) > 1 or any(
        each.update_contacts or each.parent_billing is ParentBilling.WITHOUT_CONTACT
        for each in readers
    )


def _parents_of(companies: Iterable[Company]) -> set[int]:
    return {company.parent_id for company in companies if company.parent_id is not None}
