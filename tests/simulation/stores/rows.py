"""A record of the ledger as the store keeps it, and as the engine gets it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from core.domain.doubt import Doubt
from core.domain.invoice import Invoice
from core.domain.status import Status, check
from core.domain.xero_document import DocumentKind
from core.store.invoices import Step
from tests.factories.documents import NOON

# Holds that end with time; any other waits for ingestion.
_ENDING_HOLDS = frozenset(
    {"REFRESHING", "CONTACT_WANTED", "PERIOD_LOCKED", "XERO_LIMITED_DAY", "XERO_MAINTENANCE"}
)


@dataclass(frozen=True, slots=True)
class Content:
    """What Autotask says of a document. Amounts are cents, one for each line."""

    kind: DocumentKind
    number: str | None
    company_id: int
    nets: tuple[int, ...]
    taxes: tuple[int, ...]
    order: str = ""
    is_voided: bool = False

    @property
    def cents(self) -> int:
        return sum(self.nets) + sum(self.taxes)

    @property
    def hash(self) -> str:
        return f"{self.kind.value}|{self.number}|{self.company_id}|{self.nets}|{self.order}"


@dataclass(frozen=True, slots=True)
class Record:
    """A row at one moment; the engine's `PostingRecord`."""

    connection_id: str
    autotask_id: int
    content: Content
    party_id: int
    party: str
    kind: DocumentKind
    number: str | None
    total: Decimal
    content_hash: str
    status: Status
    xero_kind: str | None
    xero_id: str | None
    xero_number: str | None
    is_solo: bool
    is_traced: bool
    batch_id: str | None
    doubt: Doubt | None
    hold_code: str | None
    moved_at: datetime | None
    invoice: Invoice | None = None
    is_unskipped: bool = False
    was_in_xero: bool = False
    issued_on: date = date(2026, 11, 20)
    currency: str = "NZD"
    ingested_at: datetime = NOON

    @property
    def is_voided(self) -> bool:
        return self.content.is_voided


@dataclass(slots=True)
class Row:
    """One stored record."""

    connection_id: str
    autotask_id: int
    content: Content
    party: str
    status: Status = Status.PENDING_SYNC
    version: int = 1
    hold_code: str | None = None
    hold_until: datetime | None = None
    not_before: datetime | None = None
    batch_id: str | None = None
    checking_since: datetime | None = None
    is_solo: bool = False
    is_traced: bool = False
    fault: str | None = None
    notice: dict[str, Any] | None = None
    xero_kind: str | None = None
    xero_id: str | None = None
    xero_number: str | None = None
    xero_status: str | None = None
    posted_hash: str | None = None
    # It was complete once, whatever became of that.
    was_in_xero: bool = False
    doubt: Doubt | None = None
    attempts: int = 0
    moved_at: datetime | None = None
    # Changed in Autotask while it was on its way, or after it was posted.
    fresh: Content | None = None
    # Where the real ingestion runs: what only it keeps of a record, in the names of the store.
    is_unskipped: bool = False
    fault_text: str = ""
    ingested: dict[str, Any] = field(default_factory=dict)

    def snapshot(self) -> Record:
        content = self.content
        return Record(
            self.connection_id,
            self.autotask_id,
            content,
            content.company_id,
            self.party,
            content.kind,
            content.number,
            Decimal(content.cents) / 100,
            content.hash,
            self.status,
            self.xero_kind,
            self.xero_id,
            self.xero_number,
            self.is_solo,
            self.is_traced,
            self.batch_id,
            self.doubt,
            self.hold_code,
            self.moved_at,
            self.ingested.get("invoice"),
            self.is_unskipped,
            self.was_in_xero,
        )

    def is_due(self, now: datetime) -> bool:
        if self.status is not Status.PENDING_SYNC:
            return False
        if self.not_before is not None and self.not_before > now:
            return False
        if self.hold_code is None:
            return True
        is_ending = self.hold_code in _ENDING_HOLDS
        return is_ending and self.hold_until is not None and self.hold_until <= now

    def is_doubtful(self, sent_before: datetime) -> bool:
        is_resting = self.status in (Status.FAULT, Status.SKIPPED, Status.DIAGNOSTIC)
        is_doubted = self.doubt is not None and self.doubt.until_at <= sent_before
        return is_resting and is_doubted and self.xero_id is None

    def move(self, target: Status, step: Step, **values: Any) -> None:
        check(self.status, target)
        self.status = target
        self.version += 1
        self.moved_at = step.at
        for name, value in values.items():
            setattr(self, name, value)
