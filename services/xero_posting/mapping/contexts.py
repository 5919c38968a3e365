"""What mapping needs besides the invoice: the connection's options, names and Xero's lists."""

from collections.abc import Mapping
from copy import copy

from core.domain.contacts.xero_contact import PaymentTerms
from core.domain.mapping import AutotaskNames, MappingContext
from core.domain.name_lists import NameList, wanted_names
from core.domain.organisation_lists import OrganisationLists, wanted_lists
from core.domain.records import Connection, InvoiceRecord
from core.store import organisation_lists
from services.xero_posting.ports import Lists

NO_TERMS: Mapping[int, PaymentTerms] = {}


class Contexts:
    """A context for each record; lists are read once.

    `terms` are the payment terms of contacts, by company, as far as the due date rule wants them.
    """

    def __init__(
        self,
        connection: Connection,
        lists: Lists,
        public_url: str,
        terms: Mapping[int, PaymentTerms] = NO_TERMS,
    ) -> None:
        self._connection = connection
        self._lists = lists
        self._public_url = public_url
        self._terms = terms
        self._wanted_names = wanted_names(connection.settings)
        codes = lists.load(connection.autotask_key, "billing_code")
        payment_terms = lists.load(connection.autotask_key, "payment_term")
        self._billing_codes = {int(key): str(value["name"]) for key, value in codes.items()}
        self._payment_days = {int(key): int(value["days"]) for key, value in payment_terms.items()}
        self._department_ids = _departments_of(codes)
        self._departments = self._by_billing_code()
        self._lines_of_business = self._divisions_and_lines()
        self._tax_categories = self._names(NameList.TAX_CATEGORIES)
        self._templates = self._names(NameList.TEMPLATES)
        self._territories = self._names(NameList.TERRITORIES)
        self._of_xero = organisation_lists.load(
            lists, connection.id, wanted_lists(connection.settings)
        )

    def with_lists(self, lists: OrganisationLists) -> "Contexts":
        """The same with newer lists of the organisation."""
        newer = copy(self)
        newer._of_xero = lists
        return newer

    def of(self, record: InvoiceRecord, contact_id: str) -> MappingContext:
        territory_id = self._territory_of(record.invoice.company_id)
        return MappingContext(
            connection_id=self._connection.id,
            settings=self._connection.settings,
            billing_codes=self._billing_codes,
            payment_days=self._payment_days,
            currency=record.currency,
            contact_id=contact_id,
            public_url=self._public_url,
            company=record.company,
            names=AutotaskNames(
                territory=self._territories.get(territory_id or 0, ""),
                territory_id=territory_id,
                department_ids=self._department_ids,
                departments=self._departments,
                lines_of_business=self._lines_of_business,
                tax_categories=self._tax_categories,
                templates=self._templates,
            ),
            lists=self._of_xero,
            contact_terms=self._terms.get(record.invoice.company_id),
            is_in_xero=record.xero_id is not None,
        )

    def _names(self, kind: NameList) -> dict[int, str]:
        if kind not in self._wanted_names:
            return {}
        stored = self._lists.load(self._connection.autotask_key, kind.value)
        return {int(key): str(value["name"]) for key, value in stored.items()}

    def _by_billing_code(self) -> dict[int, str]:
        """Autotask knows the department of a work type, not of a billing item."""
        names = self._names(NameList.DEPARTMENTS)
        return {
            code_id: names[department]
            for code_id, department in self._department_ids.items()
            if department in names
        }

    def _divisions_and_lines(self) -> dict[int, tuple[str, ...]]:
        """The names under which a line of business may stand in a table, the fullest first."""
        if NameList.LINES_OF_BUSINESS not in self._wanted_names:
            return {}
        stored = self._lists.load(self._connection.autotask_key, NameList.LINES_OF_BUSINESS.value)
        return {
            int(key): (f"{value['division']} / {value['name']}", value["name"], value["division"])
            for key, value in stored.items()
        }

    def _territory_of(self, company_id: int) -> int | None:
        if NameList.TERRITORIES not in self._wanted_names:
            return None
        key = str(company_id)
        stored = self._lists.load_some(self._connection.autotask_key, "company", [key])
        return (stored.get(key) or {}).get("territory_id")


def _departments_of(codes: Mapping[str, Mapping[str, object]]) -> dict[int, int]:
    found = {int(key): value.get("department_id") for key, value in codes.items()}
    return {code_id: each for code_id, each in found.items() if isinstance(each, int)}
