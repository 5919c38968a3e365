"""Settings, lists and names in which a mapping takes place; what a test does not name is ordinary."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from core.domain.contacts.xero_contact import PaymentTerms
from core.domain.decision import Decision, Subject
from core.domain.invoice import Invoice
from core.domain.mapping import MappedInvoice, map_invoice
from core.domain.organisation_lists import OrganisationLists
from core.domain.reference_data import (
    Account,
    BrandingTheme,
    Organisation,
    TaxRate,
    TrackingCategory,
    TrackingOption,
)
from tests.factories.documents import make_context, make_settings

_SALES = frozenset({"REVENUE", "ASSET", "EQUITY"})
_EVERYWHERE = frozenset({"REVENUE", "ASSET", "EQUITY", "LIABILITY", "EXPENSE"})

ACCOUNTS = (
    Account("200", "Sales", "ACTIVE", "REVENUE", "OUTPUT2", kind="REVENUE"),
    Account("204", "Hosting", "ARCHIVED", "REVENUE", "OUTPUT2", kind="REVENUE"),
    Account("260", "Other", "ACTIVE", "REVENUE", "OUTPUT2", kind="REVENUE"),
    Account("270", "Exports", "ACTIVE", "REVENUE", "ZERORATED", kind="REVENUE"),
    Account("610", "Receivable", "ACTIVE", "ASSET", "NONE", "DEBTORS", "CURRENT"),
    Account("835", "Deposits", "ACTIVE", "LIABILITY", "NONE", kind="CURRLIAB"),
    Account("860", "Rounding", "ACTIVE", "LIABILITY", "NONE", "ROUNDING", "CURRLIAB"),
    Account("090", "Bank", "ACTIVE", "ASSET", "NONE", kind="BANK"),
)
TAX_RATES = (
    TaxRate("OUTPUT2", "15% GST", Decimal(15), "ACTIVE", _SALES),
    TaxRate("ZERORATED", "Zero", Decimal(0), "ACTIVE", frozenset({"REVENUE", "EQUITY"})),
    TaxRate("NONE", "No GST", Decimal(0), "ACTIVE", _EVERYWHERE),
    TaxRate("OUTPUT", "12.5% GST", Decimal("12.5"), "DELETED", _SALES),
)


def category(name: str, *options: str, archived: Iterable[str] = ()) -> TrackingCategory:
    named = (*((each, True) for each in options), *((each, False) for each in archived))
    values = tuple(TrackingOption(f"id of {each}", each, active) for each, active in named)
    return TrackingCategory(f"id of {name}", name, True, values)


def make_lists(**more: Any) -> OrganisationLists:
    """Everything of the organisation, read."""
    values: dict[str, Any] = {
        "accounts": {each.code: each for each in ACCOUNTS},
        "tax_rates": {each.tax_type: each for each in TAX_RATES},
        "currencies": frozenset({"NZD", "AUD"}),
        "tracking": (
            category("Region", "North", "South", archived=("Moon",)),
            category("Business line", "Projects", "Labor"),
        ),
        "themes": (BrandingTheme("theme-1", "Standard"), BrandingTheme("theme-2", "Blue")),
        "organisation": make_organisation(),
        **more,
    }
    return OrganisationLists(**values)


def make_organisation(
    period: date | None = None, year_end: date | None = None, terms: PaymentTerms | None = None
) -> Organisation:
    return Organisation(
        "Kauri", "!k", "NZD", "NEWZEALANDSTANDARDTIME", "NZ", period, year_end, terms
    )


def mapped(invoice: Invoice, *, context: Any = None, **options: Any) -> MappedInvoice:
    """Map with these options; `context` replaces other parts of what mapping knows."""
    return map_invoice(invoice, make_context(settings=make_settings(**options), **context or {}))


def about(result: MappedInvoice, subject: Subject) -> list[Decision]:
    return [decision for decision in result.decisions if decision.subject is subject]


def only(result: MappedInvoice, subject: Subject) -> Decision:
    (decision,) = about(result, subject)
    return decision
