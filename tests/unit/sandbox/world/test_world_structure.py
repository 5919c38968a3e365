from collections import Counter
from datetime import date
from typing import Any

import pytest

from sandbox.autotask.schema import entity
from sandbox.world.build import demo, empty
from sandbox.world.companies import companies
from sandbox.world.model import World


@pytest.fixture(scope="module")
def world() -> World:
    return demo(1, date(2026, 11, 22))


def names(world: World, kind: str) -> dict[int, str]:
    return {row["id"]: row["name"] for row in world.records[kind]}


def picked(kind: str, field: str) -> dict[int, str]:
    [found] = [each for each in entity(kind).metadata["fields"] if each["name"] == field]
    return {int(row["value"]): row["label"] for row in found["picklistValues"]}


def test_companies_have_territories_of_the_pick_list_and_a_few_have_none(world: World) -> None:
    labels = picked("Companies", "territoryID")
    found = Counter(row["territoryID"] for row in world.records["Companies"])
    assert set(found) == {None, *labels}
    assert found[None] < 12
    by_id = {company.id: company for company in companies(1)}
    for row in world.records["Companies"]:
        if row["territoryID"] is not None and row["id"] in by_id:
            abroad = by_id[row["id"]].country == "Australia"
            assert (labels[row["territoryID"]] == "Australia") is abroad


def test_customers_are_of_several_types_and_suppliers_are_vendors(world: World) -> None:
    labels = picked("Companies", "companyType")
    found = Counter(labels[row["companyType"]] for row in world.records["Companies"])
    assert set(found) == {"Customer", "Partner", "Cancellation", "Vendor"}
    assert found["Customer"] > 120


def test_lines_of_business_are_pairs_of_a_division_and_a_line(world: World) -> None:
    divisions, lines = (names(world, f"OrganizationalLevel{n}s") for n in (1, 2))
    pairs = {
        row["id"]: (row["organizationalLevel1ID"], row["organizationalLevel2ID"])
        for row in world.records["OrganizationalLevelAssociations"]
    }
    assert len(pairs) == len(divisions) * len(lines) == 6
    assert {first for first, _ in pairs.values()} == set(divisions)
    used = Counter(row["organizationalLevelAssociationID"] for row in world.records["BillingItems"])
    assert set(used) == {None, *pairs}


def test_the_line_of_an_item_follows_its_billing_code(world: World) -> None:
    codes, lines = names(world, "BillingCodes"), names(world, "OrganizationalLevel2s")
    pairs = {
        row["id"]: row["organizationalLevel2ID"]
        for row in world.records["OrganizationalLevelAssociations"]
    }
    found: dict[str, set[Any]] = {}
    for item in world.records["BillingItems"]:
        pair = item["organizationalLevelAssociationID"]
        line = lines[pairs[pair]] if pair else None
        found.setdefault(codes[item["billingCodeID"]], set()).add(line)
    assert found["Hardware"] == {"Products"}
    assert found["Cloud Backup"] == {"Managed services"}
    assert found["Remote Labour"] == {None}


def test_work_types_belong_to_departments_that_exist(world: World) -> None:
    departments = names(world, "Departments")
    found = {row["name"]: row["department"] for row in world.records["BillingCodes"]}
    assert departments[found["Onsite Labour"]] == "Field Service"
    assert departments[found["Remote Labour"]] == "Service Desk"
    assert found["Hardware"] is None


def test_invoices_are_printed_with_templates_that_exist(world: World) -> None:
    templates = names(world, "InvoiceTemplates")
    abroad = {company.id for company in companies(1) if company.currency != "NZD"}
    for invoice in world.records["Invoices"]:
        label = templates[invoice["invoiceEditorTemplateID"]]
        assert (label == "Overseas customers") is (invoice["companyID"] in abroad)


def test_a_company_field_names_the_xero_organisation(world: World) -> None:
    found = Counter(
        row["value"]
        for company in world.records["Companies"]
        for row in company["userDefinedFields"]
        if row["name"] == "XeroOrganisation"
    )
    assert set(found) == {"Kauri NZ", "Kauri AU", None}
    assert len(found) == 3


def test_definitions_name_every_user_field_that_records_carry(world: World) -> None:
    defined = {row["name"] for row in world.records["UserDefinedFieldDefinitions"]}
    carried = {
        row["name"]
        for kind in ("Companies", "Contacts")
        for record in world.records[kind]
        for row in record["userDefinedFields"]
    }
    assert carried == defined


def test_an_empty_tenant_has_the_same_structure(world: World) -> None:
    for kind in ("Departments", "InvoiceTemplates", "OrganizationalLevelAssociations"):
        assert empty().records[kind] == world.records[kind]
