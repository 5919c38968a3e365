"""Where an invoice of a shared Autotask lives, by its route and what its connections have of it."""

from typing import Any

from core.clients.autotask.entities import RawInvoice
from core.domain.status import Status
from core.store.moves import Stand
from core.store.routes import Route
from services.autotask_ingestion.places import Place


def stand(connection_id: str, **more: Any) -> Stand:
    values: dict[str, Any] = {
        "status": Status.PENDING_SYNC,
        "version": 1,
        "is_closed": False,
        "is_free": True,
        "look_again": False,
        **more,
    }
    return Stand(connection_id, 5, **values)


def place(*stands: Stand, route: str | None = None, **raw: Any) -> Place:
    return Place(RawInvoice(5, raw), Route(5, route, 1) if route else None, stands)


def test_a_new_one_lives_nowhere() -> None:
    found = place()
    assert (found.home, found.settled_at, found.is_unfinished) == (None, None, False)


def test_its_route_says_where_it_lives_whatever_stands_there() -> None:
    assert place(route="rata").home == "rata"
    assert place(stand("kauri", is_closed=True), route="rata").home == "rata"


def test_without_a_route_it_lives_where_it_stands_open() -> None:
    closed, opened = stand("kauri", is_closed=True), stand("rata")
    assert place(closed, opened).home == "rata"
    assert place(closed).home is None


def test_where_it_is_at_xero_it_stays() -> None:
    free, fixed = stand("kauri"), stand("rata", is_free=False)
    assert place(free, fixed).settled_at == "rata"
    assert place(free, fixed).home == "rata"
    assert place(free, fixed, route="kauri").settled_at == "rata"


def test_of_two_that_it_cannot_leave_its_route_decides() -> None:
    both = (stand("kauri", is_free=False), stand("rata", is_free=False))
    assert place(*both, route="rata").settled_at == "rata"
    assert place(*both).settled_at == "kauri"


def test_a_closed_record_that_wants_another_look_is_an_unfinished_move() -> None:
    closed = stand("kauri", is_closed=True, look_again=True)
    assert place(closed).is_unfinished
    assert not place(stand("kauri", look_again=True)).is_unfinished


def test_only_a_whole_number_is_a_company() -> None:
    assert place(companyID=7).company_id == 7
    assert place(companyID="7").company_id is None
    assert place(companyID=True).company_id is None
    assert place().company_id is None
