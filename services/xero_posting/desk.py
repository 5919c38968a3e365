"""What one round of posting works with."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.domain.batch import Batch
from core.domain.events import Event
from core.domain.records import Connection, InvoiceRecord
from core.domain.status import Status
from core.runtime.clock import Clock
from core.runtime.journal import Journal
from core.store.invoices import ANY_TIME, Step, Terms
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
    may_go_on: Callable[[], bool]
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

    def tell_status(self, autotask_ids: Sequence[int], status: Status) -> None:
        """Ring once for all that moved together."""
        if autotask_ids:
            self.announce(
                Event.DOCUMENT_STATUS_CHANGED,
                {
                    "connection_id": self.connection.id,
                    "kind": "invoice",
                    "autotask_ids": list(autotask_ids),
                    "status": status.value,
                },
            )

    def give_back(
        self,
        batch_id: str,
        code: str,
        message: str,
        terms: Terms = ANY_TIME,
        *,
        autotask_ids: Collection[int] | None = None,
    ) -> None:
        """Claimed invoices go back to the queue, with a line for each."""
        held = [record.invoice.autotask_id for record in self.invoices.in_batch(batch_id)]
        going = [each for each in held if autotask_ids is None or each in autotask_ids]
        self.invoices.give_back(
            batch_id, self.step(code, message), terms, autotask_ids=autotask_ids
        )
        for autotask_id in going:
            self.journal.warning(code, message, autotask_id=autotask_id)
        self.tell_status(going, Status.PENDING_SYNC)

    def records_of(self, batch: Batch) -> dict[int, InvoiceRecord]:
        """What a batch still holds, by Autotask id."""
        return {record.invoice.autotask_id: record for record in self.invoices.in_batch(batch.id)}
