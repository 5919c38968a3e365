"""The way into the ledger where several connections share an Autotask: each invoice to one of them.

One pull serves them all. What the rule does not say stops as a fault at the owner of the tenant and
is looked at again with every look, so that it goes on by itself when the rule or the company has
been mended. A tenant of one connection without a rule takes the plain way (`storing.py`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from core.clients.autotask.entities import RawInvoice
from core.domain.admission import Admitted, Stopped
from core.domain.faults import make_fault
from core.domain.records import Connection
from core.domain.routing import Unroutable
from core.domain.setting_choices import RouteBy
from core.runtime.autotask_lists import Lists
from core.store import ingested_invoices, moves
from core.store.ingested_form import UNROUTABLE
from core.store.ingested_invoices import Judged, Known
from services.autotask_ingestion import storing
from services.autotask_ingestion.desk import Desk
from services.autotask_ingestion.goals import Goals
from services.autotask_ingestion.judge import Judge
from services.autotask_ingestion.moving import Case, Next, begin_routes, lead
from services.autotask_ingestion.places import Place, find_places
from services.autotask_ingestion.storing import Tally
from services.autotask_ingestion.wanted import Depth, needs_lines

Lines = Mapping[int, list[dict[str, Any]]]


def store(
    desk: Desk,
    lists: Lists,
    found: Sequence[RawInvoice],
    tally: Tally,
    depth: Depth = Depth.NEWS,
) -> None:
    """Bring invoices into the ledger, each where its route leads."""
    tenant = desk.sharers()
    desk = replace(desk, tenant=tenant)
    if len(tenant) == 1 and tenant[0].settings.route_by is RouteBy.NONE:
        storing.store(desk, lists, found, tally, depth)
    else:
        _Switch(desk, lists, tenant, tally, depth).store(found)


class _Switch:
    """Stores what one look found in a tenant with routes; `tenant` begins with its owner."""

    def __init__(
        self, desk: Desk, lists: Lists, tenant: Sequence[Connection], tally: Tally, depth: Depth
    ) -> None:
        self._desks = {each.id: desk.of(each) for each in tenant}
        self._owner = tenant[0]
        self._desk = self._desks[self._owner.id]
        self._lists = lists
        self._goals = Goals(tenant, lists)
        self._tally = tally
        self._depth = depth

    def store(self, found: Sequence[RawInvoice]) -> None:
        self._tally.seen += len(found)
        settings = [desk.connection.settings for desk in self._desks.values()]
        for refusal in self._lists.ensure_names(*settings):
            self._desk.journal.warning("LIST_REFUSED", refusal)
        places = find_places(self._owner.autotask_key, self._desks, found)
        self._note_markers(places)
        news = {each.autotask_id for each in places if self._is_news(each)}
        self._goals.learn(places, news, fresh=self._depth is Depth.ALL)
        wanted = [each for each in places if each.autotask_id in news or self._leads_on(each)]
        self._tally.first_seen.update(each.autotask_id for each in wanted if not each.stands)
        for start in range(0, len(wanted), storing.LINES_AT_ONCE):
            self._store_some(wanted[start : start + storing.LINES_AT_ONCE])

    def _note_markers(self, places: Sequence[Place]) -> None:
        for connection_id, desk in self._desks.items():
            here = [each for each in places if each.known and each.home == connection_id]
            known = {each.autotask_id: each.known for each in here if each.known}
            storing.note_markers(desk, [each.found for each in here], known)

    def _is_news(self, place: Place) -> bool:
        if place.is_unfinished:
            return True
        desk = self._desks.get(place.home or "")
        skips = desk is not None and desk.connection.settings.skip_exported
        return needs_lines(place.raw, place.known, self._depth, skips_exported=skips)

    def _leads_on(self, place: Place) -> bool:
        """Tell whether one that has not changed belongs elsewhere by now, or may."""
        if not self._goals.goes_by_company:
            # Only lines could tell, and they are not read for this alone.
            return _is_unroutable(place)
        goal, stop = self._goals.of(place, ())
        return goal != place.home or (_is_unroutable(place) and not _says(place, stop))

    def _store_some(self, places: Sequence[Place]) -> None:
        lines = storing.lines_of(self._desk, [each.found for each in places])
        goals = {
            each.autotask_id: self._goals.of(each, lines.get(each.autotask_id, ()))
            for each in places
        }
        for connection_id, desk in self._desks.items():
            here = [each for each in places if goals[each.autotask_id][0] == connection_id]
            if here:
                stops = {each.autotask_id: goals[each.autotask_id][1] for each in here}
                self._store_at(desk, here, lines, stops)

    def _store_at(
        self,
        desk: Desk,
        places: Sequence[Place],
        lines: Lines,
        stops: Mapping[int, Unroutable | None],
    ) -> None:
        key, reading = self._owner.autotask_key, storing.reading_of(desk)
        judge = Judge(
            desk,
            self._lists,
            [each.found for each in places],
            {n: rows for n, rows in lines.items() if n in stops},
        )
        cases = []
        for place in places:
            judged = judge.judge(place.found, place.known)
            stopped = _stopped(judged, stops[place.autotask_id])
            cases.append(Case(place, desk.connection, stopped))
        known_routes = begin_routes(key, cases, reading)
        nexts = {each.place.autotask_id: lead(key, each, known_routes, reading) for each in cases}
        self._write(desk, cases, nexts)

    def _write(self, desk: Desk, cases: Sequence[Case], nexts: Mapping[int, Next]) -> None:
        def those(what: Next) -> list[Case]:
            return [each for each in cases if nexts[each.place.autotask_id] is what]

        storing.insert_new(desk, [each.judged for each in those(Next.INSERT)], self._tally)
        again = those(Next.REFRESH)
        known = _known(desk, again)
        pairs = [
            (each.judged, known[each.place.autotask_id])
            for each in again
            if each.place.autotask_id in known
        ]
        storing.refresh(desk, pairs, self._tally)
        done = [each for each in cases if nexts[each.place.autotask_id] is not Next.LEAVE]
        if moved := [each.place.autotask_id for each in done if each.is_moving]:
            moves.arrived(self._desks, moved)


def _known(desk: Desk, cases: Sequence[Case]) -> dict[int, Known]:
    """As they were found; those that were opened just now as they are by now."""
    here = desk.connection.id
    known = {
        each.place.autotask_id: each.place.known
        for each in cases
        if each.place.known and each.place.home == here and not _is_unroutable(each.place)
    }
    others = [each.place.autotask_id for each in cases if each.place.autotask_id not in known]
    return known | (ingested_invoices.known(here, others) if others else {})


def _stopped(judged: Judged, stop: Unroutable | None) -> Judged:
    """What a rule skips or a hold keeps needs no route yet."""
    if stop is None or not isinstance(judged.verdict, Admitted):
        return judged
    return replace(judged, verdict=Stopped(make_fault(UNROUTABLE, why=stop.why)))


def _is_unroutable(place: Place) -> bool:
    return place.known is not None and place.known.fault_code == UNROUTABLE


def _says(place: Place, stop: Unroutable | None) -> bool:
    stand = place.stand_at(place.home or "")
    return bool(stop and stand and make_fault(UNROUTABLE, why=stop.why).message == stand.unroutable)
