"""The way into the ledger where several connections share an Autotask: each invoice to one of them.

One pull serves them all. What the rule does not say stops as a fault at the owner of the tenant and
is looked at again with every look, so that it goes on by itself when the rule or the company has
been mended. A tenant of one connection without a rule takes the plain way (`storing.py`).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from core.clients.autotask.entities import RawInvoice
from core.clients.autotask.translate import TranslationError, translate_invoice
from core.domain.admission import Admitted, Stopped
from core.domain.company import Company
from core.domain.faults import make_fault
from core.domain.line_item import LineItem
from core.domain.name_lists import NameList
from core.domain.records import Connection
from core.domain.routing import LinesOfBusiness, Unroutable, route
from core.domain.setting_choices import RouteBy
from core.runtime.autotask_lists import Lists
from core.store import connections, ingested_invoices, moves, reference_data
from core.store.ingested_form import UNROUTABLE
from core.store.ingested_invoices import Judged, Known
from core.store.invoices import REFRESHING
from services.autotask_ingestion import storing
from services.autotask_ingestion.desk import Desk
from services.autotask_ingestion.judge import Judge
from services.autotask_ingestion.moving import Case, Next, begin_routes, lead
from services.autotask_ingestion.places import Place, find_places
from services.autotask_ingestion.storing import Tally
from services.autotask_ingestion.wanted import needs_lines

Lines = Mapping[int, list[dict[str, Any]]]


def store(
    desk: Desk, lists: Lists, found: Sequence[RawInvoice], tally: Tally, *, fresh: bool = False
) -> None:
    """Bring invoices into the ledger, each where its route leads.

    `fresh` looks at each of them again, changed or not; a Resync does so for its own.
    """
    tenant = connections.sharing(desk.connection.autotask_key) or [desk.connection]
    if len(tenant) == 1 and tenant[0].settings.route_by is RouteBy.NONE:
        storing.store(desk, lists, found, tally, fresh=fresh)
    else:
        _Switch(desk, lists, tenant, tally, fresh=fresh).store(found)


class _Switch:
    """Stores what one look found in a tenant with routes; `tenant` begins with its owner."""

    def __init__(
        self, desk: Desk, lists: Lists, tenant: Sequence[Connection], tally: Tally, *, fresh: bool
    ) -> None:
        self._desks = {each.id: desk.of(each) for each in tenant}
        self._owner = tenant[0]
        self._desk = self._desks[self._owner.id]
        self._lists = lists
        self._tally = tally
        self._fresh = fresh
        self._companies: dict[int, Company] = {}
        self._lines_of_business: LinesOfBusiness = {}

    def store(self, found: Sequence[RawInvoice]) -> None:
        self._tally.seen += len(found)
        self._bring_names()
        places = find_places(self._owner.autotask_key, self._desks, found)
        self._note_markers(places)
        self._bring_companies(places)
        wanted = [each for each in places if self._is_wanted(each)]
        self._tally.first_seen.update(each.autotask_id for each in wanted if not each.stands)
        self._note_unroutable(places)
        for start in range(0, len(wanted), storing.LINES_AT_ONCE):
            self._store_some(wanted[start : start + storing.LINES_AT_ONCE])

    def _bring_names(self) -> None:
        settings = [desk.connection.settings for desk in self._desks.values()]
        for refusal in self._lists.ensure_names(*settings):
            self._desk.journal.warning("LIST_REFUSED", refusal)
        if self._rule is RouteBy.LINE_OF_BUSINESS:
            key = self._owner.autotask_key
            stored = reference_data.load(key, NameList.LINES_OF_BUSINESS.value)
            self._lines_of_business = {
                int(number): (f"{row['division']} / {row['name']}", row["name"], row["division"])
                for number, row in stored.items()
            }

    @property
    def _rule(self) -> RouteBy:
        return self._owner.settings.route_by

    def _note_markers(self, places: Sequence[Place]) -> None:
        for connection_id, desk in self._desks.items():
            here = [each for each in places if each.known and each.home == connection_id]
            known = {each.autotask_id: each.known for each in here if each.known}
            storing.note_markers(desk, [each.found for each in here], known)

    def _bring_companies(self, places: Sequence[Place]) -> None:
        """Those are read anew whose mending may be what an invoice waits for."""
        ids = {each.company_id for each in places if each.settled_at is None}
        ids |= {each.company_id for each in places if needs_lines(each.raw, each.known)}
        mended = {each.company_id for each in places if self._may_be_mended(each.known)}
        known = self._lists.companies(_numbers(mended), fresh=True) if mended else {}
        self._companies = {**known, **self._lists.companies(_numbers(ids - mended))}

    def _may_be_mended(self, known: Known | None) -> bool:
        if self._fresh or known is None:
            return self._fresh
        is_stopped = known.fault_code == UNROUTABLE and self._rule is RouteBy.COMPANY_FIELD
        return is_stopped or known.hold_code == REFRESHING

    def _note_unroutable(self, places: Sequence[Place]) -> None:
        ids = [each.autotask_id for each in places if _is_unroutable(each)]
        if ids:
            moves.note_unroutable(self._owner.id, ids, self._desk.now())

    def _is_wanted(self, place: Place) -> bool:
        if self._fresh or place.is_unfinished or needs_lines(place.raw, place.known):
            return True
        if self._rule is not RouteBy.COMPANY_FIELD:
            # Only lines could tell, and they are not read for this alone.
            return _is_unroutable(place)
        goal, stop = self._goal(place, ())
        return goal != place.home or (_is_unroutable(place) and not _says(place, stop))

    def _store_some(self, places: Sequence[Place]) -> None:
        lines = storing.lines_of(self._desk, [each.found for each in places])
        goals = {
            each.autotask_id: self._goal(each, lines.get(each.autotask_id, ())) for each in places
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

    def _goal(self, place: Place, lines: Sequence[dict[str, Any]]) -> tuple[str, Unroutable | None]:
        """Where it belongs, and why it stops there if the rule does not say."""
        if place.settled_at:
            return place.settled_at, None
        here = place.home if place.home in self._desks else None
        settings, owner = self._owner.settings, self._owner.id
        if self._rule is RouteBy.NONE:
            default = settings.default_route
            return here or (default if default in self._desks else None) or owner, None
        company = self._companies.get(place.company_id or 0)
        items = self._items(place, lines)
        if company is None or items is None or place.raw.get("isVoided") is True:
            # There is nothing to go by, and the judge has something to say to each of these.
            return here or owner, None
        wanted = route(items, company, settings, self._desks, self._lines_of_business)
        return (owner, wanted) if isinstance(wanted, Unroutable) else (wanted, None)

    def _items(self, place: Place, lines: Sequence[dict[str, Any]]) -> Collection[LineItem] | None:
        """The lines, as far as the rule goes by them; None when there are none to go by yet."""
        if self._rule is not RouteBy.LINE_OF_BUSINESS:
            return ()
        try:
            return translate_invoice(place.raw, lines).lines or None
        except TranslationError:
            return None


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


def _numbers(ids: Collection[int | None]) -> set[int]:
    return {each for each in ids if each is not None}
