"""Leads an invoice to the connection that its route names; the order of steps is `core.store.moves`'."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from core.domain.admission import Stopped
from core.domain.records import Connection
from core.store import moves, routes
from core.store.ingested_form import UNROUTABLE
from core.store.ingested_invoices import Judged, Reading
from core.store.moves import Stand
from core.store.routes import Route
from services.autotask_ingestion.places import Place


@dataclass(frozen=True, slots=True)
class Case:
    """An invoice that is going to be stored at `goal`, judged by the options of that connection."""

    place: Place
    goal: Connection
    judged: Judged

    @property
    def is_moving(self) -> bool:
        """Tell whether anything of it stands, or may stand, in another connection."""
        return self.place.home not in (None, self.goal.id) or self.place.is_unfinished


class Next(Enum):
    """What is left to do with the record where the invoice lives now."""

    INSERT = auto()
    REFRESH = auto()
    LEAVE = auto()


def begin_routes(key: str, cases: list[Case], reading: Reading) -> dict[int, Route]:
    """The routes of all of them; those that have none begin where the invoice lives."""
    wanted = {
        each.place.autotask_id: each.place.home or each.goal.id
        for each in cases
        if each.place.route is None
    }
    before = {each.place.autotask_id: each.place.route for each in cases if each.place.route}
    return before | routes.begin(key, wanted, reading.at)


def lead(key: str, case: Case, known_routes: Mapping[int, Route], reading: Reading) -> Next:
    """Carry out steps 1 and 2, and open what stands at the goal.

    LEAVE when somebody else was faster: the next look finds out what they made of it.
    """
    place, goal = case.place, case.goal
    route = known_routes.get(place.autotask_id)
    begun_at = place.home or goal.id
    if route is None or route.connection_id != begun_at:
        return Next.LEAVE
    message = _where(case)
    if not _change(key, case, route, message, reading):
        return Next.LEAVE
    if not _close_doubles(case, route.connection_id, message, reading):
        return Next.LEAVE
    return _open(case, reading)


def _change(key: str, case: Case, route: Route, message: str, reading: Reading) -> bool:
    """Steps 1 and 2.

    What was closed where the route still leads is opened again only behind a change of the route to
    itself: who closed it may be asleep right before leading it away.
    """
    goal, stand = case.goal.id, case.place.stand_at(case.goal.id)
    if route.connection_id == goal:
        return not (stand and stand.is_closed) or bool(routes.change(key, route, goal, reading.at))
    if not _leave(case, route.connection_id, message, reading):
        return False
    return routes.change(key, route, goal, reading.at) is not None


def _leave(case: Case, connection_id: str, message: str, reading: Reading) -> bool:
    stand = case.place.stand_at(connection_id)
    if stand is None:
        return moves.occupy(connection_id, case.judged, message, reading)
    return moves.close(stand, message, reading)


def _close_doubles(case: Case, left: str, message: str, reading: Reading) -> bool:
    """From before the tenant was shared two connections may have the same invoice."""
    doubles = (
        each
        for each in case.place.stands
        if each.connection_id not in (left, case.goal.id) and not each.is_closed and each.is_free
    )
    return all(moves.close(each, message, reading) for each in doubles)


def _open(case: Case, reading: Reading) -> Next:
    stand = case.place.stand_at(case.goal.id)
    if stand is None:
        return Next.INSERT
    if not stand.is_closed and not _is_mended(stand, case.judged):
        return Next.REFRESH
    message = f"Routed to connection {case.goal.name} ({case.goal.id})."
    return Next.REFRESH if moves.reopen(stand, message, reading) else Next.LEAVE


def _is_mended(stand: Stand, judged: Judged) -> bool:
    """Tell whether a fault for want of a route is no longer what there is to say."""
    if stand.unroutable is None:
        return False
    return _unroutable(judged) != stand.unroutable


def _unroutable(judged: Judged) -> str | None:
    """What the fault for want of a route says, if that is the verdict."""
    match judged.verdict:
        case Stopped(fault) if fault.code == UNROUTABLE:
            return fault.message
    return None


def _where(case: Case) -> str:
    goal = case.goal
    if _unroutable(case.judged) is not None:
        return f"It has no route any more and waits for one at connection {goal.name} ({goal.id})."
    return f"Routed to connection {goal.name} ({goal.id})."
