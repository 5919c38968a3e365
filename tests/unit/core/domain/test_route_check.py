"""Routes that cannot be right are refused when they are saved, and so is a second pull."""

from typing import Any

import pytest

from core.domain.route_check import Present, check_routes, refuse_credentials, refuse_sharing
from core.domain.settings_check import Problem
from tests.factories.documents import make_connection, make_settings

OWNER = make_connection("north")
SHARER = make_connection("south", autotask_of="north")
SHARING = ("north", "south")


def problems(**settings: Any) -> list[Problem]:
    return check_routes(make_settings(**settings), OWNER, SHARING)


def test_routes_to_connections_of_the_tenant_are_right() -> None:
    assert not problems(
        route_by="company_field", routes={"A": "north", "B": "south"}, default_route="north"
    )


def test_a_route_to_a_connection_that_is_not_there_names_row_and_connection() -> None:
    found = problems(route_by="company_field", routes={"A": "west"}, default_route="east")
    assert [(each.option, each.value, each.blocks) for each in found] == [
        ("routes", "west", True),
        ("default_route", "east", True),
    ]
    assert found[0].message == "A: There is no connection west that shares this Autotask."


def test_two_rows_that_are_the_same_for_the_rule_must_agree() -> None:
    found = problems(route_by="company_field", routes={"Sydney": "north", " sydney": "south"})
    assert [each.message for each in found] == ["sydney has two routes that differ."]
    assert not problems(route_by="company_field", routes={"Sydney": "north", "sydney": "north"})


def test_a_row_without_a_value_is_refused() -> None:
    (found,) = problems(route_by="company_field", routes={" ": "north"})
    assert "default route" in found.message


def test_a_rule_without_any_route_is_told_and_does_not_block() -> None:
    (found,) = problems(route_by="line_of_business")
    assert not found.blocks
    (nameless,) = problems(route_by="company_field", route_field=" ", default_route="north")
    assert (nameless.option, nameless.blocks) == ("route_field", True)


@pytest.mark.parametrize(
    "told",
    [{"route_by": "company_field"}, {"routes": {"A": "north"}}, {"default_route": "north"}],
)
def test_routes_on_a_connection_that_only_shares_are_refused_with_the_owner_named(
    told: dict[str, Any],
) -> None:
    (found,) = check_routes(make_settings(**told), SHARER, SHARING)
    assert found.blocks
    assert "connection north" in found.message
    assert not check_routes(make_settings(), SHARER, SHARING)


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("days_back", 30),
        ("sweep_hour", 5),
        ("overlap_minutes", 60),
        ("autotask_share", "0.5"),
        ("route_field", "Branch"),
        ("billing_person_udf", "Role"),
    ],
)
def test_what_counts_where_the_sign_in_is_says_so_elsewhere_and_is_saved(
    option: str, value: Any
) -> None:
    (found,) = check_routes(make_settings(**{option: value}), SHARER, SHARING)
    assert (found.option, found.value, found.blocks) == (option, str(value), False)
    assert "It counts on connection north, where the sign-in is" in found.message
    assert not check_routes(make_settings(**{option: value}), OWNER, SHARING)


def test_the_options_that_each_connection_has_for_itself_are_not_questioned() -> None:
    own = make_settings(poll_seconds=30, header_total="net", start_on="2026-01-01")
    assert not check_routes(own, SHARER, SHARING)


PRESENT = (
    Present("north", "api@kauri.example", None, has_invoices=True),
    Present("south", "", "north", has_invoices=True),
    Present("other", "api@rata.example", None, has_invoices=True),
    Present("empty", "api@rimu.example", None),
    Present("twin", " API@kauri.example", None, has_invoices=True),
)


@pytest.mark.parametrize(
    ("own", "owner", "complaint"),
    [
        ("north", "north", "itself"),
        ("west", "nowhere", "no connection nowhere"),
        ("west", "south", '"same_as": "north"'),
        ("north", "other", "south reads the Autotask of connection north"),
        ("other", "north", "another Autotask"),
        ("south", "other", "has invoices of north"),
    ],
)
def test_what_may_not_share_is_told_why(own: str, owner: str, complaint: str) -> None:
    assert complaint in (refuse_sharing(owner, own, PRESENT) or "")


@pytest.mark.parametrize("own", ["west", "south", "empty", "twin"])
def test_a_new_one_a_sharer_an_empty_one_and_one_of_the_same_user_may_share(own: str) -> None:
    assert refuse_sharing("north", own, PRESENT) is None


def test_the_same_user_twice_is_refused_and_same_as_is_named() -> None:
    found = refuse_credentials("Api@Kauri.example ", "west", PRESENT[:1])
    assert found
    assert '"same_as": "north"' in found
    assert refuse_credentials("api@kauri.example", "north", PRESENT[:1]) is None
    assert refuse_credentials("api@totara.example", "west", PRESENT) is None


def test_a_sharer_with_invoices_keeps_reading_the_tenant_they_came_from() -> None:
    found = refuse_credentials("api@totara.example", "south", PRESENT)
    assert found
    assert "has invoices of the Autotask of north" in found
