"""A desk of posting with every port in memory, and the rounds that work at it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from core.domain.call_account import Refusal
from core.domain.errors import (
    LeaseLostError,
    OutcomeUnknownError,
    RetryLaterError,
    SyncError,
)
from core.domain.invoice import Invoice
from core.domain.records import Connection
from core.runtime.journal import Journal
from core.store.leases import Lease
from services.xero_posting.desk import SERVICE, Desk, MapClaimed
from services.xero_posting.late_arrivals import find_late_arrivals
from services.xero_posting.mapping.desk import map_claimed
from services.xero_posting.pace import AdaptivePace
from services.xero_posting.ports import Crew
from services.xero_posting.post import post_due
from services.xero_posting.resolve import holds_back, resolve_open
from tests.factories.documents import LABOR, PUBLIC_URL, make_connection
from tests.fakes.batches import InMemoryBatches
from tests.fakes.clock import FakeClock
from tests.fakes.crew import InlineCrew
from tests.fakes.health import FakeHealth, Traces
from tests.fakes.invoices import InMemoryInvoices, Row
from tests.fakes.leases import FakeLeases
from tests.fakes.ledger import FakeLedger
from tests.fakes.links import InMemoryLinks, InMemoryLists

Wrap = Callable[[str, Any], Any]


def _as_it_is(_name: str, port: Any) -> Any:
    return port


@dataclass
class Office:
    """What outlives a crash: the ledger, Xero and the clock. Desks come and go."""

    connection: Connection = field(default_factory=make_connection)
    clock: FakeClock = field(default_factory=FakeClock)
    wrap: Wrap = _as_it_is

    def __post_init__(self) -> None:
        self.ledger = FakeLedger(self.clock)
        self.invoices = InMemoryInvoices()
        self.batches = InMemoryBatches()
        self.links = InMemoryLinks()
        self.lists = InMemoryLists(billing_code={str(LABOR): {"name": "Labor"}})
        self.leases = FakeLeases(self.clock)
        self.lines: list[dict[str, Any]] = []
        self.announced: list[tuple[str, dict[str, Any]]] = []
        self.renewed = 0
        self.blocked: Refusal | None = None
        self.pauses: list[datetime] = []
        self.batch_size: int | None = None
        self.crew: Crew = InlineCrew()
        self.health = FakeHealth()
        self.traces = Traces()
        self.doubted: list[str] = []
        self.unknown_texts: list[tuple[int, str]] = []
        self.map: MapClaimed = map_claimed
        self.is_silent = False
        self.next_round_at = self.clock()

    def with_invoices(self, *invoices: Invoice, linked: bool = True) -> "Office":
        """Store invoices; `linked` gives each company a contact that Xero has."""
        for invoice in invoices:
            self.invoices.add(invoice)
            if linked and invoice.company_id not in self.links.by_company:
                contact = self.ledger.add_contact(f"Company {invoice.company_id}")
                self.links.by_company[invoice.company_id] = contact.xero_id
        return self

    def row(self, autotask_id: int) -> Row:
        return self.invoices.row(autotask_id)

    def desk(self, lease: Lease | None = None) -> Desk:
        held = lease or self.leases.acquire()
        assert held is not None, "somebody else holds the lease"
        wrap = self.wrap
        return Desk(
            connection=self.connection,
            lease=held,
            ledger=wrap("ledger", self.ledger),
            renew_token=self._renew_token,
            blocked=self._blocked,
            pause=self.pause,
            may_go_on=lambda: self.connection.is_active,
            records=wrap("records", self.invoices),
            batches=wrap("batches", self.batches),
            links=wrap("links", self.links),
            lists=self.lists,
            leases=wrap("leases", self.leases),
            crew=self.crew,
            pace=self._pace(),
            health=self.health,
            trace=self.traces.add,
            map=self.map,
            doubt_lists=lambda _connection_id, code: self.doubted.append(code),
            count_text=lambda autotask_id, text: self.unknown_texts.append((autotask_id, text)),
            journal=Journal(self.lines.extend, self.connection.id, SERVICE, "run", self.clock),
            now=self.clock,
            public_url=PUBLIC_URL,
            announce=lambda event, payload: self.announced.append((event, payload)),
        )

    def _pace(self) -> AdaptivePace:
        def remember(size: int) -> None:
            self.batch_size = size

        return AdaptivePace(self.batch_size, self.connection.settings.batch_size, remember)

    def _blocked(self) -> Refusal | None:
        """The limit that holds up calls, until its time has come."""
        if self.blocked is None or self.blocked.until <= self.clock():
            return None
        return self.blocked

    def pause(self, until: datetime) -> bool:
        self.pauses.append(until)
        self.clock.now = max(self.clock.now, until)
        return True

    def post(self, *, is_ingesting: bool = False) -> int:
        """One round of posting under a lease of its own; errors come through."""
        desk = self.desk()
        try:
            return post_due(desk, is_ingesting=is_ingesting)
        finally:
            desk.journal.flush()
            self.leases.release(desk.lease)

    def work_through(self, desk: Desk) -> None:
        """A whole round at a given desk; errors come through."""
        resolve_open(desk)
        post_due(desk, is_ingesting=False)

    def resolve(self) -> int:
        desk = self.desk()
        try:
            return resolve_open(desk).asked
        finally:
            desk.journal.flush()
            self.leases.release(desk.lease)

    def round(self) -> SyncError | None:
        """What the actor does when it comes round; the failure that ended it, if one did."""
        lease = self.leases.acquire()
        if lease is None:
            return None
        try:
            return self.work(lease)
        finally:
            self.leases.release(lease)

    def work(self, lease: Lease) -> SyncError | None:
        desk = self.desk(lease)
        try:
            resolved = resolve_open(desk)
            is_probing = self.is_silent and any(
                holds_back(batch, self.connection.tenant_id)
                for batch in self.batches.open_batches(self.connection.id)
            )
            if self.connection.is_active and not is_probing:
                post_due(desk, is_ingesting=False)
            find_late_arrivals(desk)
            if resolved.refusal:
                raise resolved.refusal
            self.is_silent = False
        except LeaseLostError as error:
            return error
        except SyncError as error:
            self.is_silent = isinstance(error, RetryLaterError | OutcomeUnknownError)
            return error
        finally:
            desk.journal.flush()
        return None

    def settle(self, minutes: int = 15) -> None:
        """Come round every ten seconds until nothing is open, within the promised time."""
        for _ in range(minutes * 6):
            self.round()
            if not self.is_busy():
                return
            self.clock.pass_by(seconds=10)
        raise AssertionError(f"not settled within {minutes} minutes: {self.standings()}")

    def is_busy(self) -> bool:
        return bool(self.batches.open_batches(self.connection.id)) or any(
            row.status.value in ("pending_sync", "processing") and row.hold_code is None
            for row in self.invoices.rows.values()
        )

    def standings(self) -> dict[int, str]:
        return {autotask_id: row.status.value for autotask_id, row in self.invoices.rows.items()}

    def codes(self) -> list[str]:
        """Codes of the log, calls left out."""
        return [line["code"] for line in self.lines]

    def _renew_token(self) -> None:
        self.renewed += 1
