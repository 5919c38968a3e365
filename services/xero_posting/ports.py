"""What the use cases of posting need from outside, named by need; the store's modules fit as they are."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from core.domain.batch import Batch
from core.domain.faults import Fault
from core.domain.records import InvoiceRecord
from core.domain.xero_document import ElementAnswer, XeroContact, XeroDocument
from core.store.invoices import Completion, Step, Terms
from core.store.leases import Lease


class Answer(Protocol):
    """Xero's answer to a batch, element by element."""

    @property
    def elements(self) -> tuple[ElementAnswer, ...]: ...


class Ledger(Protocol):
    """Xero, as far as posting talks to it. Raises the errors of `core.domain.errors`."""

    def send(self, method: str, path: str, body: bytes, key: str) -> Answer: ...
    def contacts(self, page: int) -> tuple[list[XeroContact], bool]: ...
    def contacts_by_number(self, numbers: Sequence[str]) -> list[XeroContact]: ...
    def invoices_by_number(self, numbers: Sequence[str]) -> list[XeroDocument]: ...
    def credit_notes_by_number(
        self, numbers: Sequence[str], modified_since: datetime | None = None
    ) -> list[XeroDocument]: ...
    def invoices_by_id(self, ids: Sequence[str]) -> list[XeroDocument]: ...
    def credit_note(self, xero_id: str) -> XeroDocument | None: ...


class Invoices(Protocol):
    """The invoices of the ledger."""

    def due(self, connection_id: str, now: datetime, limit: int) -> list[InvoiceRecord]: ...
    def due_companies(self, connection_id: str, now: datetime) -> dict[int, str]: ...
    def claim(
        self, connection_id: str, autotask_ids: Sequence[int], batch_id: str, step: Step
    ) -> list[InvoiceRecord]: ...
    def in_batch(self, batch_id: str) -> list[InvoiceRecord]: ...
    def complete(
        self, connection_id: str, batch_id: str, completions: Iterable[Completion], step: Step
    ) -> None: ...
    def stop(
        self,
        connection_id: str,
        batch_id: str,
        autotask_id: int,
        fault: Fault,
        step: Step,
        document: XeroDocument | None = None,
    ) -> None: ...
    def stop_pending(
        self, connection_id: str, company_id: int, fault: Fault, step: Step
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
    def claims_without_batch(
        self, connection_id: str, open_batch_ids: Collection[str]
    ) -> list[str]: ...
    def record_decisions(
        self, connection_id: str, decisions: dict[int, tuple[dict[str, str], ...]]
    ) -> None: ...


class Batches(Protocol):
    """Frozen requests."""

    def freeze(self, batch: Batch, fence: int, now: datetime) -> None: ...
    def mark_sent(self, batch_id: str, fence: int, now: datetime) -> Batch: ...
    def mark_unsent(self, batch_id: str, fence: int) -> None: ...
    def withdraw(self, batch_id: str, fence: int, now: datetime) -> bool: ...
    def mark_unknown(self, batch_id: str, now: datetime) -> None: ...
    def close(self, batch_id: str, outcome: str, now: datetime) -> None: ...
    def open_batches(self, connection_id: str) -> list[Batch]: ...


class ContactLinks(Protocol):
    """Which Xero contact a company is."""

    def linked(self, connection_id: str, company_ids: Iterable[int]) -> dict[int, str]: ...
    def taken(self, connection_id: str) -> Collection[str]: ...
    def link(
        self,
        connection_id: str,
        company_id: int,
        company: str,
        xero_contact_id: str,
        how: str,
        now: datetime,
    ) -> bool: ...
    def forget(self, connection_id: str, company_ids: Iterable[int]) -> None: ...


class Lists(Protocol):
    """What ingestion learned of Autotask's lists."""

    def load(self, connection_id: str, kind: str) -> Mapping[str, Any]: ...
    def load_some(
        self, connection_id: str, kind: str, keys: Iterable[str]
    ) -> Mapping[str, Any]: ...


class Leases(Protocol):
    """Proof that no other instance has taken over."""

    def renew(self, lease: Lease) -> None: ...
