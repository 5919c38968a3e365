"""A batch: one request that may change something in Xero, frozen before it leaves.

An answer that never came is the interesting case. Xero keeps an idempotency key for six minutes
from the first call (developer.xero.com, "Idempotent requests"), so inside five the very same bytes
may go again under the same key; after that only a look-up can tell what happened, and not before
two minutes have passed since the last send, because a slow commit may still be on its way.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

KEY_LIFE = timedelta(minutes=5)
LATE_COMMIT_WAIT = timedelta(minutes=2)
RESEND_PAUSE = timedelta(seconds=5)
MAX_SENDS = 3


class BatchState(StrEnum):
    """How far a batch has come; only `sent` can be ambiguous."""

    PREPARED = "prepared"
    SENT = "sent"
    CLOSED = "closed"


class BatchKind(StrEnum):
    """What a batch carries; one kind per request."""

    CONTACTS = "contacts"
    INVOICES = "invoices"
    CREDIT_NOTES = "credit_notes"
    INVOICE_UPDATE = "invoice_update"
    CREDIT_NOTE_UPDATE = "credit_note_update"


@dataclass(frozen=True, slots=True)
class Element:
    """One document (or contact) of a batch and what proves that an answer is about it.

    `source_id` is the Autotask invoice id, or the company id for contacts.
    """

    source_id: int
    number: str
    total: Decimal = Decimal(0)
    contact_id: str = ""
    marker: str = ""
    content_hash: str = ""


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


class Remedy(StrEnum):
    """What to do about a batch whose outcome is unknown."""

    RELEASE = "release"
    SEND = "send"
    WAIT = "wait"
    LOOK_UP = "look_up"


def idempotency_key(tenant_id: str, batch_id: str, generation: int) -> str:
    """At most 128 characters; the tenant is in it because Xero scopes keys to the app."""
    return hashlib.sha256(f"{tenant_id}|{batch_id}|{generation}".encode()).hexdigest()


def body_hash(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def choose_remedy(batch: Batch, now: datetime) -> tuple[Remedy, datetime]:
    """Say what a batch found open needs, and when to ask again if it is to wait.

    A batch still `prepared` never left, and nobody knows how old its contents are: its documents
    are released and go with a fresh batch.
    """
    if batch.state is BatchState.PREPARED or batch.first_sent_at is None:
        return Remedy.RELEASE, now
    last = batch.last_sent_at or batch.first_sent_at
    key_lives = now - batch.first_sent_at < KEY_LIFE
    if key_lives and batch.sends < MAX_SENDS:
        resend_at = last + RESEND_PAUSE * batch.sends
        return (Remedy.SEND, now) if now >= resend_at else (Remedy.WAIT, resend_at)
    look_at = last + LATE_COMMIT_WAIT
    return (Remedy.LOOK_UP, now) if now >= look_at else (Remedy.WAIT, look_at)
