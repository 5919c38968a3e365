"""Autotask as far as it is told what is in Xero, and what the ledger remembers of that."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from core.clients.autotask.entities import RawInvoice
from core.domain.errors import RejectedError
from core.domain.write_back import Untold


@dataclass
class FakeAutotask:
    """Satisfies the port `Autotask` of the write back; `rows` are Autotask's own."""

    rows: dict[int, dict[str, Any]] = field(default_factory=dict)
    # What the next writes meet, one each; None lets one through.
    failures: list[Exception | None] = field(default_factory=list)
    refuses: frozenset[int] = frozenset()
    # A write that fails has been carried out all the same.
    loses_answers: bool = False
    writes: list[int] = field(default_factory=list)
    reads: int = 0

    def invoices_by_id(self, ids: Sequence[int]) -> list[RawInvoice]:
        self.reads += 1
        return [RawInvoice(each, dict(self.rows[each])) for each in ids if each in self.rows]

    def write_back(
        self,
        autotask_id: int,
        *,
        exported_at: datetime | None = None,
        invoice_number: str | None = None,
    ) -> None:
        self.writes.append(autotask_id)
        if autotask_id in self.refuses:
            raise RejectedError("No.", reasons=("Data violation.",), status=500)
        failure = self.failures.pop(0) if self.failures else None
        if failure is not None and not self.loses_answers:
            raise failure
        if exported_at is not None:
            self.rows[autotask_id]["webServiceDate"] = exported_at.isoformat()
        if invoice_number is not None:
            self.rows[autotask_id]["invoiceNumber"] = invoice_number
        if failure is not None:
            raise failure


@dataclass
class InMemoryTold:
    """Satisfies the port `Told`: the rules of `core/store/invoices/written_back.py`."""

    waiting: dict[int, Untold] = field(default_factory=dict)
    written: dict[int, datetime] = field(default_factory=dict)
    numbers: dict[int, str] = field(default_factory=dict)
    refusals: dict[int, tuple[str, datetime | None]] = field(default_factory=dict)
    given_up: dict[int, str] = field(default_factory=dict)

    def unwritten_back(self, connection_id: str, now: datetime, limit: int) -> list[Untold]:
        due = [each for each in self.waiting.values() if self._is_due(each.autotask_id, now)]
        return sorted(due, key=lambda each: each.completed_at)[:limit]

    def _is_due(self, autotask_id: int, now: datetime) -> bool:
        if autotask_id in self.written or autotask_id in self.given_up:
            return False
        _, next_at = self.refusals.get(autotask_id, ("", now))
        return next_at is not None and next_at <= now

    def note_written_number(self, connection_id: str, autotask_id: int, number: str) -> None:
        self.numbers[autotask_id] = number

    def mark_written_back(self, connection_id: str, untold: Untold, at: datetime) -> None:
        self.written[untold.autotask_id] = at
        self.refusals.pop(untold.autotask_id, None)

    def mark_write_back_refused(
        self,
        connection_id: str,
        autotask_id: int,
        reason: str,
        at: datetime,
        next_at: datetime | None,
    ) -> None:
        before = self.waiting[autotask_id]
        self.waiting[autotask_id] = replace(before, refusals=before.refusals + 1)
        self.refusals[autotask_id] = (reason, next_at)

    def give_up_write_back(
        self, connection_id: str, autotask_id: int, reason: str, at: datetime
    ) -> None:
        self.given_up[autotask_id] = reason
