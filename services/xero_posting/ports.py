"""What the use cases of posting need from outside, named by need; the store's modules fit as they are."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from core.domain.batch import Batch
from core.domain.call_account import Refusal
from core.domain.contacts.link import ContactLink
from core.domain.contacts.xero_contact import FullContact, PaymentTerms
from core.domain.doubt import Doubt
from core.domain.faults import Fault
from core.domain.records import Due, PostingRecord
from core.domain.status import Status
from core.domain.xero_document import (
    DocumentKind,
    ElementAnswer,
    XeroContact,
    XeroDocument,
    XeroDraft,
)
from core.store.invoices import Arrival, Completion, Skip, Step, Stop, Terms
from core.store.leases import Lease

Mapped = tuple[PostingRecord, XeroDraft]


class Answer(Protocol):
    """Xero's answer to a batch, element by element."""

    @property
    def elements(self) -> tuple[ElementAnswer, ...]: ...


class Ledger(Protocol):
    """Xero, as far as posting talks to it. Raises the errors of `core.domain.errors`.

    `send` calls `leaving` once, when nothing but the network is between the request and Xero.
    """

    def send(
        self, method: str, path: str, body: bytes, key: str, leaving: Callable[[], None]
    ) -> Answer: ...
    def contacts(self, page: int) -> tuple[list[XeroContact], bool]: ...
    def contacts_by_number(self, numbers: Sequence[str]) -> list[XeroContact]: ...
    def contacts_in_full(self, ids: Sequence[str]) -> list[FullContact]: ...
    def documents_by_number(
        self, kind: DocumentKind, numbers: Sequence[str]
    ) -> list[XeroDocument]: ...
    def documents_changed(self, kind: DocumentKind, since: datetime) -> list[XeroDocument]: ...
    def document(self, kind: DocumentKind, xero_id: str) -> XeroDocument | None: ...


class Records(Protocol):
    """The records of the ledger that go to Xero: invoices, or purchase orders."""

    def due(self, connection_id: str, now: datetime, limit: int) -> Sequence[Due]: ...
    def due_companies(
        self, connection_id: str, now: datetime, known: Collection[int] = ()
    ) -> dict[int, str]: ...
    def claim(
        self, connection_id: str, autotask_ids: Sequence[int], batch_id: str, step: Step
    ) -> Sequence[PostingRecord]: ...
    def in_batch(self, batch_id: str) -> Sequence[PostingRecord]: ...
    def complete(
        self, connection_id: str, batch_id: str, completions: Iterable[Completion], step: Step
    ) -> None: ...
    def stop(
        self, connection_id: str, batch_id: str, stops: Iterable[Stop], step: Step
    ) -> None: ...
    def skip(
        self, connection_id: str, batch_id: str, skips: Iterable[Skip], step: Step
    ) -> None: ...
    def stop_pending(
        self, connection_id: str, company_id: int, fault: Fault, step: Step
    ) -> list[int]: ...
    def hold_pending(
        self, connection_id: str, company_id: int, until: datetime, step: Step
    ) -> list[int]: ...
    def give_back(
        self,
        batch_id: str,
        step: Step,
        terms: Terms = ...,
        *,
        autotask_ids: Collection[int] | None = None,
    ) -> int: ...
    def mark_checking(self, batch_id: str, step: Step) -> None: ...
    def clear_doubt(self, batch_id: str, autotask_ids: Collection[int]) -> None: ...
    def is_linked(self, connection_id: str, xero_id: str) -> bool: ...
    def doubtful(
        self, connection_id: str, sent_before: datetime, limit: int
    ) -> Sequence[PostingRecord]: ...
    def link_arrival(self, connection_id: str, arrival: Arrival, step: Step) -> Status | None: ...
    def end_doubts(self, connection_id: str, doubts: Mapping[int, Doubt]) -> None: ...
    def claims_without_batch(
        self, connection_id: str, open_batch_ids: Collection[str]
    ) -> list[str]: ...
    def record_decisions(
        self, connection_id: str, decisions: Mapping[int, tuple[dict[str, Any], ...]]
    ) -> None: ...


class Batches(Protocol):
    """Frozen requests."""

    def freeze(self, batch: Batch, fence: int, now: datetime) -> None: ...
    def bury(self, batch_id: str, connection_id: str, now: datetime) -> bool: ...
    def mark_sent(self, batch: Batch, fence: int, now: datetime) -> Batch: ...
    def mark_unsent(self, batch_id: str, fence: int) -> None: ...
    def withdraw(self, batch_id: str, fence: int, now: datetime) -> bool: ...
    def mark_unknown(self, batch_id: str, now: datetime) -> None: ...
    def mark_looked_up(self, batch_id: str, now: datetime) -> None: ...
    def close(self, batch_id: str, outcome: str, now: datetime) -> None: ...
    def open_batches(self, connection_id: str) -> list[Batch]: ...


class ContactLinks(Protocol):
    """Which Xero contact a company is."""

    def linked(self, connection_id: str, company_ids: Iterable[int]) -> dict[int, str]: ...
    def get(self, connection_id: str, company_ids: Iterable[int]) -> dict[int, ContactLink]: ...
    def taken(self, connection_id: str) -> Mapping[str, int]: ...
    def companies(self, connection_id: str) -> Collection[int]: ...
    def link(self, connection_id: str, new: ContactLink, now: datetime) -> bool: ...
    def relink(self, connection_id: str, new: ContactLink, now: datetime) -> bool: ...
    def distrust(self, connection_id: str, company_ids: Iterable[int]) -> None: ...
    def note_update(
        self, connection_id: str, company_id: int, content_hash: str, refused_name: str = ""
    ) -> None: ...
    def note_terms(
        self, connection_id: str, found: Mapping[int, PaymentTerms | None], now: datetime
    ) -> None: ...
    def terms(
        self, connection_id: str, company_ids: Iterable[int]
    ) -> Mapping[int, PaymentTerms]: ...


class Lists(Protocol):
    """What ingestion learned of Autotask's lists."""

    def load(self, connection_id: str, kind: str) -> Mapping[str, Any]: ...
    def load_some(
        self, connection_id: str, kind: str, keys: Iterable[str]
    ) -> Mapping[str, Any]: ...


class Leases(Protocol):
    """Proof that no other instance has taken over."""

    def renew(self, lease: Lease) -> None: ...


class Crew(Protocol):
    """Hands that work at the same time, so many at most. Work that is started never raises."""

    def make_room(self) -> None:
        """Wait until one more can be started at once."""

    def start(self, work: Callable[[], None]) -> None: ...

    def join(self) -> None:
        """Wait until everything that was started has ended."""


class Pace(Protocol):
    """How many documents the next batch may hold."""

    @property
    def size(self) -> int: ...

    def note(self, took: timedelta | None) -> None:
        """An answer took so long; None: there was none."""

    def too_large(self, sent: int) -> None:
        """Xero refused a request of so many documents for its size."""


class Health(Protocol):
    """How the Xero side of the connection is, for the screens."""

    def warn(self, code: str, message: str) -> None:
        """Something stands that a person should know and that stops nothing."""

    def unwarn(self, code: str) -> None:
        """It stands no longer."""

    def waits(self, refusal: Refusal | None) -> None:
        """A limit is waited out; None: it goes on."""


class Trace(Protocol):
    """What a traced record keeps of its way to Xero (Diagnostic Mode)."""

    def __call__(
        self, connection_id: str, autotask_id: int, entries: Sequence[Mapping[str, Any]]
    ) -> None: ...
