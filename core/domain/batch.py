"""A batch: one request that may change something in Xero, frozen before it leaves.

What to do about one whose answer never came is in `remedy.py`.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from core.domain.voiding import ENDED
from core.domain.xero_document import DocumentKind


class BatchState(StrEnum):
    """How far a batch has come; only `sent` can be ambiguous."""

    PREPARED = "prepared"
    SENT = "sent"
    CLOSED = "closed"


class BatchKind(StrEnum):
    """What a batch carries; one kind per request."""

    CONTACTS = "contacts"
    CONTACT_UPDATE = "contact_update"
    INVOICES = "invoices"
    CREDIT_NOTES = "credit_notes"
    BILLS = "bills"
    PURCHASE_ORDERS = "purchase_orders"
    INVOICE_UPDATE = "invoice_update"
    CREDIT_NOTE_UPDATE = "credit_note_update"
    BILL_UPDATE = "bill_update"
    PURCHASE_ORDER_UPDATE = "purchase_order_update"

    @property
    def is_of_contacts(self) -> bool:
        return self in (BatchKind.CONTACTS, BatchKind.CONTACT_UPDATE)

    @property
    def is_update(self) -> bool:
        return self is BatchKind.CONTACT_UPDATE or self in UPDATES.values()

    @property
    def document_kind(self) -> DocumentKind:
        """What its elements are; a batch of contacts has none (LookupError)."""
        return _DOCUMENT_KINDS[self]


CREATES = {
    DocumentKind.INVOICE: BatchKind.INVOICES,
    DocumentKind.CREDIT_NOTE: BatchKind.CREDIT_NOTES,
    DocumentKind.BILL: BatchKind.BILLS,
    DocumentKind.PURCHASE_ORDER: BatchKind.PURCHASE_ORDERS,
}
UPDATES = {
    DocumentKind.INVOICE: BatchKind.INVOICE_UPDATE,
    DocumentKind.CREDIT_NOTE: BatchKind.CREDIT_NOTE_UPDATE,
    DocumentKind.BILL: BatchKind.BILL_UPDATE,
    DocumentKind.PURCHASE_ORDER: BatchKind.PURCHASE_ORDER_UPDATE,
}
_DOCUMENT_KINDS = {batch: document for document, batch in [*CREATES.items(), *UPDATES.items()]}


@dataclass(frozen=True, slots=True)
class Element:
    """One document (or contact) of a batch and what proves that an answer is about it.

    `source_id` is the record's Autotask id, or the company id for contacts. An empty `number` lets
    Xero number it. `xero_id`, `seen_at` and `fingerprint` belong to updates: which document, when
    Xero had last changed it as we read it, and what it is to hold afterwards (`difference`).
    """

    source_id: int
    number: str
    total: Decimal = Decimal(0)
    contact_id: str = ""
    marker: str = ""
    content_hash: str = ""
    currency: str = ""
    status: str = ""
    xero_id: str = ""
    seen_at: datetime | None = None
    fingerprint: str = ""
    is_traced: bool = False

    @property
    def ends_document(self) -> bool:
        """Tell whether it voids or deletes a document instead of giving it contents."""
        return self.status in ENDED


@dataclass(frozen=True, slots=True)
class Batch:
    """A frozen request and where it stands."""

    id: str
    connection_id: str
    tenant_id: str
    kind: BatchKind
    method: str
    path: str
    body: bytes
    key: str
    generation: int
    state: BatchState
    elements: tuple[Element, ...]
    sends: int = 0
    first_sent_at: datetime | None = None
    last_sent_at: datetime | None = None
    looked_up_at: datetime | None = None

    @property
    def is_void(self) -> bool:
        """Tell whether it carries a void of Autotask's; such a one is always alone."""
        return any(element.ends_document for element in self.elements)

    @property
    def is_protected(self) -> bool:
        """Tell whether Xero itself would refuse to make any of its elements a second time."""
        if self.kind is BatchKind.CONTACTS:
            return True
        return not self.kind.is_update and all(
            is_unique(self.kind.document_kind, element.number) for element in self.elements
        )


def is_unique(kind: DocumentKind, number: str) -> bool:
    """Tell whether Xero keeps this number unique: any of ours, but never a bill's (Invoices)."""
    return bool(number) and kind is not DocumentKind.BILL


@dataclass(frozen=True, slots=True)
class Write:
    """A request that may change something, before it becomes a batch."""

    kind: BatchKind
    method: str
    path: str
    body: bytes


def prepare(
    batch_id: str, connection_id: str, tenant_id: str, write: Write, elements: tuple[Element, ...]
) -> Batch:
    """Freeze a request into the first generation of a batch."""
    return Batch(
        id=batch_id,
        connection_id=connection_id,
        tenant_id=tenant_id,
        kind=write.kind,
        method=write.method,
        path=write.path,
        body=write.body,
        key=idempotency_key(tenant_id, batch_id, 1),
        generation=1,
        state=BatchState.PREPARED,
        elements=elements,
    )


def idempotency_key(tenant_id: str, batch_id: str, generation: int) -> str:
    """At most 128 characters; the tenant is in it because Xero scopes keys to the app."""
    return hashlib.sha256(f"{tenant_id}|{batch_id}|{generation}".encode()).hexdigest()


def body_hash(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
