"""What outlives every process: the database, Xero, and what the world knows of both."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from core.domain.records import Connection
from core.domain.status import Status
from core.store.tokens import FreshTokens
from tests.factories.documents import make_connection, make_settings
from tests.simulation.autotask.bills import Tenant
from tests.simulation.autotask.companies import CompanyBook
from tests.simulation.autotask.lists import KnownLists
from tests.simulation.autotask.server import Server
from tests.simulation.billing_oracle import BillingOracle
from tests.simulation.contact_oracle import ContactOracle
from tests.simulation.oracle import Oracle
from tests.simulation.plan import Plan
from tests.simulation.scheduler import Scheduler
from tests.simulation.stores.batches import BatchBook
from tests.simulation.stores.budget import AccountBook
from tests.simulation.stores.leases import LeaseBook
from tests.simulation.stores.links import LinkBook
from tests.simulation.stores.looks import LookBook
from tests.simulation.stores.rows import Row
from tests.simulation.stores.tokens import TokenBook
from tests.simulation.xero.books import Books, Contact, Document
from tests.simulation.xero.clerk import Clerk
from tests.simulation.xero.door import Door
from tests.simulation.xero.identity import Identity
from tests.simulation.xero.keys import KeyStore
from tests.simulation.xero.limits import Counter

# The world begins at 17:45 of this zone, so that the hour of the sweep comes after a quarter.
_ZONE = "Asia/Kathmandu"
_SWEEP_HOUR = 18
_HOLD_MINUTES = 4


@dataclass
class Checkpoint:
    """When posting may run again, and how its last rounds ended."""

    next_run_at: int = 0
    failures: int = 0
    is_shut_out: bool = False
    is_silent: bool = False
    knocks: bool = False
    size: int | None = None


@dataclass
class Shared:
    """One connection in one organisation."""

    plan: Plan
    random: Random
    scheduler: Scheduler = field(default_factory=Scheduler)

    def __post_init__(self) -> None:
        plan, scheduler = self.plan, self.scheduler
        self.rows: dict[int, Row] = {}
        self.batches = BatchBook()
        self.links = LinkBook()
        self.leases = LeaseBook(scheduler)
        self.account = AccountBook(scheduler)
        self.tokens = TokenBook(scheduler)
        self.checkpoint = Checkpoint()
        self.lines: list[str] = []
        self.note: Callable[[str], None] = lambda _: None
        self.is_active = True
        self.connection = _connection(plan)
        self._open_xero(plan, scheduler)
        self.ring: Callable[[], None] = lambda: None
        self.look_soon: Callable[[], None] = lambda: None
        self.looks = LookBook()
        self.known_lists = KnownLists()
        self.company_book = CompanyBook(_names(plan), are_namesakes=plan.are_namesakes)
        self.tenant = Tenant(scheduler)
        self.autotask_server = Server(self.tenant, plan.page_size, is_by_day=plan.is_by_day)
        refusals = self.clerk.refusals
        self.oracle = Oracle(plan, self.books, self.rows, self.door, refusals)
        if plan.companies_ms:
            self.oracle.contacts = self.contact_oracle = ContactOracle(self)
        if plan.ingesters:
            self.oracle.billing = self.billing_oracle = BillingOracle(self)

    def _open_xero(self, plan: Plan, scheduler: Scheduler) -> None:
        self.books = Books()
        self.identity = Identity(is_strict=plan.is_strict)
        self.clerk = Clerk(self.books, self._watch)
        self.clerk.may_approve = plan.may_approve
        self.clerk.merged_are_followed = plan.follows_merges
        counter = Counter(
            plan.a_minute,
            plan.at_once,
            plan.day_left,
            day_ends_at=plan.day_ends_ms,
            is_rolling=plan.is_rolling,
        )
        keys = KeyStore(sees_running=plan.sees_running)
        self.door = Door(scheduler, self.books, self.clerk, self.identity, counter, keys)
        self.door.keeps_errors = plan.keeps_errors
        slow = (800, 5_000) if plan.is_slow else (40, 600)
        self.door.busy_ms = lambda: self.random.randint(*slow)
        self.consent()

    def _watch(self, how: str, thing: Document | Contact) -> None:
        self.oracle.watch(how, thing)

    def consent(self) -> None:
        """A person connects Counterfoil with Xero."""
        access, refresh = self.identity.consent(self.scheduler.ms)
        ends_at = self.scheduler.now() + timedelta(minutes=30)
        self.tokens.put(FreshTokens(access, refresh, ends_at))
        self.checkpoint = Checkpoint()

    def is_busy(self) -> bool:
        """Something waits, is on its way, or nobody knows."""
        if self.batches.open_batches("kauri"):
            return True
        if self.plan.ingesters and self.billing_oracle.is_waiting():
            return True
        return any(
            row.status in (Status.PENDING_SYNC, Status.PROCESSING) for row in self.rows.values()
        )

    def snapshot(self) -> tuple[object, ...]:
        """Everything that two more restarts may not change."""
        return (
            [(d.xero_id, d.number, d.status, d.updated_at) for d in self.books.documents.values()],
            [(c.contact_id, c.name, c.is_archived) for c in self.books.contacts.values()],
            [(r.autotask_id, r.status, r.version, r.xero_id) for r in self.rows.values()],
            self.batches.snapshot(),
        )


def _names(plan: Plan) -> dict[int, str]:
    numbers = range(7, 7 + plan.companies)
    return {n: "Aroha Dental" if plan.are_namesakes else f"Company {n}" for n in numbers}


def _connection(plan: Plan) -> Connection:
    settings = make_settings(
        batch_size=plan.batch_size,
        batches_in_flight=plan.in_flight,
        update_contacts=plan.companies_ms > 0,
        skip_exported=plan.exports_ms > 0,
    )
    if not plan.ingesters:
        return make_connection(settings=settings)
    settings = settings.model_copy(
        update={
            "overlap_minutes": plan.overlap_minutes,
            "poll_seconds": plan.poll_seconds,
            "number_hold_minutes": _HOLD_MINUTES,
            "lines_hold_minutes": _HOLD_MINUTES,
            "sweep_hour": _SWEEP_HOUR,
        }
    )
    return make_connection(settings=settings, timezone=_ZONE)
