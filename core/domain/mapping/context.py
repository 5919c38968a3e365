"""What besides the invoice itself decides the mapping, and what comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.domain.connection_settings import ConnectionSettings
from core.domain.contacts.xero_contact import PaymentTerms
from core.domain.decision import Decision
from core.domain.organisation_lists import OrganisationLists
from core.domain.xero_document import XeroDraft


@dataclass(frozen=True, slots=True)
class AutotaskNames:
    """What Autotask's ids are called, as far as a rule of the connection needs them.

    `departments` are by billing code. A line of business has several names, the most telling first.
    `territory_id` and `department_ids` are Autotask's ids, known also where the name is not.
    """

    territory: str = ""
    territory_id: int | None = None
    department_ids: Mapping[int, int] = field(default_factory=dict)
    departments: Mapping[int, str] = field(default_factory=dict)
    lines_of_business: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    tax_categories: Mapping[int, str] = field(default_factory=dict)
    templates: Mapping[int, str] = field(default_factory=dict)


NO_NAMES = AutotaskNames()
NOTHING_READ = OrganisationLists()


@dataclass(frozen=True, slots=True)
class MappingContext:
    """Everything that is not on the invoice.

    `is_in_xero` tells that Xero has the document already: lock dates then decide about the update,
    not about the mapping.
    """

    connection_id: str
    settings: ConnectionSettings
    billing_codes: Mapping[int, str]
    payment_days: Mapping[int, int]
    currency: str
    contact_id: str
    public_url: str
    company: str = ""
    names: AutotaskNames = NO_NAMES
    lists: OrganisationLists = NOTHING_READ
    contact_terms: PaymentTerms | None = None
    is_in_xero: bool = False


@dataclass(frozen=True, slots=True)
class MappedInvoice:
    """The draft, the decisions behind it, and what a person should know although it goes."""

    draft: XeroDraft
    decisions: tuple[Decision, ...]
    warnings: tuple[str, ...] = ()
