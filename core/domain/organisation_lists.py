"""A Xero organisation's own lists, as far as they were read, and what they say about a choice.

A list that was never read is None and objects to nothing: then Xero decides.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from core.domain.connection_settings import ConnectionSettings
from core.domain.reference_data import (
    Account,
    BrandingTheme,
    Organisation,
    TaxRate,
    TrackingCategory,
)


class ListKind(StrEnum):
    """The lists by the name under which they are stored."""

    ACCOUNTS = "xero_account"
    TAX_RATES = "xero_tax_rate"
    CURRENCIES = "xero_currency"
    TRACKING = "xero_tracking"
    THEMES = "xero_theme"
    ORGANISATION = "xero_organisation"


@dataclass(frozen=True, slots=True)
class OrganisationLists:
    """What mapping and the settings' check may know of the organisation."""

    accounts: Mapping[str, Account] | None = None
    tax_rates: Mapping[str, TaxRate] | None = None
    currencies: frozenset[str] | None = None
    tracking: tuple[TrackingCategory, ...] | None = None
    themes: tuple[BrandingTheme, ...] | None = None
    organisation: Organisation | None = None

    def account(self, code: str) -> Account | None:
        return (self.accounts or {}).get(code)

    def rate(self, tax_type: str) -> TaxRate | None:
        return (self.tax_rates or {}).get(tax_type)

    def theme(self, name: str) -> BrandingTheme | None:
        """By name without regard to case, or by Xero's id."""
        wanted = name.strip().casefold()
        return next(
            (
                each
                for each in self.themes or ()
                if wanted in (each.name.casefold(), each.theme_id.casefold())
            ),
            None,
        )

    def category(self, name: str) -> TrackingCategory | None:
        """An active tracking category, by name without regard to case."""
        wanted = name.strip().casefold()
        return next(
            (
                each
                for each in self.tracking or ()
                if each.is_active and each.name.casefold() == wanted
            ),
            None,
        )


# Accounts that Xero writes itself; the rounding account alone takes lines by hand. The names are
# those of SystemAccount in Xero's OpenAPI file.
_CONTROL_ACCOUNTS = frozenset(
    {
        "DEBTORS", "CREDITORS", "BANKCURRENCYGAIN", "GST", "GSTONIMPORTS", "HISTORICAL",
        "REALISEDCURRENCYGAIN", "RETAINEDEARNINGS", "TRACKINGTRANSFERS", "UNPAIDEXPCLM",
        "UNREALISEDCURRENCYGAIN", "WAGEPAYABLES",
    }
)  # fmt: skip


def account_fault(code: str, lists: OrganisationLists) -> str | None:
    """Why a line may not stand on this account: a code of the fault catalogue, or None."""
    if lists.accounts is None:
        return None
    account = lists.account(code)
    if account is None:
        return "ACCOUNT_INVALID"
    if account.status != "ACTIVE":
        return "ACCOUNT_ARCHIVED"
    is_control = account.kind == "BANK" or account.system_account in _CONTROL_ACCOUNTS
    return "ACCOUNT_INVALID" if is_control else None


def tax_fault(tax_type: str, account_code: str, lists: OrganisationLists) -> str | None:
    """Why a tax type may not stand on this account: a code of the fault catalogue, or None.

    Xero allows a rate where CanApplyTo<class of the account> says so (TaxRates).
    """
    if lists.tax_rates is None:
        return None
    rate = lists.rate(tax_type)
    if rate is None or rate.status != "ACTIVE":
        return "TAX_TYPE_UNKNOWN"
    account = lists.account(account_code)
    if account is not None and account.account_class not in rate.applies_to:
        return "TAX_TYPE_MISMATCH"
    return None


def wanted_lists(settings: ConnectionSettings) -> frozenset[ListKind]:
    """The lists that a connection's options lean on; each costs a call."""
    wanted = {
        ListKind.ACCOUNTS,
        ListKind.TAX_RATES,
        ListKind.CURRENCIES,
        ListKind.ORGANISATION,
    }
    if settings.tracking:
        wanted.add(ListKind.TRACKING)
    if settings.branding_themes or settings.default_branding_theme:
        wanted.add(ListKind.THEMES)
    return frozenset(wanted)
