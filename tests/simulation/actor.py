"""The posting actor as a process of the simulation: the product's engine at a desk of models."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from core.clients.xero.client import XeroClient
from core.clients.xero.oauth import XeroOAuth
from core.domain.errors import (
    LeaseLostError,
    OutcomeUnknownError,
    RateLimitedError,
    RetryLaterError,
    SyncError,
    UnauthorizedError,
)
from core.domain.limiter import Refusal
from core.domain.status import Status
from core.runtime.journal import Journal
from core.runtime.patient_budget import PatientBudget
from core.runtime.token_keeper import TokenKeeper
from core.store.leases import Lease
from services.xero_posting.desk import SERVICE, Desk
from services.xero_posting.post import post_due
from services.xero_posting.resolve import resolve_open
from tests.simulation.crew import SimCrew
from tests.simulation.effects import Observed
from tests.simulation.mapping import PUBLIC_URL, Mapper
from tests.simulation.process import Process
from tests.simulation.shared import Shared
from tests.simulation.stores import batches, links
from tests.simulation.stores.budget import MemoryBudget
from tests.simulation.stores.leases import Leases
from tests.simulation.stores.records import Records
from tests.simulation.stores.tokens import MemoryTokens
from tests.simulation.wire import Deal, Wire

JOB = "kauri/post"
_TICK_MS = (3_000, 15_000)


class Actor:
    """One instance from its start to its death."""

    def __init__(self, shared: Shared, process: Process, deal: Deal) -> None:
        self._shared = shared
        self.process = process
        self.leases = Leases(shared.leases, process)
        self._records = Records(shared.rows, process)
        self._batches: Any = Observed(process, "batches", shared.batches, batches.WRITES)
        self._links: Any = Observed(process, "links", shared.links, links.WRITES)
        self._wire = Wire(process, shared.door, shared.identity, deal)
        self._budget = MemoryBudget(shared.account, shared.plan.limits, process)
        self._bells = 0
        self._idle = False
        self._main = process.spawn(self._live)

    def ring(self) -> None:
        """A message has come for it."""
        self._bells += 1
        if self._idle:
            self._idle = False
            self._main.resume()

    def _live(self) -> None:
        process = self.process
        while True:
            if not self._bells:
                self._idle = True
                process.wait_for(process.random.randint(*_TICK_MS))
                self._idle = False
            self._bells = 0
            if self._has_work() and self._shared.checkpoint.next_run_at <= process.scheduler.ms:
                with self.leases.holding(JOB) as lease:
                    if lease is not None:
                        self._run(lease)

    def _has_work(self) -> bool:
        shared = self._shared
        if shared.batches.open_batches("kauri"):
            return True
        now = shared.scheduler.now()
        return any(
            row.status is Status.PROCESSING or row.is_due(now) for row in shared.rows.values()
        )

    def _run(self, lease: Lease) -> None:
        """As `services/xero_posting/rounds.py`."""
        shared, checkpoint = self._shared, self._shared.checkpoint
        journal = Journal(self._log, "kauri", SERVICE, "run", self.process.now)
        try:
            desk = self._desk(lease, journal)
            if checkpoint.failures and checkpoint.is_silent:
                desk.ledger.organisation()  # type: ignore[attr-defined]
            resolved = resolve_open(desk)
            is_probing = checkpoint.failures and checkpoint.is_silent
            if shared.is_active and not (is_probing and desk.batches.open_batches("kauri")):
                post_due(desk, is_ingesting=False)
            if resolved.refusal:
                raise resolved.refusal
            checkpoint.failures = 0
        except LeaseLostError:
            return
        except SyncError as error:
            self._failed(error)
        finally:
            journal.flush()

    def _failed(self, error: SyncError) -> None:
        """As `core/runtime/telling.py`."""
        self.process.effect("before checkpoints.remember")
        checkpoint, now = self._shared.checkpoint, self._shared.scheduler.ms
        checkpoint.is_silent = isinstance(error, RetryLaterError | OutcomeUnknownError)
        if isinstance(error, RateLimitedError):
            wait = error.ends_at(self._shared.scheduler.now()) - self._shared.scheduler.now()
            checkpoint.next_run_at = now + int(wait.total_seconds() * 1000)
            return
        checkpoint.failures += 1
        doublings = min(checkpoint.failures - 1, 10)
        first, most = (60, 900) if isinstance(error, UnauthorizedError) else (5, 30)
        checkpoint.next_run_at = now + 1000 * min(first << doublings, most)

    def _desk(self, lease: Lease, journal: Journal) -> Desk:
        shared, process = self._shared, self.process
        wire = self._wire.observed_by(journal.call)
        oauth = XeroOAuth(wire, "app", "secret", "https://login", "https://identity")  # type: ignore[arg-type]
        tokens = MemoryTokens(shared.tokens, process)
        keeper = TokenKeeper(tokens, oauth, process.now, process.pause)
        ledger = XeroClient(
            "tenant",
            keeper.access_token,
            wire,  # type: ignore[arg-type]
            PatientBudget(self._budget, process.now, process.pause),
            "https://api.xero",
            keeper.renew,
        )
        return Desk(
            connection=shared.connection,
            lease=lease,
            ledger=ledger,
            renew_token=keeper.renew,
            blocked=self._budget.refusal,
            pause=self._pause,
            may_go_on=lambda: shared.is_active,
            records=self._records,
            batches=self._batches,
            links=self._links,
            lists=links.NoLists(),
            leases=self.leases,
            crew=SimCrew(process, shared.plan.in_flight),
            pace=Pace(shared.plan.batch_size),
            health=Health(),
            trace=no_trace,
            map=Mapper(shared.plan.numbering, shared.plan.status),
            journal=journal,
            now=shared.scheduler.now,
            public_url=PUBLIC_URL,
            announce=self._announce,
        )

    def _pause(self, until: datetime) -> bool:
        wait = until - self._shared.scheduler.now()
        if wait > timedelta():
            self.process.pause(wait.total_seconds() + 0.001)
        return self._shared.is_active

    def _log(self, lines: list[dict[str, Any]]) -> None:
        self._shared.lines.extend(map(str, lines))
        for line in lines:
            if not line["code"].endswith("_CALL"):
                about = line["autotask_id"] or ""
                self._shared.note(f"     {line['code']} {about} {line['message']}")

    def _announce(self, event: str, payload: Mapping[str, Any]) -> None:
        """Nobody but the screens listens to what posting says."""


class Pace:
    """The port `Pace`: the size of the plan."""

    def __init__(self, size: int) -> None:
        self.size = size

    def note(self, took: timedelta | None) -> None:
        """The size stays."""

    def too_large(self, sent: int) -> None:
        self.size = max(1, sent // 2)


class Health:
    """The port `Health`: for screens only."""

    def warn(self, code: str, message: str) -> None: ...
    def unwarn(self, code: str) -> None: ...
    def waits(self, refusal: Refusal | None) -> None: ...


def no_trace(connection_id: str, autotask_id: int, entries: Sequence[Mapping[str, Any]]) -> None:
    """Diagnostic Mode keeps its lines for persons."""
