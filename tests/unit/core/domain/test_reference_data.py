from decimal import Decimal

from core.domain.reference_data import (
    Account,
    BillingCode,
    Currency,
    Organisation,
    PaymentTerm,
    TaxRate,
    XeroTenant,
)


def test_an_organisation_without_lock_dates_has_none() -> None:
    organisation = Organisation("Kauri", "!abc", "NZD", "NEWZEALANDSTANDARDTIME")
    assert organisation.period_lock_on is None
    assert organisation.year_end_lock_on is None


def test_a_tax_rate_is_exact() -> None:
    assert TaxRate("OUTPUT2", "GST", Decimal("15.0000"), "ACTIVE").rate == Decimal(15)


def test_entries_of_the_lists_compare_by_what_they_say() -> None:
    assert Account("200", "Sales", "ACTIVE", "REVENUE") == Account(
        "200", "Sales", "ACTIVE", "REVENUE"
    )
    assert BillingCode(1, "Labor").is_active
    assert Currency(1, "NZD", True) != Currency(1, "NZD", False)
    assert PaymentTerm(1, "20th", 20).days == 20
    assert XeroTenant("c", "t", "Kauri", "ORGANISATION").tenant_id == "t"
