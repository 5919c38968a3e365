"""The table of routes as its owner reads it."""

from core.store.views.autotask import Sharer
from core.store.views.autotask_waiting import Waiting
from gateway.presenters.autotask.routing import routing_view
from tests.unit.gateway.presenters.autotask.made import OWNER, make_side

TUI = Sharer("tui", "Tui Services")


def test_a_tenant_of_one_connection_has_no_routes() -> None:
    assert routing_view(make_side()) is None


def test_routes_name_connections_and_say_which_does_not_exist() -> None:
    options = {
        "route_by": "company_field", "routes": {"Tui": "tui", "Moa": "gone"},
        "default_route": "kauri",
    }  # fmt: skip
    routing = routing_view(make_side(options=options, sharers=(OWNER, TUI)))
    assert routing is not None
    assert routing.rule == "The company’s field XeroOrganisation names the connection."
    assert [(row.value, row.to.name, row.is_known) for row in routing.rows] == [
        ("Moa", "", False), ("Tui", "Tui Services", True),
    ]  # fmt: skip
    assert routing.default is not None
    assert routing.default.to == OWNER


def test_a_line_of_business_that_goes_by_its_number_has_its_name() -> None:
    options = {"route_by": "line_of_business", "routes": {"11": "tui", "Hardware": "kauri"}}
    side = make_side(
        options=options, sharers=(OWNER, TUI), lines_of_business={"11": "Managed Services"}
    )
    routing = routing_view(side)
    assert routing is not None
    assert [row.value for row in routing.rows] == ["Managed Services (11)", "Hardware"]


def test_what_has_no_route_is_counted_and_linked_at_the_owner() -> None:
    routing = routing_view(make_side(sharers=(OWNER, TUI), waiting=Waiting(unroutable=3)))
    assert routing is not None
    assert routing.unroutable == 3
    assert routing.link == "/c/kauri/sync/invoices?status=fault&cause=UNROUTABLE"
    assert routing.rule.startswith("No rule is chosen")
