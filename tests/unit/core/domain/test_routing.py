"""Which connection of a shared Autotask an invoice goes to."""

from typing import Any

import pytest

from core.domain.routing import Unroutable, fold_value, route
from tests.factories.documents import make_company, make_line, make_settings

KNOWN = ("north", "south")
LINES = {
    1: ("Managed / Cloud", "Cloud", "Managed"),
    2: ("Projects / Build", "Build", "Projects"),
}


def by_company(udfs: dict[str, str], **settings: Any) -> str | Unroutable:
    told = make_settings(route_by="company_field", **settings)
    company = make_company(name="Aroha Dental", udfs=udfs)
    return route((make_line(),), company, told, KNOWN, {})


def by_lines(*line_ids: int | None, **settings: Any) -> str | Unroutable:
    told = make_settings(route_by="line_of_business", **settings)
    lines = tuple(make_line(autotask_id=n, line_of_business_id=i) for n, i in enumerate(line_ids))
    return route(lines, make_company(), told, KNOWN, LINES)


@pytest.mark.parametrize("value", ["Sydney", " sydney ", "SYDNEY", "Syd\u200bney"])
def test_a_value_and_a_row_are_compared_folded_and_trimmed(value: str) -> None:
    assert by_company({"XeroOrganisation": value}, routes={" Sydney": "south"}) == "south"


def test_the_company_field_is_found_whatever_its_case_and_may_have_another_name() -> None:
    assert by_company({"xeroorganisation": "A"}, routes={"a": "north"}) == "north"
    assert by_company({"Branch": "A"}, route_field="branch", routes={"A": "north"}) == "north"


def test_a_company_without_a_value_or_without_a_row_goes_to_the_default_route() -> None:
    assert by_company({}, default_route="north") == "north"
    assert by_company({"XeroOrganisation": "Perth"}, default_route="north") == "north"


def test_without_a_default_an_empty_field_says_which_one_is_empty() -> None:
    found = by_company({"XeroOrganisation": "  "}, routes={"A": "north"})
    assert isinstance(found, Unroutable)
    assert found.value == ""
    assert found.why == "company Aroha Dental has nothing in its field XeroOrganisation"


def test_without_a_default_a_value_without_a_row_is_named() -> None:
    found = by_company({"XeroOrganisation": "Perth"}, routes={"A": "north"})
    assert found == Unroutable(
        "Perth", "no route is set for Perth, the XeroOrganisation of Aroha Dental"
    )


def test_a_row_to_a_connection_that_does_not_share_the_tenant_is_no_route() -> None:
    found = by_company({"XeroOrganisation": "A"}, routes={"A": "west"})
    assert found == Unroutable("west", "there is no connection west that shares this Autotask")


@pytest.mark.parametrize("row", ["Managed/Cloud", "managed / cloud", "Cloud", "Managed", "1"])
def test_a_line_of_business_stands_in_the_table_by_either_name_or_number(row: str) -> None:
    assert by_lines(1, 1, routes={row: "south"}) == "south"


def test_the_fullest_name_wins() -> None:
    assert by_lines(1, routes={"Managed": "north", "Managed / Cloud": "south"}) == "south"


def test_a_line_without_a_line_of_business_goes_with_the_others() -> None:
    assert by_lines(None, 1, None, routes={"Cloud": "south"}, default_route="north") == "south"


def test_lines_of_two_lines_of_business_with_one_route_go_there() -> None:
    assert by_lines(1, 2, routes={"Cloud": "south", "Build": "south"}) == "south"


def test_lines_that_belong_to_two_routes_stop_and_say_which() -> None:
    found = by_lines(1, 2, routes={"Cloud": "south", "Build": "north"})
    assert isinstance(found, Unroutable)
    assert found.value == "Managed / Cloud, Projects / Build"
    assert "Managed / Cloud (to south), Projects / Build (to north)" in found.why


def test_the_default_is_the_route_of_a_line_of_business_without_a_row() -> None:
    found = by_lines(1, 2, routes={"Cloud": "south"}, default_route="north")
    assert isinstance(found, Unroutable)
    assert by_lines(1, 2, routes={"Cloud": "north"}, default_route="north") == "north"


def test_a_line_of_business_without_a_row_and_without_a_default_is_named() -> None:
    found = by_lines(1, 2, 9, routes={"Cloud": "south"})
    assert found == Unroutable("Projects / Build, 9", "no route is set for Projects / Build and 9")


def test_an_invoice_none_of_whose_lines_has_a_line_of_business_needs_the_default() -> None:
    assert by_lines(None, routes={"Cloud": "south"}, default_route="north") == "north"
    assert by_lines(None, routes={"Cloud": "south"}) == Unroutable(
        "", "none of its lines has a line of business"
    )


def test_without_a_rule_only_the_default_route_speaks() -> None:
    settings = make_settings(routes={"A": "south"})
    company = make_company(udfs={"XeroOrganisation": "A"})
    found = route((make_line(),), company, settings, KNOWN, {})
    assert found == Unroutable("", "no rule is chosen")
    settings = make_settings(default_route="south")
    assert route((make_line(),), company, settings, KNOWN, {}) == "south"


def test_blanks_around_a_slash_make_no_other_value() -> None:
    assert fold_value(" Managed /Cloud ") == fold_value("managed/ cloud") == "managed/cloud"
