"""What one round of posting works with."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from core.domain.batch import Batch
from core.domain.call_account import Refusal
from core.domain.events import Event
from core.domain.records import Connection, PostingRecord
from core.domain.status import Status
from core.domain.write_back import is_wanted
from core.runtime.clock import Clock
from core.runtime.journal import Journal
from core.store.invoices import ANY_TIME, Step, Terms
from core.store.leases import Lease
from services.xero_posting.ports import (
    Batches,
    ContactLinks,
    Crew,
    Health,
    Leases,
    Ledger,
    Lists,
    Mapped,
    Pace,
    Records,
    Trace,
)

SERVICE = "xero_posting"

Decisions = tuple[dict[str, Any], ...]


class MapClaimed(Protocol):
    """Maps claimed records; what the tables do not cover drops out with a fault or a hold.

    `claimed` are what this desk's own store gave: the engine only passes them on.
    """

    def __call__(
        self, desk: "Desk", batch_id: str, claimed: Sequence[Any], linked: Mapping[int, str]
    ) -> Sequence[Mapped]: ...


@dataclass(frozen=True, slots=True)
class Desk:
    """A connection in hand under a lease, with everything that reaches outside as a port.

    `blocked` tells which limit stops a call now; `pause` waits until an instant and is False when
    the round has to end instead. `doubt_lists` is told the code of a refusal that our copies of
    Xero's lists may be to blame for, `count_text` what Xero said of a record that no pattern knows.
    `kind` is what the records are called in events.
    """

    connection: Connection
    lease: Lease
    ledger: Ledger
    renew_token: Callable[[], None]
    blocked: Callable[[], Refusal | None]
    pause: Callable[[datetime], bool]
    may_go_on: Callable[[], bool]
    records: Records
    batches: Batches
    links: ContactLinks
    lists: Lists
    leases: Leases
    crew: Crew
    pace: Pace
    health: Health
    trace: Trace
    map: MapClaimed
    journal: Journal
    now: Clock
    public_url: str
    announce: Callable[[str, dict[str, Any]], None]
    kind: str = "invoice"
    doubt_lists: Callable[[str, str], None] = lambda _connection_id, _code: None
    count_text: Callable[[int, str], None] = lambda _autotask_id, _text: None
    # What mapping decided, until it is written in the update that moves the record.
    decided: dict[int, Decisions] = field(default_factory=dict)
    # Documents adopted in this round: two deliveries at once must not link the same one.
    adopted: set[str] = field(default_factory=set)

    def wants_pdf(self, *, is_same: bool = True) -> bool | None:
        """Whether Autotask's PDF goes beside a document that says what Autotask says, or not."""
        attaches = self.kind == "invoice" and self.connection.settings.attach_pdf
        return is_same if attaches else None

    def tells_autotask(self) -> bool:
        """Whether Autotask wants to know of an invoice that Xero has got just now."""
        return self.kind == "invoice" and is_wanted(self.connection.settings)

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
                    "kind": self.kind,
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
        """Claimed records go back to the queue, with a line for each."""
        held = [record.autotask_id for record in self.records.in_batch(batch_id)]
        going = [each for each in held if autotask_ids is None or each in autotask_ids]
        self.records.give_back(batch_id, self.step(code, message), terms, autotask_ids=autotask_ids)
        for autotask_id in going:
            self.journal.warning(code, message, autotask_id=autotask_id)
        self.write_decisions(going)
        self.tell_status(going, Status.PENDING_SYNC)

    def keep_decisions(self, decisions: Mapping[int, Decisions]) -> None:
        """Remember why claimed records are mapped as they are."""
        self.decided.update(decisions)

    def write_decisions(self, autotask_ids: Iterable[int]) -> None:
        """Store what is remembered of records that nothing else is about to be written of."""
        left = {each: self.decided.pop(each) for each in autotask_ids if each in self.decided}
        if left:
            self.records.record_decisions(self.connection.id, left)

    def records_of(self, batch: Batch) -> dict[int, PostingRecord]:
        """What a batch still holds, by Autotask id."""
        return {record.autotask_id: record for record in self.records.in_batch(batch.id)}
