from collections import Counter

import pytest

from sandbox.world.companies import TWIN_NAME, Company, companies, sized_companies, suppliers


@pytest.fixture(params=[1, 2, 77])
def customers(request: pytest.FixtureRequest) -> list[Company]:
    return companies(request.param)


def test_the_same_seed_gives_the_same_companies_and_another_seed_does_not() -> None:
    assert companies(5) == companies(5)
    assert companies(5) != companies(6)


def test_there_are_150_customers_of_which_xero_knows_110(customers: list[Company]) -> None:
    assert len(customers) == 150
    assert sum(company.in_xero for company in customers) == 110
    assert all((company.xero_name is not None) == company.in_xero for company in customers)


def test_ids_and_names_are_unique_except_for_the_twins(customers: list[Company]) -> None:
    assert len({company.id for company in customers}) == 150
    assert len({company.name for company in customers}) == 150
    folded = Counter(" ".join(company.name.split()).casefold() for company in customers)
    assert [name for name, count in folded.items() if count == 2] == [TWIN_NAME.casefold()]


def test_neither_twin_is_in_xero(customers: list[Company]) -> None:
    twins = [c for c in customers if c.name.casefold() == TWIN_NAME.casefold()]
    assert len(twins) == 2
    assert not any(twin.in_xero for twin in twins)


def test_exactly_one_customer_is_kept_out_and_one_is_archived_and_unbilled(
    customers: list[Company],
) -> None:
    assert sum(company.no_sync for company in customers) == 1
    assert [c.xero_archived for c in customers if not c.billed] == [True]


def test_names_typed_into_autotask_differ_from_xero_only_by_blanks_and_case(
    customers: list[Company],
) -> None:
    known = [company for company in customers if company.xero_name]
    for company in known:
        assert " ".join(company.name.split()).casefold() == str(company.xero_name).casefold()
    assert any(company.name != company.xero_name for company in known)


def test_domestic_customers_are_taxed_in_new_zealand_dollars_and_the_others_are_not(
    customers: list[Company],
) -> None:
    regions = {(c.currency, c.currency_id, c.tax_region_id) for c in customers}
    assert regions == {("NZD", 1, 1), ("AUD", 2, 2), ("USD", 3, 2)}


def test_suppliers_do_not_share_ids_with_customers(customers: list[Company]) -> None:
    vendors = suppliers(1)
    assert not {v.id for v in vendors} & {c.id for c in customers}
    assert {v.kind for v in vendors} == {"supplier"}


def test_any_number_of_plain_companies_has_names_of_their_own() -> None:
    many = sized_companies(10_000, 1)
    assert len({company.name.casefold() for company in many}) == 10_000
    assert {company.currency for company in many} == {"NZD"}
