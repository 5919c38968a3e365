from typing import Any

import pytest

from core.domain.organisation_lists import OrganisationLists
from core.domain.settings_check import Problem, check_settings
from tests.factories.documents import GST, make_settings
from tests.unit.core.domain.mapping.worlds import make_lists


def _problems(currencies: tuple[str, ...] = (), **options: Any) -> list[Problem]:
    return check_settings(make_settings(**options), make_lists(), currencies)


def test_settings_that_fit_the_organisation_have_no_problem() -> None:
    assert (
        _problems(
            ("NZD", "AUD", ""),
            default_account="260",
            rounding_account="860",
            tracking=[{"category": "Region", "source": "territory", "default": "North"}],
            branding_themes={"102": "Blue"},
            default_branding_theme="Standard",
        )
        == []
    )


def test_a_list_that_was_never_read_objects_to_nothing() -> None:
    settings = make_settings(
        accounts={"Labor": "999"},
        tracking=[{"category": "Planet", "source": "territory"}],
        default_branding_theme="Red",
    )
    assert check_settings(settings, OrganisationLists(), ["EUR"]) == []


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (
            {"accounts": {"Labor": "204"}},
            Problem("accounts", "204", "Labor: Account 204 is archived in Xero."),
        ),
        (
            {"default_account": "090"},
            Problem(
                "default_account",
                "090",
                "Xero takes no line on account 090, or has no such account.",
            ),
        ),
        (
            {"rounding_account": "999"},
            Problem(
                "rounding_account",
                "999",
                "Xero takes no line on account 999, or has no such account.",
            ),
        ),
        (
            {"tax_types": {GST: "OUTPUT"}},
            Problem("tax_types", "OUTPUT", f"{GST}: Xero has no active tax rate OUTPUT."),
        ),
        (
            {"tax_types_by_category": {GST: {"Telecoms": "TAX9"}}},
            Problem(
                "tax_types_by_category",
                "TAX9",
                f"{GST}, Telecoms: Xero has no active tax rate TAX9.",
            ),
        ),
        (
            {"untaxed_tax_type": "EXEMPT"},
            Problem("untaxed_tax_type", "EXEMPT", "Xero has no active tax rate EXEMPT."),
        ),
        (
            {"tracking": [{"category": "Planet", "source": "territory"}]},
            Problem("tracking", "Planet", "Xero has no active tracking category Planet."),
        ),
        (
            {"tracking": [{"category": "Region", "source": "territory", "default": "Moon"}]},
            Problem("tracking", "Moon", "Region has no active option Moon in Xero."),
        ),
        (
            {"branding_themes": {"102": "Red"}},
            Problem("branding_themes", "Red", "Xero has no branding theme Red."),
        ),
        (
            {"default_branding_theme": "Red"},
            Problem("default_branding_theme", "Red", "Xero has no branding theme Red."),
        ),
    ],
)
def test_each_mistake_is_named_with_its_option(options: dict[str, Any], problem: Problem) -> None:
    assert _problems(**options) == [problem]


def test_a_rate_that_fits_no_mapped_account_blocks_and_one_that_fits_some_is_only_told() -> None:
    (worse,) = _problems(accounts={"Deposit": "835"})
    assert worse.message == f"{GST}: Tax rate OUTPUT2 fits none of the mapped accounts."
    assert worse.blocks
    (better,) = _problems(accounts={"Deposit": "835", "Labor": "200"})
    assert better.message == f"{GST}: Tax rate OUTPUT2 may not stand on account 835."
    assert not better.blocks


def test_tax_that_is_left_to_xero_needs_no_right_table() -> None:
    assert _problems(tax_mode="xero", tax_types={GST: "OUTPUT"}) == []


def test_a_currency_in_which_companies_are_billed_has_to_be_added_in_xero() -> None:
    (problem,) = _problems(("EUR", "NZD"))
    assert (problem.option, problem.value, problem.blocks) == ("currencies", "EUR", False)
