"""The vendors' own lists that mapping leans on."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Account:
    """A Xero account; `status` is ACTIVE or ARCHIVED, `account_class` e.g. REVENUE."""

    code: str
    name: str
    status: str
    account_class: str
    default_tax_type: str = ""
    system_account: str = ""


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
    """A Xero organisation. Lock dates are None when unset."""

    name: str
    short_code: str
    base_currency: str
    timezone: str
    country_code: str = ""
    period_lock_on: date | None = None
    year_end_lock_on: date | None = None


@dataclass(frozen=True, slots=True)
class XeroTenant:
    """One organisation that a user's consent opened."""

    connection_id: str
    tenant_id: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class BillingCode:
    """An Autotask billing code (allocation code, work type)."""

    autotask_id: int
    name: str
    external_number: str = ""
    is_active: bool = True


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
