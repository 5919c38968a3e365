import pytest

from core.domain.company import Company
from core.domain.contacts.payer import Payer, find_payer
from core.domain.person import Person
from core.domain.setting_choices import ParentBilling

ALWAYS, WITHOUT, NEVER = (
    ParentBilling.ALWAYS,
    ParentBilling.WITHOUT_CONTACT,
    ParentBilling.NEVER,
)
SOMEBODY = (Person(1, "Emma"),)


def _family(*companies: Company) -> dict[int, Company]:
    return {company.autotask_id: company for company in companies}


def _company(number: int, parent_id: int | None = None, *, has_people: bool = False) -> Company:
    people = SOMEBODY if has_people else ()
    return Company(number, f"C{number}", parent_id=parent_id, people=people)


@pytest.mark.parametrize("rule", list(ParentBilling))
def test_a_company_without_a_parent_pays_itself(rule: ParentBilling) -> None:
    assert find_payer(1, _family(_company(1)), rule) == Payer(1)


@pytest.mark.parametrize("rule", list(ParentBilling))
def test_a_company_of_which_nothing_is_known_pays_itself(rule: ParentBilling) -> None:
    assert find_payer(1, {}, rule) == Payer(1)


def test_no_parent_is_billed_if_the_connection_does_not_want_it() -> None:
    assert find_payer(1, _family(_company(1, 2), _company(2)), NEVER) == Payer(1)


def test_always_goes_to_the_top() -> None:
    family = _family(_company(1, 2, has_people=True), _company(2, 3), _company(3))
    assert find_payer(1, family, ALWAYS) == Payer(3, "C3 is billed: parent of C1.")


def test_a_company_with_a_contact_is_billed_itself_if_only_those_without_are_not() -> None:
    family = _family(_company(1, 2, has_people=True), _company(2, has_people=True))
    payer = find_payer(1, family, WITHOUT)
    assert payer == Payer(1, "C1 has contacts of its own and is billed itself.")


def test_without_a_contact_the_nearest_parent_with_one_is_billed() -> None:
    family = _family(
        _company(1, 2),
        _company(2, 3),
        _company(3, 4, has_people=True),
        _company(4, has_people=True),
    )
    assert find_payer(1, family, WITHOUT).company_id == 3


@pytest.mark.parametrize("rule", [ALWAYS, WITHOUT])
def test_a_circle_leaves_the_company_itself_and_is_told(rule: ParentBilling) -> None:
    family = _family(_company(1, 2), _company(2, 3), _company(3, 1))
    payer = find_payer(1, family, rule)
    assert payer.company_id == 1
    assert "circle" in payer.reason


@pytest.mark.parametrize("rule", [ALWAYS, WITHOUT])
def test_a_parent_that_autotask_does_not_show_leaves_the_company_itself(
    rule: ParentBilling,
) -> None:
    payer = find_payer(1, _family(_company(1, 2)), rule)
    assert payer == Payer(1, "No parent of C1 can be billed; it pays itself.")


def test_a_family_without_any_contact_leaves_the_company_itself() -> None:
    assert find_payer(1, _family(_company(1, 2), _company(2)), WITHOUT).company_id == 1


def test_always_goes_as_far_up_as_autotask_shows() -> None:
    assert find_payer(1, _family(_company(1, 2), _company(2, 3)), ALWAYS).company_id == 2
