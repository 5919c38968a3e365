"""What one round of posting works with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.domain.batch import Batch
from core.domain.records import Connection, InvoiceRecord
from core.domain.status import Status
from core.runtime.clock import Clock
from core.runtime.journal import Journal
from core.store.invoices import Step
from core.store.leases import Lease
from services.xero_posting.ports import (
    Batches,
    ContactLinks,
    Invoices,
    Leases,
    Ledger,
    Lists,
)

SERVICE = "xero_posting"


@dataclass(frozen=True, slots=True)
class Desk:
    """A connection in hand under a lease, with everything that reaches outside as a port."""

    connection: Connection
    lease: Lease
    ledger: Ledger
    renew_token: Callable[[], None]
    blocked_until: Callable[[], datetime | None]
    invoices: Invoices
    batches: Batches
    links: ContactLinks
    lists: Lists
    leases: Leases
    journal: Journal
    now: Clock
    public_url: str
    announce: Callable[[str, dict[str, Any]], None]

    def step(self, code: str, message: str) -> Step:
        """A line of history in this actor's name."""
        return Step(code, message, SERVICE, self.now(), self.journal.run_id)

    def tell_status(self, autotask_id: int, status: Status) -> None:
        self.announce(
            "document_status_changed",
            {
                "connection_id": self.connection.id,
                "kind": "invoice",
                "autotask_id": autotask_id,
                "status": status.value,
            },
        )

    def records_of(self, batch: Batch) -> dict[int, InvoiceRecord]:
        """What a batch still holds, by Autotask id."""
        return {record.invoice.autotask_id: record for record in self.invoices.in_batch(batch.id)}
