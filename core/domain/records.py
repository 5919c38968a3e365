"""Stored documents as the use cases see them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from core.domain.connection_settings import ConnectionSettings
from core.domain.doubt import Doubt
from core.domain.invoice import Invoice
from core.domain.status import Status
from core.domain.xero_document import DocumentKind


@dataclass(frozen=True, slots=True)
class Connection:
    """A connection without its secrets."""

    id: str
    name: str
    is_active: bool
    settings: ConnectionSettings
    zone_url: str | None = None
    tenant_id: str | None = None
    token_set_id: str | None = None
    short_code: str | None = None
    # Set when another connection has the credentials of the Autotask tenant that this one reads.
    autotask_of: str | None = None
    # The organisation's, by its IANA name.
    timezone: str | None = None
    # Codes of the warnings that stand on it (connections.warn).
    warnings: frozenset[str] = frozenset()

    @property
    def autotask_key(self) -> str:
        """Under which id the tenant's credentials, lists, budget and checkpoint are kept."""
        return self.autotask_of or self.id


@dataclass(frozen=True, slots=True)
class Due:
    """As much of a due record as it takes to choose it; the whole is read once it is claimed."""

    autotask_id: int
    party_id: int
    kind: DocumentKind
    xero_id: str | None = None
    is_solo: bool = False
    ingested_at: datetime | None = None


class PostingRecord(Protocol):
    """What the engine of posting needs of a record, whatever it is in Autotask.

    `party` is who the document is for: the client of an invoice, the vendor of a purchase order.
    """

    @property
    def connection_id(self) -> str: ...
    @property
    def autotask_id(self) -> int: ...
    @property
    def party_id(self) -> int: ...
    @property
    def party(self) -> str: ...
    @property
    def kind(self) -> DocumentKind: ...
    @property
    def number(self) -> str | None: ...
    @property
    def total(self) -> Decimal: ...
    @property
    def issued_on(self) -> date | None: ...
    @property
    def currency(self) -> str: ...
    @property
    def content_hash(self) -> str: ...
    @property
    def xero_kind(self) -> str | None: ...
    @property
    def xero_id(self) -> str | None: ...
    @property
    def xero_number(self) -> str | None: ...
    @property
    def is_solo(self) -> bool: ...
    @property
    def is_traced(self) -> bool: ...
    @property
    def ingested_at(self) -> datetime | None: ...
    @property
    def moved_at(self) -> datetime | None: ...
    @property
    def doubt(self) -> Doubt | None: ...
    @property
    def is_voided(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class InvoiceRecord:
    """An invoice of the ledger: what Autotask said and where it stands."""

    connection_id: str
    invoice: Invoice
    company: str
    currency: str
    status: Status
    version: int
    content_hash: str
    xero_kind: str | None = None
    xero_id: str | None = None
    xero_number: str | None = None
    is_solo: bool = False
    batch_id: str | None = None
    is_unskipped: bool = False
    ingested_at: datetime | None = None
    hold_code: str | None = None
    is_traced: bool = False
    # When its status last changed.
    moved_at: datetime | None = None
    doubt: Doubt | None = None
    # Also when the document is gone by now, and it is to be made anew.
    was_in_xero: bool = False

    @property
    def autotask_id(self) -> int:
        return self.invoice.autotask_id

    @property
    def party_id(self) -> int:
        return self.invoice.company_id

    @property
    def party(self) -> str:
        return self.company

    @property
    def kind(self) -> DocumentKind:
        """What it becomes in Xero: below zero, a credit note."""
        return DocumentKind.CREDIT_NOTE if self.invoice.total < 0 else DocumentKind.INVOICE

    @property
    def number(self) -> str | None:
        return self.invoice.number

    @property
    def total(self) -> Decimal:
        return self.invoice.total

    @property
    def issued_on(self) -> date | None:
        return self.invoice.issued_on

    @property
    def is_voided(self) -> bool:
        """Autotask voided it: of its document in Xero nothing but its end is left to bring about."""
        return self.invoice.is_voided


@dataclass(frozen=True, slots=True)
class Ingested:
    """An invoice on its way into the ledger, with what the ledger keeps beside it."""

    invoice: Invoice
    company: str
    currency: str
    content_hash: str
    raw: dict[str, object]
    billing_codes: Mapping[int, str] = field(default_factory=dict)
