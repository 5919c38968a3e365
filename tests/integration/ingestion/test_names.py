"""Names for tracking, branding and tax: read only if a rule goes by them, and once a day."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from core.domain.name_lists import NameList
from core.store import reference_data
from services.xero_posting.lists.names import name_watch
from tests.integration.ingestion.conftest import Tenant

Begin = Callable[..., Tenant]


def _paths(calls: list[dict[str, Any]]) -> list[str]:
    return [call["path"].split("/V1.0/")[-1] for call in calls]


def test_without_such_rules_nothing_is_asked(begin: Begin) -> None:
    tenant = begin()
    asked = " ".join(_paths(tenant.look()))
    for entity in ("Departments", "InvoiceTemplates", "Organizational", "entityInformation"):
        assert entity not in asked
    document = tenant.invoice(int(tenant.server.invoices.find_one()["autotask_id"]))
    assert document["template_id"] == 102


def test_a_rule_brings_its_list_once_a_day(begin: Begin) -> None:
    rules = {
        "tax_types_by_category": {"New Zealand GST": {"Standard": "OUTPUT2"}},
        "tracking": [{"category": "Region", "source": "territory"}],
    }
    tenant = begin(**rules)
    asked = _paths(tenant.look())
    assert asked.count("TaxCategories/query") == 1
    assert asked.count("Companies/entityInformation/fields") == 1
    assert reference_data.load("kauri", "tax_category")["1"]["name"] == "Standard"
    again = _paths(tenant.look())
    assert "TaxCategories/query" not in again
    assert "Companies/entityInformation/fields" not in again
    tenant.offset += timedelta(hours=25)
    assert "TaxCategories/query" in _paths(tenant.look())


def test_a_list_that_autotask_does_not_show_is_told_and_stops_nothing(begin: Begin) -> None:
    tenant = begin(tracking=[{"category": "Region", "source": "department"}])
    tenant.sandbox.door("POST", "rights", {"entities": {"Departments": "none"}})
    tenant.look()
    assert tenant.health() == "ok"
    assert tenant.standings()["pending_sync"]
    assert tenant.log_codes().count("LIST_REFUSED") == 1
    tenant.look()
    assert tenant.log_codes().count("LIST_REFUSED") == 1


def test_what_was_known_of_a_list_goes_on_counting_when_autotask_refuses_it(begin: Begin) -> None:
    tenant = begin(tracking=[{"category": "Region", "source": "department"}])
    tenant.sandbox.door("POST", "rights", {"entities": {"Departments": "none"}})
    reference_data.replace("kauri", "department", {"5": {"name": "Field"}}, tenant.now())
    tenant.offset += timedelta(hours=25)
    tenant.look()
    assert tenant.log_codes().count("LIST_REFUSED") == 1
    assert reference_data.load("kauri", "department") == {"5": {"name": "Field"}}
    tenant.look()
    assert tenant.log_codes().count("LIST_REFUSED") == 1


def test_a_list_that_posting_doubts_is_read_with_the_next_look(begin: Begin) -> None:
    rows = {"New Zealand GST": {"Standard": "OUTPUT2"}}
    tenant = begin(tax_types_by_category=rows)
    tenant.look()
    is_read_again = name_watch("kauri", tenant.now)
    assert not is_read_again(NameList.TAX_CATEGORIES)
    tenant.offset += timedelta(minutes=11)
    assert is_read_again(NameList.TAX_CATEGORIES)
    assert "TaxCategories/query" in _paths(tenant.look())
    assert not is_read_again(NameList.TAX_CATEGORIES)


@pytest.mark.parametrize("entity", ["BillingCodes", "PaymentTerms", "Contacts"])
def test_a_list_that_is_withheld_stops_no_invoice(begin: Begin, entity: str) -> None:
    tenant = begin()
    tenant.sandbox.door("POST", "rights", {"entities": {entity: "none"}})
    tenant.look()
    assert tenant.health() == "ok"
    assert tenant.standings()["pending_sync"] == 30
    assert tenant.log_codes().count("LIST_REFUSED") == 1


def test_refresh_reads_every_list_again_and_says_which_autotask_withholds(tenant: Tenant) -> None:
    tenant.sandbox.door("POST", "rights", {"entities": {"Taxes": "none"}})
    before = tenant.sandbox.last_request()
    answer = tenant.refresh_lists()
    assert answer["ok"], answer
    rows = {row["kind"]: row for row in answer["lists"]}
    assert {"billing_code", "currency", "payment_term", "tax_region", "tax"} < set(rows)
    assert {*NameList} <= set(rows)
    refused = [row["name"] for row in rows.values() if row["refused"]]
    assert refused == ["Taxes"]
    assert "may not read Taxes" in rows["tax"]["refused"]
    assert rows["currency"]["count"] == 3
    assert "1 of them" in answer["message"]
    assert len(tenant.sandbox.requests_since(before)) <= 14
    assert "LISTS_READ" in tenant.log_codes()
    tenant.bill()
    assert "Companies/query" in _paths(tenant.look())


def test_a_refresh_without_autotask_is_a_sentence(tenant: Tenant) -> None:
    tenant.sandbox.arm("unavailable", calls=1)
    assert tenant.refresh_lists()["problem"]["code"] == "unavailable"
