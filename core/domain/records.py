"""Stored documents as the use cases see them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from core.domain.connection_settings import ConnectionSettings
from core.domain.invoice import Invoice
from core.domain.status import Status


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


@dataclass(frozen=True, slots=True)
class Ingested:
    """An invoice on its way into the ledger, with what the ledger keeps beside it."""

    invoice: Invoice
    company: str
    currency: str
    content_hash: str
    raw: dict[str, object]
    billing_codes: Mapping[int, str] = field(default_factory=dict)
