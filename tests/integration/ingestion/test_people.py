"""Companies, their parents and their people: asked for at once, and only as far as they are needed."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from core.domain.company import Company, company_from
from core.domain.contacts.link import ContactLink
from core.store import contact_links, reference_data
from tests.integration.ingestion.conftest import Tenant

Begin = Callable[..., Tenant]


def _asked(calls: list[dict[str, Any]]) -> Counter[str]:
    return Counter(str(call["path"]).lower().split("/v1.0/")[-1].split("/")[0] for call in calls)


def _companies() -> dict[int, Company]:
    stored = reference_data.load("kauri", "company")
    return {int(key): company_from(value) for key, value in stored.items()}


def _link_all(tenant: Tenant) -> None:
    for company_id in _companies():
        link = ContactLink(company_id, "C", f"contact {company_id}", "the name")
        assert contact_links.link("kauri", link, tenant.now())


def test_people_of_new_companies_come_in_one_call_beside_the_companies(begin: Begin) -> None:
    tenant = begin()
    asked = _asked(tenant.look())
    assert (asked["companies"], asked["contacts"]) == (1, 1)
    companies = _companies()
    assert len(companies) == 6
    assert all(company.people for company in companies.values())
    assert all(
        sum(person.is_billing for person in company.people) == 1 for company in companies.values()
    )


def test_people_of_two_hundred_customers_cost_one_call_for_two_pages_of_invoices(
    begin: Begin,
) -> None:
    tenant = begin({"companies": 200, "invoices": 1000, "lines": 1})
    asked = _asked(tenant.look())
    assert tenant.standings() == {"pending_sync": 1000}
    assert (asked["companies"], asked["contacts"]) == (1, 1)


def test_people_are_not_asked_for_where_a_contact_is_known(begin: Begin) -> None:
    tenant = begin()
    tenant.look()
    _link_all(tenant)
    tenant.offset += timedelta(hours=25)
    tenant.bill()
    before = _companies()
    asked = _asked(tenant.look())
    assert (asked["companies"], asked["contacts"]) == (1, 0)
    assert _companies() == before, "those of before stay known"


def test_people_are_asked_for_where_contacts_are_kept_up_to_date(begin: Begin) -> None:
    tenant = begin(update_contacts=True)
    tenant.look()
    _link_all(tenant)
    tenant.offset += timedelta(hours=25)
    tenant.bill()
    assert _asked(tenant.look())["contacts"] == 1


def test_companies_are_asked_for_once_an_hour(begin: Begin) -> None:
    tenant = begin()
    tenant.look()
    tenant.bill()
    asked = _asked(tenant.look())
    assert (asked["companies"], asked["contacts"]) == (0, 0)
    _link_all(tenant)
    tenant.offset += timedelta(minutes=61)
    tenant.bill()
    asked = _asked(tenant.look())
    assert (asked["companies"], asked["contacts"]) == (1, 0)


def test_parents_are_brought_as_well_when_they_may_be_billed(begin: Begin) -> None:
    tenant = begin(parent_billing="always")
    tenant.edit(201, "Companies", parentCompanyID=0)
    asked = _asked(tenant.look())
    companies = _companies()
    assert companies[201].parent_id == 0
    assert companies[0].name == "Kauri Managed IT Limited"
    assert asked["companies"] == 2


def test_parents_that_run_in_a_circle_are_brought_once(begin: Begin) -> None:
    tenant = begin({"companies": 2, "invoices": 2, "lines": 1}, parent_billing="always")
    tenant.edit(201, "Companies", parentCompanyID=202)
    tenant.edit(202, "Companies", parentCompanyID=201)
    assert _asked(tenant.look())["companies"] == 1
    assert {company.parent_id for company in _companies().values()} == {201, 202}


def test_no_parent_is_asked_for_when_none_is_billed(begin: Begin) -> None:
    tenant = begin()
    tenant.edit(201, "Companies", parentCompanyID=0)
    tenant.look()
    assert 0 not in _companies()
