"""The vendors' own lists that mapping leans on."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.domain.contacts.xero_contact import PaymentTerms


@dataclass(frozen=True, slots=True)
class Account:
    """A Xero account; `status` is ACTIVE or ARCHIVED, `account_class` e.g. REVENUE.

    `kind` is Xero's Type (BANK, REVENUE, CURRLIAB ...); a control account names itself in
    `system_account`.
    """

    code: str
    name: str
    status: str
    account_class: str
    default_tax_type: str = ""
    system_account: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class TaxRate:
    """A Xero tax rate; `rate` is the effective rate in percent."""

    tax_type: str
    name: str
    rate: Decimal
    status: str
    applies_to: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Organisation:
    """A Xero organisation. Lock dates are None when unset.

    The last day of its financial year is a day and a month; None where Xero has told neither.
    """

    name: str
    short_code: str
    base_currency: str
    timezone: str
    country_code: str = ""
    period_lock_on: date | None = None
    year_end_lock_on: date | None = None
    sales_terms: PaymentTerms | None = None
    year_end_day: int | None = None
    year_end_month: int | None = None


@dataclass(frozen=True, slots=True)
class TrackingOption:
    """A value of a tracking category."""

    option_id: str
    name: str
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class TrackingCategory:
    """One of at most two ways in which an organisation slices its figures."""

    category_id: str
    name: str
    is_active: bool
    options: tuple[TrackingOption, ...]


@dataclass(frozen=True, slots=True)
class BrandingTheme:
    """A look of printed documents."""

    theme_id: str
    name: str


@dataclass(frozen=True, slots=True)
class XeroTenant:
    """One organisation that a user's consent opened."""

    connection_id: str
    tenant_id: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class BillingCode:
    """An Autotask billing code (allocation code, work type); work types belong to a department."""

    autotask_id: int
    name: str
    external_number: str = ""
    is_active: bool = True
    department_id: int | None = None


@dataclass(frozen=True, slots=True)
class Currency:
    """An Autotask currency; `name` is the ISO code."""

    autotask_id: int
    name: str
    is_internal: bool


@dataclass(frozen=True, slots=True)
class PaymentTerm:
    """Days until an invoice is due."""

    autotask_id: int
    name: str
    days: int


@dataclass(frozen=True, slots=True)
class NamedRow:
    """A row of a list of which only the name matters: departments, invoice templates ..."""

    autotask_id: int
    name: str


@dataclass(frozen=True, slots=True)
class LineOfBusiness:
    """An Autotask organizational level association: a division and a line of business within it."""

    autotask_id: int
    division: str
    name: str
