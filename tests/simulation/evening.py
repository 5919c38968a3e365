"""The quiet evening: the faults stop, and everything has to come right."""

from core.domain.status import Status
from tests.simulation.billing_oracle import SWEEP_MS
from tests.simulation.oracle import require
from tests.simulation.plan import MINUTE
from tests.simulation.world import World
from tests.simulation.xero.identity import CANARY

# test-plan 4.4, I9: after the last fault everything settles within this time.
SETTLE_MS = 15 * MINUTE
# With a tenth of the calls it may take longer.
SETTLE_TIGHT_MS = 60 * MINUTE
# The hour of the sweep comes within this time, also by a clock that is slow.
_SWEPT_MS = 60 * MINUTE


class Evening:
    """What follows the rough day of a world."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._shared = world.shared
        self._scheduler = world.scheduler
        self._is_ingesting = world.plan.ingesters > 0

    def settle(self) -> None:
        """The faults stop; everything rests in time, persons mend faults, restarts change nothing."""
        if self._is_ingesting:
            self._looks_find()
        self._rest("after the last fault")
        self._shared.oracle.accounted_for()
        if self._is_ingesting:
            self._sweep()
        self._world.note("-- persons mend what they can")
        self._world.autotask.mend()
        self._world.bookkeeper.tidy()
        if self._is_ingesting:
            self._look_comes()
        # What a Resync brings to light may need another one.
        for _ in range(3):
            stopped = [row for row in self._shared.rows.values() if row.status is Status.FAULT]
            for row in stopped:
                self._world.people.ask("resync", row)
            self._rest("after the faults were mended")
            self._shared.oracle.accounted_for()
            if not stopped:
                break
        self._nothing_is_left()
        if self._is_ingesting:
            self._shared.billing_oracle.final()
        if self._world.plan.companies_ms:
            self._shared.contact_oracle.final()
        self._restart_twice()
        require(CANARY not in "".join(self._shared.lines), "a token stands in the log (I8)")

    def _looks_find(self) -> None:
        """What is meant for looks they find by themselves, before the sweep could do it for them."""
        self._scheduler.run(max(self._world.disturbed_until - self._scheduler.ms, 0))
        billing = self._shared.billing_oracle
        limit = billing.patience_ms()
        if self._scheduler.ms + limit < SWEEP_MS - 1_000 * self._world.plan.skew_seconds:
            has_found = self._scheduler.run(limit, until=lambda: not billing.is_waiting())
            require(has_found, f"looks did not find {billing.missed()}")

    def _sweep(self) -> None:
        """The hour comes in which everything is read again, whoever's clock it goes by."""
        hour_ms = SWEEP_MS + 1_000 * self._world.plan.skew_seconds
        self._scheduler.leap(max(hour_ms - self._scheduler.ms, 0))
        has_swept = self._scheduler.run(_SWEPT_MS, until=self._shared.billing_oracle.has_swept)
        require(has_swept, "the sweep did not come to its end")
        self._look_comes()
        self._rest("after the sweep")

    def _look_comes(self) -> None:
        """What looks find of the present they have found afterwards."""
        since = self._scheduler.ms
        has_looked = self._scheduler.run(
            _SWEPT_MS, until=lambda: self._shared.billing_oracle.last_look_ms > since
        )
        require(has_looked, "no look comes any more")

    def _rest(self, when: str) -> None:
        limit = SETTLE_MS if self._world.plan.a_minute == 60 else SETTLE_TIGHT_MS
        is_at_rest, counted_from = False, -1
        # A fault that is meant for a certain call may strike as late as this.
        while not is_at_rest and counted_from != self._world.disturbed_until:
            counted_from = self._world.disturbed_until
            self._scheduler.run(max(counted_from - self._scheduler.ms, 0))
            is_at_rest = self._scheduler.run(limit, until=lambda: not self._shared.is_busy())
        require(is_at_rest, f"not at rest {when}: {self._standings()} (I9)")
        self._shared.oracle.safe(self._shared.links.contacts())

    def _nothing_is_left(self) -> None:
        for row in self._shared.rows.values():
            if row.status is Status.FAULT:
                require(
                    self._shared.oracle.is_excused(row), f"{row.autotask_id}: {row.fault} stays"
                )

    def _restart_twice(self) -> None:
        before = self._shared.snapshot()
        for _ in range(2):
            for actor in self._world.everybody():
                self._world.kill(actor, 500)
            self._scheduler.run(MINUTE // 2)
        require(self._shared.snapshot() == before, "two more restarts changed something (I12)")

    def _standings(self) -> str:
        rows = self._shared.rows.values()
        return ", ".join(
            f"{row.autotask_id} {row.status.value} {row.hold_code or ''}" for row in rows
        )
