from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.company import Address, Company, company_from, fold_name
from core.domain.person import Person


@pytest.mark.parametrize(
    "spelling",
    [
        "Aroha Dental",
        "aroha dental",
        "  Aroha   Dental ",
        "Aroha\u00a0Dental",
        "Aroha\tDental\n",
        "Aroha\u200b Den\u00adtal",
        "\ufeffAroha Dental",
        "\uff21roha Dental",
    ],
)
def test_spellings_that_xero_takes_for_one_name_fold_to_one(spelling: str) -> None:
    assert fold_name(spelling) == "aroha dental"


@pytest.mark.parametrize("other", ["Aroha-Dental", "ArohaDental", "Ároha Dental", ""])
def test_another_name_stays_another(other: str) -> None:
    assert fold_name(other) != fold_name("Aroha Dental")


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_more(name: str) -> None:
    assert fold_name(fold_name(name)) == fold_name(name)


def test_a_company_that_says_nothing_more_is_billed_in_the_tenants_currency_without_address() -> (
    None
):
    company = Company(7, "Aroha Dental")
    assert company.currency_id is None
    assert company.address == Address()
    assert company.udfs == {}


def test_a_company_that_was_stored_reads_back_whole() -> None:
    company = Company(
        7,
        "Aroha Dental",
        parent_id=3,
        udfs={"XeroNoSync": "1"},
        address=Address(city="Auckland"),
        people=(Person(1, "Emma", "Chen", "emma@aroha.example", is_billing=True, role="Accounts"),),
    )
    assert company_from(asdict(company)) == company


def test_a_company_that_an_older_version_stored_is_read_as_far_as_it_is_known() -> None:
    older = {"autotask_id": 7, "name": "A", "billing_email": "a@b.example", "address": {}}
    assert company_from(older) == Company(7, "A")
