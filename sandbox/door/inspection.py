"""The parts of one sandbox's door, put together."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict
from datetime import date
from threading import Event

from sandbox.door.clock import Clock
from sandbox.door.fault_kinds import GENERIC, GENERIC_NAMES, USUAL, FaultKind
from sandbox.door.faults import FaultBoard
from sandbox.door.latency import Latency
from sandbox.door.limits import LimitBoard
from sandbox.door.requests_log import RequestsLog
from sandbox.door.storage import Store
from sandbox.door.vendor import ChecksFaults, TellsFaults, Vendor, World

LATE_SECONDS = 30.0


class Door:
    """Everything that the inspection door can look at or turn."""

    def __init__(
        self,
        vendor: Vendor,
        store: Store,
        clock: Clock,
        limits: LimitBoard,
        fixed_today: date | None = None,
        lasting: Collection[str] = (),
    ) -> None:
        self.vendor = vendor
        self.store = store
        self.clock = clock
        self.limits = limits
        self.fixed_today = fixed_today
        self.lasting = lasting
        self.stopping = Event()
        self.latency = Latency(self.stopping)
        self.requests = RequestsLog(clock)
        self.late_seconds: Callable[[], float] = lambda: LATE_SECONDS
        checks = (vendor.check,) if isinstance(vendor, ChecksFaults) else ()
        self.faults = FaultBoard(vendor.name, _kinds(vendor), vendor.parameters, *checks)
        clock.offset_seconds = float(store.value("clock_offset", 0))

    def move_clock(self, offset_seconds: float) -> None:
        """Set the sandbox's time to so many seconds after the real one."""
        self.clock.offset_seconds = offset_seconds
        self.store.set_value("clock_offset", offset_seconds)

    def day(self) -> date:
        """The world's today for whoever does not name one: the real date, unless it was set."""
        return self.fixed_today or self.clock.now().date()

    def begin(self, seed: int, kind: str) -> None:
        """Build the first world; a restart finds the stored one and leaves it alone."""
        if self.store.value("world") is None:
            self.reset(World(seed, kind, self.day()))

    def reset(self, world: World) -> None:
        """A new world: no log, no faults, no moved clock; only `lasting` entities stay."""
        with self.store.transaction():
            self.store.clear(but=self.lasting)
            self.clock.offset_seconds = 0.0
            self.faults.clear()
            self.latency.clear()
            self.requests.clear()
            self.store.set_value("world", {**asdict(world), "today": world.today.isoformat()})
            self.vendor.reset(world)

    def state(self) -> Mapping[str, object]:
        """Every stored object."""
        with self.store.transaction():
            return self.vendor.state()


def _kinds(vendor: Vendor) -> list[FaultKind]:
    """All that can be armed: the machinery's own, and what the vendor answers or acts."""
    described = vendor.fault_kinds if isinstance(vendor, TellsFaults) else USUAL
    own = {*vendor.answers, *vendor.acted} - {"error"} - GENERIC_NAMES
    if described is not USUAL:
        own |= set(described)
    return [*GENERIC, *(described.get(name) or FaultKind(name, "") for name in sorted(own))]
