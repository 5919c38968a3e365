"""A world: instances that die and sleep, people, a bookkeeper, a faulty Autotask and a faulty Xero.

`live` is the rough day; the quiet evening is in `evening.py`.
"""

from datetime import timedelta
from random import Random
from typing import Any
from zlib import crc32

from core.clients.http import HttpRequest
from tests.simulation.actor import Actor
from tests.simulation.autotask import faults as autotask_faults
from tests.simulation.autotask.billing import Billing
from tests.simulation.autotask.direct import Autotask
from tests.simulation.autotask.faults import AutotaskFault
from tests.simulation.bookkeeper import Bookkeeper
from tests.simulation.ingester import Ingester
from tests.simulation.other_service import OtherService
from tests.simulation.people import People
from tests.simulation.plan import MINUTE, Plan
from tests.simulation.process import Process
from tests.simulation.shared import Shared
from tests.simulation.xero import faults
from tests.simulation.xero.faults import NONE, READ_FAULTS, TOKEN_FAULTS, WRITE_FAULTS, Fault

# What a call may still take after its fault.
_ON_THE_WAY_MS = 3_000
_FREEZES_MS = (3_000, 20_000, 45_000, 130_000, 420_000)


class World:
    """Everything that happens under one seed."""

    def __init__(self, plan: Plan, seed: int, *, has_history: bool = False) -> None:
        self.plan = plan
        self.random = Random(seed)
        self.shared = Shared(plan, self.random)
        self.scheduler = self.shared.scheduler
        self.shared.note = self.note
        self.autotask = self._source()
        self.shared.ring = self._ring
        self.shared.look_soon = self._look_soon
        self.people = People(self.shared, self.random)
        self.bookkeeper = Bookkeeper(self.shared, self.random)
        self.history: list[str] = []
        self.points: list[str] = []
        self.calls: list[str] = []
        self.fingerprint = 0
        self._has_history = has_history
        self._is_rough = True
        self.disturbed_until = 0
        self._effects = 0
        self._births = 0
        self.actors: list[Actor] = []
        self.ingesters: list[Ingester] = []

    def _source(self) -> Autotask | Billing:
        if not self.plan.ingesters:
            return Autotask(self.shared, self.random)
        return Billing(self.shared, self.shared.tenant, self.random)

    # The day.

    def live(self) -> None:
        plan = self.plan
        self.bookkeeper.prepare()
        for _ in range(plan.documents):
            self.autotask.bill()
        for _ in range(plan.instances):
            self._start()
        for _ in range(plan.ingesters):
            self._start_ingester()
        if plan.has_other_service:
            process = Process("other", self.scheduler, self.random, lambda *_: None)
            other = OtherService(self.shared, process, self._deal)
            self.scheduler.after(plan.day_ms, other.end)
        if plan.day_left < 5_000:
            # One call an hour asks whether the new day has begun.
            self._disturb(plan.day_ends_ms + 61 * MINUTE)
        if plan.skew_seconds:
            self._sometime(self._set_clocks)
        for _ in range(plan.later_documents):
            self._sometime(self.autotask.bill)
        self._every(plan.people_ms, self.people.act)
        self._every(plan.bookkeeper_ms, self.bookkeeper.act)
        self._every(plan.autotask_ms, self.autotask.change)
        if isinstance(self.autotask, Billing):
            self._every(plan.exports_ms, self.autotask.export)
        self._every(plan.companies_ms, self._change_a_company)
        if plan.outage_ms:
            self._sometime(self.random.choice([self._outage, self._disconnect, self._revoke]))
        if plan.faults & {"token_expired"}:
            self._sometime(self.shared.identity.expire_access)
        self.scheduler.run(plan.day_ms)
        self._is_rough = False
        self.shared.oracle.safe(self.shared.links.contacts())

    def _change_a_company(self) -> None:
        self.shared.company_book.change(self.random, self.scheduler)

    def _sometime(self, do: Any) -> None:
        self.scheduler.after(self.random.randint(0, self.plan.day_ms), self._do, do)

    def _every(self, mean_ms: int, do: Any) -> None:
        if mean_ms:
            moment = self.random.randint(0, 2 * mean_ms)
            self.scheduler.after(moment, self._again, mean_ms, do)

    def _again(self, mean_ms: int, do: Any) -> None:
        if self._is_rough:
            self._do(do)
            self._every(mean_ms, do)

    def _do(self, do: Any) -> None:
        if not self._is_rough:
            return
        self.note(f"-- {getattr(do, '__qualname__', do)}")
        do()
        self._ring()

    def _ring(self) -> None:
        """A bell goes to one instance; it may be lost, come twice or late."""
        if not self.actors or self.random.random() < self.plan.bells_lost:
            return
        for _ in range(self.random.choice([1, 1, 1, 2])):
            actor = self.random.choice(self.actors)
            self.scheduler.after(self.random.choice([0, 5, 900]), actor.ring)

    def _look_soon(self) -> None:
        """A request goes to one instance of ingestion, or is lost with it."""
        if self.ingesters:
            self.random.choice(self.ingesters).look_soon()

    # Processes.

    def everybody(self) -> list[Actor | Ingester]:
        return [*self.actors, *self.ingesters]

    def _set_clocks(self) -> None:
        """Somebody sets the clocks of the machines, forward or back."""
        for actor in self.everybody():
            actor.process.skew = self._skew()

    def _skew(self) -> timedelta:
        most = self.plan.skew_seconds
        return timedelta(seconds=self.random.randint(-most, most))

    def _start(self) -> None:
        self._births += 1
        process = Process(f"p{self._births}", self.scheduler, self.random, self._boundary)
        process.skew = self._skew()
        self.actors.append(Actor(self.shared, process, self._deal))
        self.note(f"-- {process.name} starts")

    def _start_ingester(self) -> None:
        self._births += 1
        process = Process(f"i{self._births}", self.scheduler, self.random, self._boundary)
        process.skew = self._skew()
        self.ingesters.append(Ingester(self.shared, process, self._deal_autotask))
        self.note(f"-- {process.name} starts")

    def kill(self, actor: Actor | Ingester, after_ms: int) -> None:
        self.note(f"-- {actor.process.name} dies")
        actor.process.crash()
        if isinstance(actor, Ingester):
            self.ingesters.remove(actor)
            self.scheduler.after(after_ms, self._start_ingester)
        else:
            self.actors.remove(actor)
            self.scheduler.after(after_ms, self._start)

    def _boundary(self, process: Process, point: str) -> None:
        self._effects += 1
        self.note(f"{process.name} {point}")
        plan = self.plan
        if plan.crash_at is not None:
            self.points.append(point)
            if self._effects == plan.crash_at:
                self._kill_process(process, 1_000)
            return
        if not self._is_rough:
            return
        draw = self.random.random()
        if draw < plan.crash_rate:
            self._kill_process(process, self.random.choice([500, 5_000, 40_000]))
        elif draw < plan.crash_rate + plan.freeze_rate:
            ms = self.random.choice(_FREEZES_MS)
            self.note(f"-- {process.name} sleeps {ms} ms")
            self._disturb(ms)
            process.freeze(ms)
            process.wait_for(1)
        elif draw > 0.7:
            process.wait_for(1 + int((draw - 0.7) * 20))

    def _kill_process(self, process: Process, after_ms: int) -> None:
        for actor in self.everybody():
            if actor.process is process:
                self.kill(actor, after_ms)
                return

    # Xero's side.

    def _deal(self, request: HttpRequest) -> Fault:
        self.calls.append(f"{request.method} {request.url}")
        self.fingerprint = crc32(
            f"{self.scheduler.ms} {request.method} {request.url}".encode(), self.fingerprint
        )
        self.fingerprint = crc32(request.body or b"", self.fingerprint)
        fault = self._choose(request)
        self.note(f"  {request.method} {request.url} {fault.name} {fault.ms or ''}")
        if fault.name:
            self._disturb(_length(fault))
        return fault

    def _choose(self, request: HttpRequest) -> Fault:
        plan = self.plan
        if plan.fault_at is not None:
            number, name = plan.fault_at
            return faults.draw(name, self.random) if number == len(self.calls) else NONE
        if not self._is_rough or self.random.random() >= plan.fault_rate:
            return NONE
        possible: tuple[str, ...] = TOKEN_FAULTS if "/connect/token" in request.url else READ_FAULTS
        if request.may_change:
            possible = WRITE_FAULTS
        allowed = [name for name in possible if name in plan.faults]
        return faults.draw(self.random.choice(allowed), self.random) if allowed else NONE

    # Autotask's side.

    def _deal_autotask(self, request: HttpRequest, entity: str) -> AutotaskFault:
        plan, random = self.plan, self.random
        asked = f"{self.scheduler.ms} {request.method} {request.url}".encode()
        self.fingerprint = crc32(request.body or b"", crc32(asked, self.fingerprint))
        fault = autotask_faults.NONE
        if self._is_rough and random.random() < plan.autotask_fault_rate:
            fault = autotask_faults.draw(entity, plan.autotask_faults, random)
        self.note(f"  {request.method} {entity} {fault.name} {request.body!r:.300}")
        if fault.name:
            self._disturb(MINUTE if fault.name == "timeout" else fault.ms + _ON_THE_WAY_MS)
        return fault

    def _disturb(self, ms: int) -> None:
        self.disturbed_until = max(self.disturbed_until, self.scheduler.ms + ms)

    def _outage(self) -> None:
        self.shared.door.is_offline = True
        self._disturb(self.plan.outage_ms)
        self.scheduler.after(self.plan.outage_ms, setattr, self.shared.door, "is_offline", False)

    def _disconnect(self) -> None:
        self.shared.identity.is_connected = False
        self._disturb(self.plan.outage_ms)
        self.scheduler.after(self.plan.outage_ms, self._reconnect)

    def _revoke(self) -> None:
        self.shared.identity.revoke()
        self._disturb(self.plan.outage_ms)
        self.scheduler.after(self.plan.outage_ms, self._reconnect)

    def _reconnect(self) -> None:
        self.shared.identity.is_connected = True
        self.shared.consent()

    def note(self, text: str) -> None:
        if self._has_history:
            self.history.append(f"{self.scheduler.ms / 1000:9.3f} {text}")


def _length(fault: Fault) -> int:
    """For how long a fault disturbs."""
    match fault.name:
        case "limited_silently":
            return MINUTE
        case "timeout_before" | "timeout_after":
            return MINUTE
        case "late_arrival" | "late_commit":
            return fault.ms + MINUTE
    return fault.ms + _ON_THE_WAY_MS
