"""A world: instances that die and sleep, people, a bookkeeper, Autotask and a faulty Xero.

`live` is the rough day, `settle` the quiet evening in which everything has to come right.
"""

from datetime import timedelta
from random import Random
from typing import Any
from zlib import crc32

from core.clients.http import HttpRequest
from core.domain.status import Status
from tests.simulation.actor import Actor
from tests.simulation.autotask import Autotask
from tests.simulation.bookkeeper import Bookkeeper
from tests.simulation.oracle import require
from tests.simulation.other_service import OtherService
from tests.simulation.people import People
from tests.simulation.plan import MINUTE, Plan
from tests.simulation.process import Process
from tests.simulation.shared import Shared
from tests.simulation.xero import faults
from tests.simulation.xero.faults import NONE, READ_FAULTS, TOKEN_FAULTS, WRITE_FAULTS, Fault
from tests.simulation.xero.identity import CANARY

# test-plan 4.4, I9: after the last fault everything settles within this time.
SETTLE_MS = 15 * MINUTE
# With a tenth of the calls it may take longer.
SETTLE_TIGHT_MS = 60 * MINUTE
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
        self.autotask = Autotask(self.shared, self.random)
        self.people = People(self.shared, self.random)
        self.bookkeeper = Bookkeeper(self.shared, self.random)
        self.history: list[str] = []
        self.points: list[str] = []
        self.calls: list[str] = []
        self.fingerprint = 0
        self._has_history = has_history
        self._is_rough = True
        self._disturbed_until = 0
        self._effects = 0
        self._births = 0
        self.actors: list[Actor] = []

    # The day.

    def live(self) -> None:
        plan = self.plan
        self.bookkeeper.prepare()
        for _ in range(plan.documents):
            self.autotask.bill()
        for _ in range(plan.instances):
            self._start()
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
        if plan.outage_ms:
            self._sometime(self.random.choice([self._outage, self._disconnect, self._revoke]))
        if plan.faults & {"token_expired"}:
            self._sometime(self.shared.identity.expire_access)
        self.scheduler.run(plan.day_ms)
        self._is_rough = False
        self.shared.oracle.safe(self.shared.links.contacts())

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

    # Processes.

    def _set_clocks(self) -> None:
        """Somebody sets the clocks of the machines, forward or back."""
        for actor in self.actors:
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

    def _kill(self, actor: Actor, after_ms: int) -> None:
        self.note(f"-- {actor.process.name} dies")
        actor.process.crash()
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
        for actor in self.actors:
            if actor.process is process:
                self._kill(actor, after_ms)
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

    def _disturb(self, ms: int) -> None:
        self._disturbed_until = max(self._disturbed_until, self.scheduler.ms + ms)

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

    # The evening.

    def settle(self) -> None:
        """The faults stop; everything rests in time, persons mend faults, restarts change nothing."""
        self._rest("after the last fault")
        self.shared.oracle.accounted_for()
        self.note("-- persons mend what they can")
        self.autotask.mend()
        self.bookkeeper.tidy()
        # What a Resync brings to light may need another one.
        for _ in range(3):
            stopped = [row for row in self.shared.rows.values() if row.status is Status.FAULT]
            for row in stopped:
                self.people.ask("resync", row)
            self._rest("after the faults were mended")
            self.shared.oracle.accounted_for()
            if not stopped:
                break
        self._nothing_is_left()
        self._restart_twice()
        require(CANARY not in "".join(self.shared.lines), "a token stands in the log (I8)")

    def _rest(self, when: str) -> None:
        self.scheduler.run(max(self._disturbed_until - self.scheduler.ms, 0))
        limit = SETTLE_MS if self.plan.a_minute == 60 else SETTLE_TIGHT_MS
        is_at_rest = self.scheduler.run(limit, until=lambda: not self.shared.is_busy())
        require(is_at_rest, f"not at rest {when}: {self.standings()} (I9)")
        self.shared.oracle.safe(self.shared.links.contacts())

    def _nothing_is_left(self) -> None:
        for row in self.shared.rows.values():
            if row.status is Status.FAULT:
                require(self.shared.oracle.is_excused(row), f"{row.autotask_id}: {row.fault} stays")

    def _restart_twice(self) -> None:
        before = self.shared.snapshot()
        for _ in range(2):
            for actor in list(self.actors):
                self._kill(actor, 500)
            self.scheduler.run(MINUTE // 2)
        require(self.shared.snapshot() == before, "two more restarts changed something (I12)")

    def standings(self) -> str:
        rows = self.shared.rows.values()
        return ", ".join(
            f"{row.autotask_id} {row.status.value} {row.hold_code or ''}" for row in rows
        )

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
