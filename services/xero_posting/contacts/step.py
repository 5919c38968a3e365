"""Has a Xero contact for every company with something to send, before anything is claimed.

One look at the queue and one at Xero's contacts serve a whole round: companies are linked, held,
stopped, or get a contact (`contact_matching.py`), changes of Autotask's go to their contacts
(`contact_updates.py`), and payment terms are read as far as due dates need them.
"""

from collections.abc import Collection
from datetime import timedelta

from core.domain.batch import BatchKind
from core.domain.setting_choices import DueDateRule, ParentBilling
from services.xero_posting.contacts.matching import match_companies
from services.xero_posting.contacts.updates import learn_terms, update_contacts
from services.xero_posting.desk import Desk
from services.xero_posting.parties import Parties, billed_contacts

_TERMS_KEPT_FOR = timedelta(days=1)


class ContactStep:
    """The contacts of one round; nothing else makes or changes contacts in Xero."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._parties = Parties(desk.connection, desk.lists)
        self._has_looked = False

    def ensure(self, company_ids: Collection[int]) -> None:
        """Serve the whole queue, once one of these companies wants something.

        Companies of an unanswered contact batch wait for resolve.
        """
        payers = {payer.company_id for payer in self._parties.payers(company_ids).values()}
        if self._has_looked or not self._is_wanted(payers):
            return
        self._has_looked = True
        self._serve()

    def of(self, company_ids: Collection[int]) -> dict[int, str]:
        """The Xero contact that is billed for each company, as far as there is one."""
        desk = self._desk
        return billed_contacts(desk.connection, desk.links, desk.lists, company_ids)

    def _is_wanted(self, payers: set[int]) -> bool:
        linked = self._desk.links.linked(self._desk.connection.id, payers)
        if payers - set(linked) or self._desk.connection.settings.update_contacts:
            return True
        return bool(self._without_terms(payers))

    def _serve(self) -> None:
        desk = self._desk
        names = self._names_of_payers()
        waiting = _in_open_batches(desk)
        linked = set(desk.links.linked(desk.connection.id, names))
        unknown = {
            company_id: name
            for company_id, name in names.items()
            if company_id not in linked and company_id not in waiting
        }
        if unknown:
            match_companies(desk, self._parties.companies(unknown))
        if desk.connection.settings.update_contacts and not _has_open_changes(desk):
            known = {each: names[each] for each in linked - waiting}
            update_contacts(desk, self._parties.companies(known))
        if stale := self._without_terms(names):
            learn_terms(desk, stale)

    def _names_of_payers(self) -> dict[int, str]:
        """Who is to be billed for what is due, with the name to go by if nothing else is known."""
        desk = self._desk
        settings = desk.connection.settings
        # A company with a link of its own may still stand for a parent without one.
        takes_all = (
            settings.update_contacts
            or settings.due_date_rule is DueDateRule.XERO_CONTACT
            or settings.parent_billing is not ParentBilling.NEVER
        )
        known = () if takes_all else desk.links.companies(desk.connection.id)
        due = desk.records.due_companies(desk.connection.id, desk.now(), known)
        payers = self._parties.payers(due)
        return {payer.company_id: due.get(payer.company_id, "") for payer in payers.values()}

    def _without_terms(self, company_ids: Collection[int]) -> list[int]:
        desk = self._desk
        if desk.connection.settings.due_date_rule is not DueDateRule.XERO_CONTACT:
            return []
        since = desk.now() - _TERMS_KEPT_FOR
        links = desk.links.get(desk.connection.id, company_ids)
        return [
            company_id
            for company_id, link in links.items()
            if not link.is_distrusted and (link.terms_read_at is None or link.terms_read_at < since)
        ]


def _has_open_changes(desk: Desk) -> bool:
    """One unanswered batch of changes at a time; more would go where none is answered."""
    open_batches = desk.batches.open_batches(desk.connection.id)
    return any(batch.kind is BatchKind.CONTACT_UPDATE for batch in open_batches)


def _in_open_batches(desk: Desk) -> set[int]:
    return {
        element.source_id
        for batch in desk.batches.open_batches(desk.connection.id)
        if batch.kind in (BatchKind.CONTACTS, BatchKind.CONTACT_UPDATE)
        for element in batch.elements
    }
