"""A move between connections breaks off at every step, or two of them cross: never two open records."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from core.domain.admission import Admitted
from core.store import ingested_invoices, moves, routes
from core.store.ingested_invoices import Judged, Reading
from core.store.moves import Stand
from core.store.routes import Route
from tests.factories.documents import make_ingested, make_invoice
from tests.integration.ingestion.conftest import Tenant
from tests.integration.ingestion.sharing import Shared, share_a_tenant

CLOSED = "ROUTED_ELSEWHERE"
WHERE = "Routed to connection Rata (rata)."


@pytest.fixture
def shared(begin: Callable[..., Tenant]) -> Shared:
    made = share_a_tenant(begin())
    made.tenant.look()
    return made


def _reading(shared: Shared) -> Reading:
    return Reading("autotask_ingestion", shared.tenant.now(), "run")


def _stand(connection_id: str, autotask_id: int) -> Stand:
    (stand,) = moves.standing([connection_id], [autotask_id])[autotask_id]
    return stand


def _route(autotask_id: int) -> Route:
    return routes.load("kauri", [autotask_id])[autotask_id]


def _long_after(shared: Shared) -> None:
    """No window of a look reaches back to the invoice; only what is watched is found again."""
    shared.tenant.look()
    shared.tenant.offset += timedelta(hours=3)
    shared.tenant.sandbox.door("POST", "clock", {"offset_seconds": 3 * 3600})
    shared.tenant.look()


def _waiting(shared: Shared) -> int:
    """An invoice of Kauri's whose company belongs to Rata by now, which no look has seen yet."""
    autotask_id = shared.bill(shared.north)
    shared.tenant.look()
    _long_after(shared)
    shared.say(shared.north, "South")
    # Read anew, as with the next invoice of the company.
    shared.bill(shared.north)
    shared.tenant.server.reference_data.delete_many({"kind": "company"})
    shared.tenant.look()
    assert shared.records(autotask_id) == {"kauri": "pending_sync"}
    return autotask_id


def test_a_move_that_broke_off_after_closing_is_finished_by_the_next_look(shared: Shared) -> None:
    autotask_id = _waiting(shared)
    assert moves.close(_stand("kauri", autotask_id), WHERE, _reading(shared))
    assert not shared.claimed(autotask_id)
    shared.tenant.look()
    _assert_at_rata(shared, autotask_id)


def test_a_move_that_broke_off_after_the_route_changed_is_finished(shared: Shared) -> None:
    autotask_id = _waiting(shared)
    assert moves.close(_stand("kauri", autotask_id), WHERE, _reading(shared))
    assert routes.change("kauri", _route(autotask_id), "rata", shared.tenant.now())
    shared.tenant.look()
    _assert_at_rata(shared, autotask_id)


def test_a_move_that_broke_off_before_it_was_noted_as_done_is_noted(shared: Shared) -> None:
    autotask_id = _waiting(shared)
    assert moves.close(_stand("kauri", autotask_id), WHERE, _reading(shared))
    assert routes.change("kauri", _route(autotask_id), "rata", shared.tenant.now())
    judged = Judged(make_ingested(make_invoice(autotask_id)), Admitted())
    at = shared.tenant.now()
    assert ingested_invoices.insert("rata", [judged], "autotask_ingestion", at, "run") == 1
    shared.tenant.look()
    _assert_at_rata(shared, autotask_id)


def test_a_move_that_broke_off_goes_back_when_the_company_went_back(shared: Shared) -> None:
    autotask_id = _waiting(shared)
    assert moves.close(_stand("kauri", autotask_id), WHERE, _reading(shared))
    shared.say(shared.north, "North")
    shared.tenant.server.reference_data.delete_many({"kind": "company"})
    shared.tenant.look()
    assert shared.records(autotask_id) == {"kauri": "pending_sync"}
    assert shared.claimed(autotask_id) == ["kauri"]


def test_one_that_was_opened_and_not_judged_is_not_posted_before_the_next_look(
    shared: Shared,
) -> None:
    autotask_id = _waiting(shared)
    assert moves.close(_stand("kauri", autotask_id), WHERE, _reading(shared))
    shared.say(shared.north, "North")
    assert moves.reopen(_stand("kauri", autotask_id), "Routed.", _reading(shared))
    shared.tenant.offset += timedelta(days=1)
    assert not shared.claimed(autotask_id)
    shared.tenant.look()
    assert shared.claimed(autotask_id) == ["kauri"]


def test_a_route_without_a_record_gets_one(shared: Shared) -> None:
    autotask_id = shared.bill(shared.north)
    routes.begin("kauri", {autotask_id: "kauri"}, shared.tenant.now())
    shared.tenant.look()
    assert shared.records(autotask_id) == {"kauri": "pending_sync"}


def test_a_route_without_a_record_is_left_only_behind_a_closed_one(shared: Shared) -> None:
    autotask_id = shared.bill(shared.south)
    routes.begin("kauri", {autotask_id: "kauri"}, shared.tenant.now())
    shared.tenant.look()
    assert shared.records(autotask_id) == {"kauri": CLOSED, "rata": "pending_sync"}
    late = Judged(make_ingested(make_invoice(autotask_id)), Admitted())
    at = shared.tenant.now()
    assert ingested_invoices.insert("kauri", [late], "autotask_ingestion", at, "run") == 0
    assert shared.claimed(autotask_id) == ["rata"]


def _assert_at_rata(shared: Shared, autotask_id: int) -> None:
    assert shared.records(autotask_id) == {"kauri": CLOSED, "rata": "pending_sync"}
    assert shared.route(autotask_id) == "rata"
    assert not shared.record("kauri", autotask_id)["look_again"]
    assert shared.claimed(autotask_id) == ["rata"]
