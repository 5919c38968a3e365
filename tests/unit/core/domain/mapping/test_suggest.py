from decimal import Decimal

import pytest

from core.domain.mapping.suggest import (
    AccountSuggester,
    Candidate,
    NameSuggester,
    TaxSuggester,
    as_percent,
)
from core.domain.organisation_lists import OrganisationLists
from core.domain.reference_data import Account, TaxRate

SALES = frozenset({"REVENUE"})


def _account(code: str, name: str, **more: str) -> Account:
    values = {"status": "ACTIVE", "account_class": "REVENUE", **more}
    return Account(code=code, name=name, **values)


def _accounts(*rows: Account) -> OrganisationLists:
    return OrganisationLists(accounts={each.code: each for each in rows})


CHART = _accounts(
    _account("200", "Sales"),
    _account("205", "Managed Services"),
    _account("210", "Hardware Sales"),
    _account("215", "Software and Licenses"),
    _account("220", "Professional Services"),
    _account("225", "Cloud Subscriptions"),
    _account("230", "Travel Income"),
    _account("235", "Freight Recovered"),
    _account("240", "Telephony"),
    _account("245", "Security Services"),
    _account("440", "Hardware", account_class="EXPENSE"),
    _account("445", "Telephony", account_class="EXPENSE"),
    _account("250", "Old Projects", status="ARCHIVED"),
    _account("090", "Business Bank", account_class="ASSET", kind="BANK"),
    _account("610", "Accounts Receivable", account_class="ASSET", system_account="DEBTORS"),
)
# What a billing code may be called, and the account a bookkeeper would expect to be offered.
NAMES = {
    "Managed Services": ("205", 100),
    "managed services": ("205", 100),
    " Managed  Services ": ("205", 100),
    "Managed\u200b Services": ("205", 100),
    "MANAGED SERVICES": ("205", 100),
    "Managed Service": ("205", 90),
    "Managed Services Ltd": ("205", 90),
    "Services, Managed": ("205", 90),
    "Managed-Services": ("205", 90),
    "Hardware Sales": ("210", 100),
    "Hardware Sale": ("210", 90),
    "Hardware sales": ("210", 100),
    "Sales Hardware": ("210", 90),
    "Hardware": ("440", 100),
    "Software & Licenses": ("215", 90),
    "Software and Licences": ("215", 90),
    "Software Licenses": ("215", 90),
    "Software/Licenses": ("215", 90),
    "Professional Services": ("220", 100),
    "Professional Service": ("220", 90),
    "Professionals Services": ("220", 90),
    "Cloud Subscription": ("225", 90),
    "Cloud subscriptions": ("225", 100),
    "Cloud Subscriptions Group": ("225", 90),
    "Travel income": ("230", 100),
    "Travel Incomes": ("230", 90),
    "Freight Recovery": ("235", 75),
    "Freight recovered": ("235", 100),
    "Telephony": ("240", 100),
    "Telephone": ("240", 75),
    "Security Service": ("245", 90),
    "Security services": ("245", 100),
    "Sales": ("200", 100),
    "Projects": None,
    "Old Projects": None,
    "Business Bank": None,
    "Accounts Receivable": None,
    "Backup": None,
    "": None,
    "After-hours Labor": None,
}


@pytest.mark.parametrize("name", NAMES)
def test_a_billing_code_is_offered_the_account_that_a_bookkeeper_expects(name: str) -> None:
    found = AccountSuggester(CHART).suggest(name)
    expected = NAMES[name]
    if expected is None:
        assert found is None
        return
    code, least = expected
    assert found is not None
    assert found.value == code
    assert found.percent >= least
    assert found.is_exact == (least == 100)
    exact = AccountSuggester(CHART).suggest(name, only_exact=True)
    assert exact == (found if found.is_exact else None)


def test_the_external_number_says_more_than_the_name() -> None:
    found = AccountSuggester(CHART).suggest("Managed Services", " 220 ")
    assert found
    assert (found.value, found.percent) == ("220", 100)
    assert found.why == "Autotask’s external number is 220"


@pytest.mark.parametrize("number", ["250", "090", "999", ""])
def test_a_number_that_no_line_may_stand_on_is_passed_over(number: str) -> None:
    found = AccountSuggester(CHART).suggest("Managed Services", number)
    assert found
    assert found.value == "205"


def test_a_list_that_was_never_read_suggests_nothing() -> None:
    assert AccountSuggester(OrganisationLists()).suggest("Sales", "200") is None
    assert TaxSuggester(OrganisationLists(), SALES).suggest("GST", frozenset({Decimal(15)})) is None


def _rates(*rows: tuple[str, str, str, str]) -> OrganisationLists:
    return OrganisationLists(
        tax_rates={
            kind: TaxRate(kind, name, Decimal(rate), "ACTIVE", frozenset({applies}))
            for kind, name, rate, applies in rows
        }
    )


RATES = _rates(
    ("OUTPUT2", "15% GST on Income", "15", "REVENUE"),
    ("INPUT2", "15% GST on Expenses", "15", "EXPENSE"),
    ("ZERORATED", "Zero Rated", "0", "REVENUE"),
    ("NONE", "No Tax", "0", "REVENUE"),
)


def test_a_region_is_offered_the_one_rate_of_the_same_percentage_that_sales_may_carry() -> None:
    found = TaxSuggester(RATES, SALES).suggest("New Zealand", frozenset({Decimal("15.0000")}))
    assert found
    assert (found.value, found.percent) == ("OUTPUT2", 100)
    assert found.why == "Autotask charges 15 % there"


def test_among_several_of_the_same_percentage_the_name_decides() -> None:
    suggester = TaxSuggester(RATES, SALES)
    found = suggester.suggest("Zero rated", frozenset({Decimal(0)}))
    assert found
    assert found.value == "ZERORATED"
    assert suggester.suggest("Overseas", frozenset({Decimal(0)})) is None


def test_several_percentages_tell_nothing_and_the_name_is_asked() -> None:
    suggester = TaxSuggester(RATES, frozenset())
    several = frozenset({Decimal(15), Decimal(5)})
    assert suggester.suggest("Overseas", several) is None
    found = suggester.suggest("GST on Income", several)
    assert found
    assert found.value == "OUTPUT2"


@pytest.mark.parametrize(("told", "meant"), [("15", 15), ("0.15", 15), ("0", 0), ("0.125", 12.5)])
def test_a_rate_is_read_as_percent_however_it_is_written(told: str, meant: float) -> None:
    assert as_percent(Decimal(told)) == Decimal(str(meant))


def test_any_list_of_names_is_searched_alike() -> None:
    suggester = NameSuggester([Candidate("t-1", "Standard"), Candidate("t-2", "Very orange")])
    found = suggester.suggest("Very Orange!")
    assert found
    assert (found.value, found.name) == ("t-2", "Very orange")
    assert suggester.suggest("Green") is None
