import pytest

from core.domain.organisation_lists import (
    ListKind,
    OrganisationLists,
    account_fault,
    tax_fault,
    wanted_lists,
)
from core.domain.reference_data import Account
from tests.factories.documents import make_settings
from tests.unit.core.domain.mapping.worlds import make_lists


@pytest.mark.parametrize(
    ("code", "fault"),
    [("200", None), ("860", None), ("204", "ACCOUNT_ARCHIVED"), ("090", "ACCOUNT_INVALID"),
     ("610", "ACCOUNT_INVALID"), ("999", "ACCOUNT_INVALID")],
)  # fmt: skip
def test_bank_and_control_accounts_take_no_lines_but_rounding_does(
    code: str, fault: str | None
) -> None:
    assert account_fault(code, make_lists()) == fault


def test_system_accounts_that_nobody_told_us_about_are_left_to_xero() -> None:
    account = Account("480", "CIS", "ACTIVE", "EXPENSE", system_account="CISLABOUREXPENSE")
    assert account_fault("480", OrganisationLists(accounts={"480": account})) is None


@pytest.mark.parametrize(
    ("tax_type", "account", "fault"),
    [
        ("OUTPUT2", "200", None),
        ("OUTPUT2", "835", "TAX_TYPE_MISMATCH"),
        ("OUTPUT2", "unknown", None),
        ("OUTPUT", "200", "TAX_TYPE_UNKNOWN"),
        ("TAX999", "200", "TAX_TYPE_UNKNOWN"),
        ("NONE", "835", None),
    ],
)
def test_a_rate_fits_the_accounts_of_the_classes_it_names(
    tax_type: str, account: str, fault: str | None
) -> None:
    assert tax_fault(tax_type, account, make_lists()) == fault


def test_a_list_that_was_never_read_objects_to_nothing() -> None:
    assert account_fault("999", OrganisationLists()) is None
    assert tax_fault("TAX999", "999", OrganisationLists()) is None


def test_themes_and_categories_go_by_name_whatever_the_letter_case() -> None:
    lists = make_lists()
    assert lists.theme(" blue ") == lists.theme("THEME-2")
    assert lists.theme("Red") is None
    assert lists.category("REGION") is not None
    assert OrganisationLists().category("Region") is None


def test_only_lists_that_the_options_lean_on_cost_a_call() -> None:
    always = {ListKind.ACCOUNTS, ListKind.TAX_RATES, ListKind.CURRENCIES, ListKind.ORGANISATION}
    assert wanted_lists(make_settings()) == always
    tracking = make_settings(tracking=[{"category": "Region", "source": "territory"}])
    assert wanted_lists(tracking) == always | {ListKind.TRACKING}
    for branding in ({"branding_themes": {"1": "Blue"}}, {"default_branding_theme": "Blue"}):
        assert wanted_lists(make_settings(**branding)) == always | {ListKind.THEMES}
