"""The ingesting actor as a process of the simulation: the product's looks and sweeps at a model's door."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from core.clients.autotask.client import AutotaskClient
from core.clients.autotask.entities import AutotaskCredentials
from core.clients.budget import Unmetered
from core.domain.errors import RateLimitedError, SyncError
from core.domain.pauses import Setback
from core.runtime.journal import Journal
from services.autotask_ingestion import ingest
from services.autotask_ingestion.desk import SERVICE, Desk
from services.autotask_ingestion.ledger import Ledger
from services.autotask_ingestion.sweep import sweep
from tests.simulation.autotask.lists import KnownLists, MemoryLists
from tests.simulation.autotask.wire import AutotaskWire, Deal
from tests.simulation.process import Process
from tests.simulation.shared import Shared
from tests.simulation.stores.ingested import MemoryIngested
from tests.simulation.stores.leases import Leases
from tests.simulation.stores.looks import MemoryCheckpoints, MemoryConnections

JOB = "kauri/ingest"
_TICK_MS = (2_000, 9_000)
_CREDENTIALS = AutotaskCredentials("api", "secret", "code")
_LONGEST_PAUSE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class SimDesk(Desk):
    """A desk whose lists are in memory."""

    known_lists: KnownLists | None = None

    def lists(self) -> Any:
        assert self.known_lists is not None
        return MemoryLists(self.known_lists, self.autotask)


class Ingester:
    """One instance from its start to its death."""

    def __init__(self, shared: Shared, process: Process, deal: Deal) -> None:
        self._shared = shared
        self.process = process
        self._deal = deal
        self._leases = Leases(shared.leases, process)
        records = MemoryIngested(shared.rows, process, shared.billing_oracle.moved)
        self._checkpoints = MemoryCheckpoints(shared.looks, process, shared.billing_oracle.advanced)
        self._ledger = Ledger(
            checkpoints=self._checkpoints,
            connections=MemoryConnections(shared.connection),
            ingested=records,
            waiting=records,
            unrouted=records,
            evidence=records,
        )
        self._is_idle = False
        self._main = process.spawn(self._live)

    def look_soon(self) -> None:
        """Somebody wants fresh data, and the request came to this instance."""
        self._shared.looks.run_soon(self.process.now())
        if self._is_idle:
            self._is_idle = False
            self._main.resume()

    def _live(self) -> None:
        while True:
            self._is_idle = True
            self.process.wait_for(self.process.random.randint(*_TICK_MS))
            self._is_idle = False
            if self._is_due():
                with self._leases.holding(JOB) as lease:
                    if lease is not None:
                        self._run()

    def _is_due(self) -> bool:
        next_run_at = self._shared.looks.load(ingest.JOB).next_run_at
        return next_run_at is None or next_run_at <= self.process.now()

    def _run(self) -> None:
        """As `services/autotask_ingestion/rounds.py`."""
        journal = Journal(self._log, "kauri", SERVICE, f"run{self.process.name}", self.process.now)
        desk = self._desk(journal)
        try:
            if self._look(desk):
                sweep(desk, self._shared.ring)
        finally:
            journal.flush()
        self._shared.ring()

    def _look(self, desk: Desk) -> bool:
        started, checkpoints, looks = self.process.now(), self._checkpoints, self._shared.looks
        next_run_at = started + timedelta(seconds=self._shared.connection.settings.poll_seconds)
        checkpoints.begin("kauri", ingest.JOB, started)
        billing = self._shared.billing_oracle
        billing.look_began(self.process.name)
        try:
            ingest.look(desk, self._shared.ring)
            billing.look_ended(self.process.name)
            looks.failures = 0
        except SyncError as error:
            self._shared.note(f"     look failed: {error}")
            next_run_at = self.process.now() + self._pause_after(error)
            return False
        finally:
            if not self.process.is_dead:
                checkpoints.finish("kauri", ingest.JOB, self.process.now(), next_run_at)
        return True

    def _pause_after(self, error: SyncError) -> timedelta:
        """As `core/runtime/telling.py`."""
        looks = self._shared.looks
        if isinstance(error, RateLimitedError):
            return min(error.ends_at(self.process.now()) - self.process.now(), _LONGEST_PAUSE)
        setback = Setback(looks.failures, looks.is_shut_out).again(error)
        looks.failures, looks.is_shut_out = setback.failures, setback.is_shut_out
        return setback.pause

    def _desk(self, journal: Journal) -> Desk:
        shared = self._shared
        wire: Any = AutotaskWire(self.process, shared.autotask_server, self._deal, journal.call)
        client = AutotaskClient(_CREDENTIALS, wire, Unmetered(), "https://autotask/atservicesrest")
        return SimDesk(
            connection=shared.connection,
            autotask=client,
            journal=journal,
            now=self.process.now,
            ledger=self._ledger,
            known_lists=shared.known_lists,
        )

    def _log(self, lines: list[dict[str, Any]]) -> None:
        self._shared.lines.extend(map(str, lines))
        for line in lines:
            if not line["code"].endswith("_CALL"):
                about = line["autotask_id"] or ""
                self._shared.note(f"     {line['code']} {about} {line['message']}")
