"""Persons: they Resync, Skip, take back, trace and release at any moment, two of them at once.

In some worlds they do so with many records at a time, portion by portion, by an actor that dies in
the middle of a portion and is followed (services/xero_posting/people/bulk.py).
"""

from datetime import datetime, timedelta
from random import Random

from core.domain.status import Status
from core.store.invoices import Step
from tests.simulation.shared import Shared
from tests.simulation.stores.rows import Row

# Of services/xero_posting/people.py: from where each request may move a record, and to where.
_REQUESTS: dict[str, tuple[tuple[Status, ...], Status]] = {
    "resync": ((Status.FAULT, Status.SKIPPED, Status.COMPLETE), Status.PENDING_SYNC),
    "skip": ((Status.PENDING_SYNC, Status.FAULT, Status.DIAGNOSTIC), Status.SKIPPED),
    "unskip": ((Status.SKIPPED,), Status.PENDING_SYNC),
    "trace": ((Status.PENDING_SYNC, Status.FAULT, Status.SKIPPED), Status.DIAGNOSTIC),
    "release": ((Status.DIAGNOSTIC,), Status.PENDING_SYNC),
}
_NAMES = (*_REQUESTS, "resync", "resync", "resync")
_PATIENCE = timedelta(seconds=10)
_FOR_MANY = ("resync", "resync", "skip", "unskip")


class People:
    """What the actor does for persons, at once and by compare-and-set."""

    def __init__(self, shared: Shared, random: Random) -> None:
        self._shared = shared
        self._random = random
        # A source of its own: worlds without such actions stay what they were.
        self._of_many = Random(repr(shared.plan))
        self._wants_many = self._of_many.random() < 0.4

    def act(self) -> None:
        """Somebody wants something of some record; sometimes two want it at the same moment."""
        rows = list(self._shared.rows.values())
        if not rows:
            return
        if self._wants_many and self._of_many.random() < 0.25:
            name = self._of_many.choice(_FOR_MANY)
            begun_at = self._shared.scheduler.now()
            self._do_portion(name, sorted(self._shared.rows), begun_at, set())
        row = self._random.choice(rows)
        for _ in range(self._random.choice([1, 1, 2])):
            self.ask(self._random.choice(_NAMES), row)

    def ask(self, name: str, row: Row) -> bool:
        sources, target = _REQUESTS[name]
        if row.status not in sources:
            return False
        shared = self._shared
        step = Step(name.upper(), name, "somebody", shared.scheduler.now())
        row.ingested.pop("is_skipped", None)
        if target is Status.PENDING_SYNC:
            if row.status is Status.COMPLETE or row.xero_id is not None:
                shared.oracle.asked[row.autotask_id] = shared.scheduler.ms
            if name == "unskip":
                if row.content.is_voided and row.ingested:
                    return False
                row.is_unskipped = True
            self._queue(row, step)
        else:
            is_traced = target is Status.DIAGNOSTIC
            row.move(target, step, hold_code=None, hold_until=None, fault=None, is_traced=is_traced)
            shared.oracle.out_since[row.autotask_id] = shared.scheduler.ms
        return True

    def _do_portion(self, name: str, left: list[int], begun_at: datetime, done: set[int]) -> None:
        """One portion, or as much of it as is done before the actor dies; then the next, or it again.

        What the action has changed is done, wherever it has gone since; what has changed since the
        press is left alone.
        """
        random = self._of_many
        size = random.randint(1, 6)
        is_killed = random.random() < 0.3
        taken = left[: random.randint(0, size)] if is_killed else left[:size]
        for autotask_id in taken:
            row = self._shared.rows[autotask_id]
            has_changed = row.moved_at is not None and row.moved_at > begun_at
            if autotask_id not in done and not has_changed and self.ask(name, row):
                done.add(autotask_id)
        rest = left if is_killed else left[size:]
        if rest and random.random() < 0.95:
            pause = random.randint(20, 2_000)
            self._shared.scheduler.after(pause, self._do_portion, name, rest, begun_at, done)

    def _queue(self, row: Row, step: Step) -> None:
        shared = self._shared
        row.move(
            Status.PENDING_SYNC,
            step,
            hold_code="REFRESHING",
            hold_until=shared.scheduler.now() + _PATIENCE,
            not_before=None,
            fault=None,
            notice=None,
            is_solo=False,
        )
        shared.oracle.out_since.pop(row.autotask_id, None)
        # Ingestion reads it again, unless Autotask is away.
        if self._random.random() < 0.8:
            shared.scheduler.after(self._random.randint(100, 3_000), self._refresh, row)

    def _refresh(self, row: Row) -> None:
        if row.ingested:
            self._shared.look_soon()
        elif row.status is Status.PENDING_SYNC and row.hold_code == "REFRESHING":
            row.hold_code = row.hold_until = None
            if row.fresh is not None:
                row.content, row.fresh = row.fresh, None
