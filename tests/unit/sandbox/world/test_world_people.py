from collections import defaultdict
from datetime import date

import pytest

from sandbox.world.build import demo, sized
from sandbox.world.companies import companies
from sandbox.world.model import Record
from sandbox.world.people import ACCOUNTS, INCLUDED

TODAY = date(2026, 11, 22)


def _role(person: Record) -> str | None:
    value: str | None = next(field["value"] for field in person["userDefinedFields"])
    return value


@pytest.fixture(scope="module")
def people() -> dict[int, list[Record]]:
    found: dict[int, list[Record]] = defaultdict(list)
    for person in demo(1, TODAY).records["Contacts"]:
        found[person["companyID"]].append(person)
    return found


def test_some_companies_mark_their_accounts_person_and_never_two(
    people: dict[int, list[Record]],
) -> None:
    marked = [sum(_role(person) == ACCOUNTS for person in few) for few in people.values()]
    assert set(marked) == {0, 1}
    assert sum(marked) >= 10


def test_some_companies_have_people_who_get_a_copy(people: dict[int, list[Record]]) -> None:
    counts = {sum(_role(person) == INCLUDED for person in few) for few in people.values()}
    assert counts == {0, 1, 2, 3}


def test_exactly_one_billed_company_has_two_people_and_no_rule(
    people: dict[int, list[Record]],
) -> None:
    unruled = [
        company_id
        for company_id, few in people.items()
        if len(few) > 1 and not any(_role(each) or each["billingContact"] for each in few)
    ]
    (company,) = [each for each in companies(1) if each.id in unruled]
    assert company.billed
    assert not company.in_xero


def test_nobody_is_there_twice(people: dict[int, list[Record]]) -> None:
    ids = [person["id"] for few in people.values() for person in few]
    assert len(ids) == len(set(ids))


def test_a_world_of_a_size_has_nothing_odd() -> None:
    world = sized(1, TODAY, (20, 20, 1))
    assert {_role(person) for person in world.records["Contacts"]} == {None}
    assert {person["companyID"] for person in world.records["Contacts"]} == {
        company["id"] for company in world.records["Companies"] if company["id"]
    }
