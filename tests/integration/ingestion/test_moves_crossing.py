"""Looks whose leases overlapped move the same invoice at the same time: one open record at most.

A sleeper stops before any of its writes; others, and the posting actor, do what they do meanwhile;
then it goes on with what it knew. Every such order is tried, from every state a move passes through.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest
from greenlet import getcurrent, greenlet

from core.clients.autotask.entities import RawInvoice
from core.domain.admission import Admitted
from core.store import ingested_invoices, invoices, moves, routes
from core.store.ingested_invoices import Judged, Reading
from core.store.invoices import Step
from services.autotask_ingestion.moving import Case, Next, begin_routes, lead
from services.autotask_ingestion.places import Place, find_places
from tests.factories.documents import NOON, make_connection, make_ingested, make_invoice
from tests.integration.conftest import EmptyLedger

KEY = "kauri"
CONNECTIONS = ("kauri", "rata", "totara")
READING = Reading("autotask_ingestion", NOON, "run")
STATES = ("new", "begun", "open", "closed", "led away", "moved")
# Where the sleeper leads it, and where those do who come by meanwhile.
GOALS = (
    *product(CONNECTIONS, CONNECTIONS),
    ("kauri", "rata", "totara"),
    ("rata", "totara", "rata"),
    ("rata", "kauri", "totara"),
    ("totara", "kauri", "rata"),
)
# More writes than any move takes.
_MOST_STEPS = 6


def _pause() -> None:
    """Let the test decide who goes on; outside of a mover nothing happens."""
    parent = getcurrent().parent
    if parent is not None:
        parent.switch()


def _stepwise(work: Callable[..., Any]) -> Callable[..., Any]:
    def step(*args: Any, **more: Any) -> Any:
        _pause()
        return work(*args, **more)

    return step


@pytest.fixture(autouse=True)
def steps(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, names in (
        (moves, ("close", "occupy", "reopen", "arrived")),
        (routes, ("begin", "change")),
        (ingested_invoices, ("insert", "refresh_all")),
    ):
        for name in names:
            monkeypatch.setattr(module, name, _stepwise(getattr(module, name)))


@dataclass
class World:
    """One invoice, and whoever has to do with it."""

    server: Any
    autotask_id: int

    def judged(self) -> Judged:
        return Judged(make_ingested(make_invoice(self.autotask_id)), Admitted())

    def place(self) -> Place:
        (place,) = find_places(KEY, CONNECTIONS, [RawInvoice(self.autotask_id, {})])
        return place

    def bring(self, goal: str) -> None:
        """What a look does with it (`routing.py`), when its rule names this connection."""
        place = self.place()
        wanted = place.settled_at or goal
        case = Case(place, make_connection(wanted, autotask_of=KEY), self.judged())
        what = lead(KEY, case, begin_routes(KEY, [case], READING), READING)
        if what is Next.INSERT:
            ingested_invoices.insert(wanted, [case.judged], "test", NOON, "run")
        elif what is Next.REFRESH:
            known = ingested_invoices.known(wanted, [self.autotask_id])
            pairs = [(case.judged, each) for each in known.values()]
            ingested_invoices.refresh_all(wanted, pairs, READING)
        if what is not Next.LEAVE and case.is_moving:
            moves.arrived(CONNECTIONS, [self.autotask_id])

    def begin(self, state: str) -> None:
        """Where a move from Kauri to Rata stood when everything here begins."""
        if state == "new":
            return
        begun = routes.begin(KEY, {self.autotask_id: "kauri"}, NOON)[self.autotask_id]
        if state == "begun":
            return
        ingested_invoices.insert("kauri", [self.judged()], "test", NOON, "run")
        if state == "open":
            return
        (stand,) = self.place().stands
        assert moves.close(stand, "Routed.", READING)
        if state == "closed":
            return
        assert routes.change(KEY, begun, "rata", NOON)
        if state == "moved":
            ingested_invoices.insert("rata", [self.judged()], "test", NOON, "run")

    def open_at(self) -> list[str]:
        found = self.server.invoices.find(
            {"autotask_id": self.autotask_id, "skip.code": {"$ne": "ROUTED_ELSEWHERE"}}
        )
        return [str(each["connection"]) for each in found]

    def post(self) -> None:
        """Every connection claims what it may."""
        step = Step("TEST", "Test.", "test", NOON)
        for each in CONNECTIONS:
            invoices.claim(each, [self.autotask_id], f"{each} {self.autotask_id}", step)

    def claimed(self) -> int:
        wanted = {"autotask_id": self.autotask_id, "status": "processing"}
        return int(self.server.invoices.count_documents(wanted))

    def assert_at_rest(self, trail: object) -> None:
        """Two more looks heal whatever broke off; then it stands where its route leads, once."""
        assert len(self.open_at()) <= 1, trail
        for _ in range(2):
            self.bring("rata")
        self.post()
        place = self.place()
        assert place.route, trail
        assert self.open_at() == [place.route.connection_id], trail
        assert not place.is_unfinished, trail
        assert self.claimed() == 1, trail


@pytest.fixture
def worlds(ledger: EmptyLedger) -> Iterator[World]:
    server = ledger.clear()
    return (World(server, number) for number in range(1, 1_000_000))


def _mover(world: World, goal: str) -> greenlet:
    mover = greenlet(world.bring)
    mover.switch(goal)
    return mover


def _go_on(mover: greenlet, steps_more: int) -> None:
    for _ in range(steps_more):
        if not mover.dead:
            mover.switch()


@pytest.mark.parametrize("state", STATES)
def test_a_sleeper_overrules_nobody(worlds: Iterator[World], state: str) -> None:
    for first, *others in GOALS:
        for asleep_at in range(_MOST_STEPS):
            world = next(worlds)
            world.begin(state)
            sleeper = _mover(world, first)
            _go_on(sleeper, asleep_at)
            if sleeper.dead:
                break
            for goal in others:
                world.bring(goal)
            world.post()
            _go_on(sleeper, _MOST_STEPS)
            assert sleeper.dead
            world.assert_at_rest((state, first, others, asleep_at))


@pytest.mark.parametrize("state", STATES)
def test_two_who_take_turns_make_one_record(worlds: Iterator[World], state: str) -> None:
    one, other = ("kauri", "rata") if state == "moved" else ("rata", "totara")
    for at, until in product(range(_MOST_STEPS), range(_MOST_STEPS)):
        world = next(worlds)
        world.begin(state)
        first, second = _mover(world, one), _mover(world, other)
        _go_on(first, at)
        _go_on(second, until)
        if first.dead:
            break
        if until % 2:
            world.post()
        _go_on(first, _MOST_STEPS)
        _go_on(second, _MOST_STEPS)
        assert first.dead
        assert second.dead
        world.assert_at_rest((state, one, other, at, until))
