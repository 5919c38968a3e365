"""One pull serves several connections of one Autotask, and each invoice goes to one of them."""

from collections.abc import Callable

import pytest

from core.domain.status import Status
from core.store import checkpoints, connections, invoices
from core.store.invoices import Step
from tests.integration.ingestion.conftest import Tenant
from tests.integration.ingestion.sharing import ROUTES, Shared, questions, share_a_tenant

CLOSED = "ROUTED_ELSEWHERE"


@pytest.fixture
def shared(begin: Callable[..., Tenant]) -> Shared:
    made = share_a_tenant(begin())
    made.tenant.look()
    return made


def test_one_pull_serves_both_connections(shared: Shared) -> None:
    at_kauri = [shared.bill(shared.north) for _ in range(3)]
    at_rata = [shared.bill(shared.south) for _ in range(3)]
    shared.tenant.events.clear()
    calls = shared.tenant.look()
    # Where a new one goes is decided for good, so companies and people are asked for once more.
    asked = ("Invoices", "Companies", "Contacts", "BillingItems")
    assert questions(calls) == {f"{each}/query": 1 for each in asked}
    assert [shared.records(each) for each in at_kauri] == [{"kauri": "pending_sync"}] * 3
    assert [shared.records(each) for each in at_rata] == [{"rata": "pending_sync"}] * 3
    assert [shared.route(each) for each in (*at_kauri, *at_rata)] == ["kauri"] * 3 + ["rata"] * 3
    rung = {payload["connection_id"] for name, payload in shared.tenant.events}
    assert rung == {"kauri", "rata"}
    assert questions(shared.tenant.look())["Invoices/query"] == 1


def test_a_field_that_was_changed_a_moment_ago_counts_for_a_new_invoice(shared: Shared) -> None:
    shared.tenant.look()
    shared.say(shared.north, "South")
    autotask_id = shared.bill(shared.north)
    shared.tenant.look()
    assert shared.records(autotask_id) == {"rata": "pending_sync"}


def test_the_one_that_shares_has_no_round_of_its_own_and_the_state_of_both_is_told(
    shared: Shared,
) -> None:
    rata = connections.get("rata")
    assert rata
    before = shared.tenant.sandbox.last_request()
    checkpoints.run_soon("kauri", "ingest", shared.tenant.now())
    shared.tenant.rounds.run_if_due(rata)
    assert shared.tenant.sandbox.requests_since(before) == []
    assert checkpoints.load("rata", "ingest").at is None
    shared.tenant.rounds.look_soon("rata")
    assert questions(shared.tenant.sandbox.requests_since(before))["Invoices/query"] == 1
    stored = shared.tenant.server.connections.find_one({"_id": "rata"})
    assert (stored["autotask_health"]["state"], stored["autotask_zone_url"] is None) == (
        "ok",
        False,
    )
    assert rata.zone_url


def test_sync_now_on_either_makes_the_one_pull_due(shared: Shared) -> None:
    assert shared.tenant.rounds.sync_now("rata")["started"]
    assert checkpoints.load("kauri", "ingest").next_run_at
    before = shared.tenant.sandbox.last_request()
    shared.tenant.run_if_due()
    assert shared.tenant.sandbox.requests_since(before)


def test_the_shortest_pause_of_the_owner_and_of_active_sharers_counts(shared: Shared) -> None:
    shared.rule(poll_seconds=600)
    shared.share(poll_seconds=20)
    shared.tenant.look()
    assert _pause(shared.tenant) < 60
    connections.set_state("rata", "paused", shared.tenant.now())
    shared.tenant.look()
    assert _pause(shared.tenant) > 500


def test_what_waits_is_looked_at_next_when_the_tenant_is(shared: Shared) -> None:
    shared.rule(poll_seconds=600)
    shared.share(poll_seconds=20)
    autotask_id = shared.bill(shared.north)
    shared.tenant.edit(autotask_id, invoiceNumber=None)
    shared.tenant.look()
    shared.tenant.look()
    document = shared.record("kauri", autotask_id)
    assert document["hold"]["code"] == "NO_NUMBER"
    assert (document["hold_until"] - shared.tenant.now()).total_seconds() < 60


def _pause(tenant: Tenant) -> float:
    next_run_at = checkpoints.load("kauri", "ingest").next_run_at
    assert next_run_at
    return (next_run_at - tenant.now()).total_seconds()


def test_each_is_judged_by_the_rules_of_its_own_connection(shared: Shared) -> None:
    shared.share(minimum_total="100000")
    here, there = shared.bill(shared.north), shared.bill(shared.south)
    shared.tenant.look()
    assert shared.records(here) == {"kauri": "pending_sync"}
    assert shared.records(there) == {"rata": "BELOW_MINIMUM"}
    codes = shared.tenant.log_codes(connection="rata", autotask_id=there)
    assert codes == ["BELOW_MINIMUM"]


def test_an_unroutable_one_is_a_fault_of_the_owner_that_leads_to_the_rule(shared: Shared) -> None:
    autotask_id = shared.bill(shared.nowhere)
    shared.tenant.look()
    assert shared.records(autotask_id) == {"kauri": "UNROUTABLE"}
    fault = shared.record("kauri", autotask_id)["fault"]
    assert fault["link"] == "here:/autotask#routing"
    assert "has nothing in its field XeroOrganisation" in fault["message"]
    assert not shared.claimed(autotask_id)


def test_it_goes_on_by_itself_when_the_company_has_its_value(shared: Shared) -> None:
    autotask_id = shared.bill(shared.nowhere)
    shared.tenant.look()
    shared.say(shared.nowhere, "West")
    shared.tenant.look()
    assert "no route is set for West" in shared.record("kauri", autotask_id)["fault"]["message"]
    shared.say(shared.nowhere, "SOUTH")
    shared.tenant.look()
    assert shared.records(autotask_id) == {"kauri": CLOSED, "rata": "pending_sync"}
    assert shared.claimed(autotask_id) == ["rata"]
    skip = shared.record("kauri", autotask_id)["skip"]
    assert skip["message"] == "Routed to connection Rata (rata)."


def test_it_goes_on_by_itself_when_the_rule_is_mended(shared: Shared) -> None:
    autotask_id = shared.bill(shared.nowhere)
    shared.tenant.look()
    shared.rule(default_route="kauri")
    shared.tenant.look()
    assert shared.records(autotask_id) == {"kauri": "pending_sync"}
    assert shared.claimed(autotask_id) == ["kauri"]


def test_a_person_cannot_send_what_has_no_route(shared: Shared) -> None:
    autotask_id = shared.bill(shared.nowhere)
    shared.tenant.look()
    step = Step("RESYNC", "Resync.", "mere", shared.tenant.now())
    assert invoices.move_by_hand(
        "kauri", autotask_id, [Status.FAULT], Status.PENDING_SYNC, step, fault=None, hold=None
    )
    assert not shared.claimed(autotask_id)
    shared.tenant.rounds.refresh_invoice("kauri", autotask_id)
    assert shared.records(autotask_id) == {"kauri": "UNROUTABLE"}


def test_an_unposted_one_follows_its_company_and_a_posted_one_stays(shared: Shared) -> None:
    waiting, claimed = shared.bill(shared.north), shared.bill(shared.north)
    shared.tenant.look()
    assert shared.claimed(claimed) == ["kauri"]
    shared.say(shared.north, "South")
    told = shared.tenant.rounds.refresh_invoice("kauri", waiting)
    assert told["message"].endswith("It belongs to connection rata.")
    told = shared.tenant.rounds.refresh_invoice("kauri", claimed)
    assert told["message"].endswith("read again from Autotask.")
    shared.tenant.look()
    assert shared.records(waiting) == {"kauri": CLOSED, "rata": "pending_sync"}
    assert shared.records(claimed) == {"kauri": "processing"}
    assert (shared.route(waiting), shared.route(claimed)) == ("rata", "kauri")


@pytest.mark.parametrize(
    "fixed",
    [
        {"status": "complete", "xero_id": "x"},
        {"status": "pending_sync", "xero_id": "x"},
        {"status": "fault", "doubt": {"since_at": None, "until_at": None}},
        {"status": "skipped", "skip": {"code": "BY_HAND", "message": "No.", "by": "mere"}},
        {"status": "diagnostic"},
    ],
    ids=["complete", "resynced", "in doubt", "skipped by hand", "in Diagnostic Mode"],
)
def test_what_is_at_xero_or_with_a_person_never_moves(
    shared: Shared, fixed: dict[str, object]
) -> None:
    autotask_id = shared.bill(shared.north)
    shared.tenant.look()
    shared.tenant.server.invoices.update_one({"_id": f"kauri/{autotask_id}"}, {"$set": fixed})
    shared.say(shared.north, "South")
    shared.tenant.rounds.refresh_invoice("kauri", autotask_id)
    shared.tenant.look()
    assert list(shared.records(autotask_id)) == ["kauri"]
    assert shared.route(autotask_id) == "kauri"


def test_one_that_comes_back_goes_on_where_it_was_first(shared: Shared) -> None:
    autotask_id = shared.bill(shared.north)
    shared.tenant.look()
    for value, claimable in (("South", "rata"), ("North", "kauri"), ("South", "rata")):
        shared.say(shared.north, value)
        shared.tenant.rounds.refresh_invoice("kauri", autotask_id)
        other = "kauri" if claimable == "rata" else "rata"
        assert shared.records(autotask_id) == {claimable: "pending_sync", other: CLOSED}
    assert shared.claimed(autotask_id) == ["rata"]


def test_what_the_owner_had_before_it_shared_stays_or_follows_the_rule(
    begin: Callable[..., Tenant],
) -> None:
    tenant = begin()
    shared = share_a_tenant(tenant)
    tenant.server.connections.delete_one({"_id": "rata"})
    tenant.connect()
    waiting, claimed = shared.bill(shared.south), shared.bill(shared.south)
    tenant.look()
    assert tenant.server.routes.count_documents({}) == 0
    assert shared.claimed(claimed) == ["kauri"]
    shared.share()
    shared.rule()
    tenant.look()
    assert shared.records(claimed) == {"kauri": "processing"}
    assert shared.records(waiting) == {"kauri": CLOSED, "rata": "pending_sync"}


def test_lines_of_business_route_and_two_routes_on_one_invoice_stop_it(shared: Shared) -> None:
    shared.rule(route_by="line_of_business", routes={"1": "kauri", "2": "rata"})
    here = shared.bill(shared.north, line_of_business=1)
    there = shared.bill(shared.north, line_of_business=2)
    nowhere = shared.bill(shared.north, line_of_business=3)
    both = shared.bill(shared.north, line_of_business=1, lines=3)
    state = shared.tenant.sandbox.door("GET", "state")
    first = next(each for each in state["BillingItems"] if each["invoiceID"] == both)
    shared.tenant.edit(first["id"], "BillingItems", organizationalLevelAssociationID=2)
    shared.tenant.look()
    assert shared.records(here) == {"kauri": "pending_sync"}
    assert shared.records(there) == {"rata": "pending_sync"}
    assert shared.records(nowhere) == {"kauri": "UNROUTABLE"}
    assert shared.records(both) == {"kauri": "UNROUTABLE"}
    assert "(to rata)" in shared.record("kauri", both)["fault"]["message"]
    shared.rule(
        route_by="line_of_business", routes={"1": "rata", "2": "rata"}, default_route="kauri"
    )
    shared.tenant.look()
    assert shared.records(nowhere) == {"kauri": "pending_sync"}
    assert shared.records(both) == {"kauri": CLOSED, "rata": "pending_sync"}


def test_without_a_rule_new_ones_go_to_the_default_route_or_to_the_owner(shared: Shared) -> None:
    shared.rule(route_by="none", routes={})
    first = shared.bill(shared.south)
    shared.tenant.look()
    shared.rule(route_by="none", routes=ROUTES, default_route="rata")
    second = shared.bill(shared.south)
    shared.tenant.look()
    assert shared.records(first) == {"kauri": "pending_sync"}
    assert shared.records(second) == {"rata": "pending_sync"}


def test_a_void_of_one_that_stopped_for_want_of_a_route_ends_it(shared: Shared) -> None:
    autotask_id = shared.bill(shared.nowhere)
    shared.tenant.look()
    shared.tenant.sandbox.door("POST", "void", {"id": autotask_id})
    shared.tenant.look()
    assert shared.records(autotask_id) == {"kauri": "VOIDED"}


def test_a_rule_that_skips_comes_before_a_missing_route(shared: Shared) -> None:
    shared.rule(minimum_total="100000")
    autotask_id = shared.bill(shared.nowhere)
    shared.tenant.look()
    assert shared.records(autotask_id) == {"kauri": "BELOW_MINIMUM"}
