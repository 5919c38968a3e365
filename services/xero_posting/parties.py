"""Companies as posting knows them: from ingestion's lists, with the one who pays for each."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from core.domain.company import Company, company_from
from core.domain.contacts.payer import Payer, find_payer
from core.domain.contacts.xero_contact import PaymentTerms
from core.domain.faults import Fault
from core.domain.records import Connection
from core.domain.setting_choices import DueDateRule, ParentBilling
from core.domain.status import Status
from services.xero_posting.desk import Desk
from services.xero_posting.ports import ContactLinks, Lists
from services.xero_posting.stop import stop_company


class Parties:
    """The companies of a connection; what ingestion has not stored is known by its name alone."""

    def __init__(self, connection: Connection, lists: Lists) -> None:
        self._connection = connection
        self._lists = lists
        self._known: dict[int, Company] = {}

    def companies(self, names: Mapping[int, str]) -> list[Company]:
        """In the order of their ids."""
        known = self._load(names)
        return [
            known.get(company_id) or Company(company_id, name)
            for company_id, name in sorted(names.items())
        ]

    def payers(self, company_ids: Collection[int]) -> dict[int, Payer]:
        """Who is billed for each of them."""
        rule = self._connection.settings.parent_billing
        if rule is ParentBilling.NEVER:
            return {company_id: Payer(company_id) for company_id in company_ids}
        self._load_families(company_ids)
        return {each: find_payer(each, self._known, rule) for each in company_ids}

    def _load_families(self, company_ids: Collection[int]) -> None:
        asked: set[int] = set()
        wanted = set(company_ids)
        while wanted:
            asked |= wanted
            found = self._load(wanted).values()
            parents = {each.parent_id for each in found if each.parent_id is not None}
            wanted = parents - asked

    def _load(self, company_ids: Iterable[int]) -> dict[int, Company]:
        wanted = set(company_ids)
        if missing := wanted - set(self._known):
            keys = (str(company_id) for company_id in sorted(missing))
            stored = self._lists.load_some(self._connection.autotask_key, "company", keys)
            self._known |= {int(key): company_from(value) for key, value in stored.items()}
        return {each: self._known[each] for each in wanted if each in self._known}


def billed_contacts(
    connection: Connection, links: ContactLinks, lists: Lists, company_ids: Collection[int]
) -> dict[int, str]:
    """The Xero contact that is billed for each company, as far as there is one."""
    payers = Parties(connection, lists).payers(company_ids)
    linked = links.linked(connection.id, {payer.company_id for payer in payers.values()})
    return {
        company_id: linked[payer.company_id]
        for company_id, payer in payers.items()
        if payer.company_id in linked
    }


def billed_terms(
    connection: Connection, links: ContactLinks, lists: Lists, company_ids: Collection[int]
) -> dict[int, PaymentTerms]:
    """The payment terms of who is billed for each company, as far as a due date wants them."""
    if connection.settings.due_date_rule is not DueDateRule.XERO_CONTACT:
        return {}
    payers = Parties(connection, lists).payers(company_ids)
    terms = links.terms(connection.id, {payer.company_id for payer in payers.values()})
    return {
        company_id: terms[payer.company_id]
        for company_id, payer in payers.items()
        if payer.company_id in terms
    }


def stop_payer(desk: Desk, payer_id: int, fault: Fault) -> None:
    """Everything that is due and billed to this company becomes a Fault."""
    for company_id in _billed_to(desk, payer_id):
        stop_company(desk, company_id, fault)


def hold_payer(desk: Desk, payer_id: int, code: str, message: str, until: datetime) -> None:
    """Everything that is due and billed to this company waits."""
    step = desk.step(code, message)
    for company_id in _billed_to(desk, payer_id):
        held = desk.records.hold_pending(desk.connection.id, company_id, until, step)
        for autotask_id in held:
            desk.journal.warning(code, message, autotask_id=autotask_id)
        desk.tell_status(held, Status.PENDING_SYNC)


def _billed_to(desk: Desk, payer_id: int) -> Iterable[int]:
    if desk.connection.settings.parent_billing is ParentBilling.NEVER:
        return [payer_id]
    due = desk.records.due_companies(desk.connection.id, desk.now())
    payers = Parties(desk.connection, desk.lists).payers(due)
    return [company_id for company_id, payer in payers.items() if payer.company_id == payer_id]
