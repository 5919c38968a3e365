"""The posting actor as a process of the simulation: the product's engine at a desk of models."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from core.clients.xero.client import XeroClient
from core.clients.xero.oauth import XeroOAuth
from core.domain.call_account import Refusal
from core.domain.errors import (
    LeaseLostError,
    MaintenanceError,
    OutcomeUnknownError,
    RateLimitedError,
    RetryLaterError,
    SyncError,
    UnauthorizedError,
)
from core.domain.pauses import Setback
from core.domain.status import Status
from core.runtime.journal import Journal
from core.runtime.patient_budget import A_MINUTE, PatientBudget
from core.runtime.telling import MAINTENANCE_PAUSE
from core.runtime.token_keeper import TokenKeeper
from core.store.leases import Lease
from services.xero_posting.desk import SERVICE, Desk
from services.xero_posting.late_arrivals import find_late_arrivals
from services.xero_posting.pace import AdaptivePace
from services.xero_posting.post import post_due
from services.xero_posting.resolve import holds_back, resolve_open
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
_LONGEST_SLEEP = timedelta(minutes=20)
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
        if shared.batches.open_batches("kauri") or shared.tokens.is_in_doubt:
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
            ledger = self._ledger(journal)
            self._keeper(self._wire.observed_by(journal.call)).access_token()
            if checkpoint.failures and checkpoint.knocks:
                ledger.organisation()
                checkpoint.knocks = False
            desk = self._desk(lease, journal, ledger)
            resolved = resolve_open(desk)
            called = resolved.asked
            if shared.is_active and not self._is_probing():
                called += post_due(desk, is_ingesting=False)
            called += find_late_arrivals(desk)
            if resolved.refusal:
                raise resolved.refusal
            if called:
                checkpoint.failures = 0
        except LeaseLostError:
            return
        except SyncError as error:
            self._failed(error)
        finally:
            journal.flush()

    def _is_probing(self) -> bool:
        checkpoint, open_batches = (
            self._shared.checkpoint,
            self._shared.batches.open_batches("kauri"),
        )
        is_silent = bool(checkpoint.failures) and checkpoint.is_silent
        return is_silent and any(holds_back(batch, "tenant") for batch in open_batches)

    def _failed(self, error: SyncError) -> None:
        """As `core/runtime/telling.py`."""
        self.process.effect("before checkpoints.remember")
        checkpoint, now = self._shared.checkpoint, self._shared.scheduler.now()
        is_silent = isinstance(error, RetryLaterError | OutcomeUnknownError)
        knocks = is_silent or isinstance(error, UnauthorizedError)
        checkpoint.is_silent, checkpoint.knocks = is_silent, knocks
        if isinstance(error, RateLimitedError):
            wait = error.ends_at(now) - now
        elif isinstance(error, MaintenanceError):
            checkpoint.failures, wait = 1, MAINTENANCE_PAUSE
        else:
            setback = Setback(checkpoint.failures, checkpoint.is_shut_out).again(error)
            checkpoint.failures, checkpoint.is_shut_out = setback.failures, setback.is_shut_out
            wait = setback.pause
        ms = int(min(wait, _LONGEST_SLEEP).total_seconds() * 1000)
        checkpoint.next_run_at = self._shared.scheduler.ms + ms

    def _ledger(self, journal: Journal) -> XeroClient:
        wire = self._wire.observed_by(journal.call)
        keeper = self._keeper(wire)
        process = self.process
        return XeroClient(
            "tenant",
            keeper.access_token,
            wire,  # type: ignore[arg-type]
            PatientBudget(
                self._budget,
                process.now,
                process.pause,
                patience=A_MINUTE,
                stopwatch=process.stopwatch,
            ),
            "https://api.xero",
            keeper.renew,
        )

    def _keeper(self, wire: Wire) -> TokenKeeper:
        oauth = XeroOAuth(wire, "app", "secret", "https://login", "https://identity")  # type: ignore[arg-type]
        tokens = MemoryTokens(self._shared.tokens, self.process)
        return TokenKeeper(tokens, oauth, self.process.now, self.process.pause)

    def _desk(self, lease: Lease, journal: Journal, ledger: XeroClient) -> Desk:
        shared, process = self._shared, self.process
        return Desk(
            connection=shared.connection,
            lease=lease,
            ledger=ledger,
            renew_token=self._keeper(self._wire.observed_by(journal.call)).renew,
            blocked=self._budget.refusal,
            pause=self._pause,
            may_go_on=lambda: shared.is_active,
            records=self._records,
            batches=self._batches,
            links=self._links,
            lists=shared.company_book if shared.plan.companies_ms else links.NoLists(),
            leases=self.leases,
            crew=SimCrew(process, shared.plan.in_flight),
            pace=AdaptivePace(shared.checkpoint.size, shared.plan.batch_size, self._remember_size),
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

    def _remember_size(self, size: int) -> None:
        self._shared.checkpoint.size = size

    def _log(self, lines: list[dict[str, Any]]) -> None:
        self._shared.lines.extend(map(str, lines))
        for line in lines:
            if not line["code"].endswith("_CALL"):
                about = line["autotask_id"] or ""
                self._shared.note(f"     {line['code']} {about} {line['message']}")

    def _announce(self, event: str, payload: Mapping[str, Any]) -> None:
        """Nobody but the screens listens to what posting says."""


class Health:
    """The port `Health`: for screens only."""

    def warn(self, code: str, message: str) -> None: ...
    def unwarn(self, code: str) -> None: ...
    def waits(self, refusal: Refusal | None) -> None: ...


def no_trace(connection_id: str, autotask_id: int, entries: Sequence[Mapping[str, Any]]) -> None:
    """Diagnostic Mode keeps its lines for persons."""
