"""The ledger's invoices in memory: the same rules as the store's, one dictionary."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from core.domain.doubt import Doubt
from core.domain.faults import Fault
from core.domain.invoice import Invoice
from core.domain.records import Due, InvoiceRecord
from core.domain.setting_choices import VoidRule
from core.domain.status import Status, check
from core.domain.xero_document import XeroDocument
from core.store.invoices import (
    CONTACT_WANTED,
    PERIOD_LOCKED,
    REFRESHING,
    XERO_LIMITED_DAY,
    XERO_MAINTENANCE,
    Arrival,
    Completion,
    Skip,
    Step,
    Stop,
    Terms,
)
from tests.factories.documents import NOON

_AT_ONCE = Terms()
_TIMED = (REFRESHING, CONTACT_WANTED, PERIOD_LOCKED, XERO_LIMITED_DAY, XERO_MAINTENANCE)
_NO_COUNTERPART = dict.fromkeys(("xero_id", "xero_kind", "xero_number", "xero_status"))


@dataclass
class Row:
    """One stored invoice."""

    connection_id: str
    invoice: Invoice
    company: str
    content_hash: str
    currency: str = "NZD"
    status: Status = Status.PENDING_SYNC
    version: int = 1
    hold_code: str | None = None
    hold_until: datetime | None = None
    not_before: datetime | None = None
    batch_id: str | None = None
    checking_since: datetime | None = None
    is_solo: bool = False
    is_unskipped: bool = False
    is_traced: bool = False
    doubt: Doubt | None = None
    moved_at: datetime = NOON
    fault: Fault | None = None
    notice: Mapping[str, Any] | None = None
    xero_kind: str | None = None
    xero_id: str | None = None
    xero_number: str | None = None
    xero_status: str | None = None
    posted_hash: str | None = None
    is_to_be_told: bool = False
    completed_at: datetime | None = None
    attempts: int = 0
    decisions: Sequence[Mapping[str, Any]] = ()
    ingested_at: datetime = NOON
    history: list[tuple[Status | None, Status, Step]] = field(default_factory=list)

    def as_record(self) -> InvoiceRecord:
        return InvoiceRecord(
            connection_id=self.connection_id,
            invoice=self.invoice,
            company=self.company,
            currency=self.currency,
            status=self.status,
            version=self.version,
            content_hash=self.content_hash,
            xero_kind=self.xero_kind,
            xero_id=self.xero_id,
            xero_number=self.xero_number,
            is_solo=self.is_solo,
            is_traced=self.is_traced,
            moved_at=self.moved_at,
            doubt=self.doubt,
            batch_id=self.batch_id,
            is_unskipped=self.is_unskipped,
            ingested_at=self.ingested_at,
            hold_code=self.hold_code,
        )

    def is_due(self, now: datetime) -> bool:
        if self.status is not Status.PENDING_SYNC:
            return False
        may_wait_no_longer = (
            self.hold_code in _TIMED and self.hold_until is not None and self.hold_until <= now
        )
        is_free = self.hold_code is None or may_wait_no_longer
        return is_free and (self.not_before is None or self.not_before <= now)

    def is_doubtful(self, sent_before: datetime) -> bool:
        is_resting = self.status in (Status.FAULT, Status.SKIPPED, Status.DIAGNOSTIC)
        is_doubted = self.doubt is not None and self.doubt.until_at <= sent_before
        return is_resting and is_doubted and self.xero_id is None

    def move(self, target: Status, step: Step, **values: Any) -> None:
        check(self.status, target)
        self.history.append((self.status, target, step))
        self.status = target
        self.moved_at = step.at
        self.version += 1
        for name, value in values.items():
            setattr(self, name, value)

    @property
    def codes(self) -> list[str]:
        return [step.code for _, _, step in self.history]


class InMemoryInvoices:
    """Satisfies the port `Invoices`; `add`, `resync` and `row` are for tests."""

    def __init__(self, *invoices: Invoice, connection_id: str = "kauri") -> None:
        self._connection_id = connection_id
        self.rows: dict[int, Row] = {}
        self.looks_at_companies = 0
        for invoice in invoices:
            self.add(invoice)

    def add(self, invoice: Invoice, **more: Any) -> Row:
        row = Row(
            self._connection_id,
            invoice,
            more.pop("company", f"Company {invoice.company_id}"),
            f"hash of {invoice.autotask_id}",
            **more,
        )
        self.rows[invoice.autotask_id] = row
        return row

    def row(self, autotask_id: int) -> Row:
        return self.rows[autotask_id]

    def resync(self, autotask_id: int, now: datetime, invoice: Invoice | None = None) -> bool:
        """A person asks for it again; Autotask's fresh data came in at once."""
        row = self.rows[autotask_id]
        if row.status not in (Status.FAULT, Status.SKIPPED, Status.COMPLETE):
            return False
        row.move(
            Status.PENDING_SYNC,
            Step("RESYNC", "Resync.", "somebody", now),
            fault=None,
            notice=None,
            not_before=None,
            is_solo=False,
        )
        if invoice is not None:
            row.invoice, row.content_hash = invoice, f"hash of {invoice!r}"
        return True

    def void(self, autotask_id: int, now: datetime, rule: VoidRule = VoidRule.VOID) -> bool:
        """Autotask voids it, and ingestion sees that; False while it is being settled."""
        row = self.rows[autotask_id]
        if row.status is Status.PROCESSING:
            return False
        row.invoice = replace(row.invoice, is_voided=True, lines=())
        row.content_hash = f"void of {autotask_id}"
        step = Step("VOIDED_IN_AUTOTASK", "Voided in Autotask.", "autotask", now)
        if row.xero_id is None and row.status in (Status.PENDING_SYNC, Status.FAULT):
            row.move(Status.SKIPPED, step, hold_code=None, hold_until=None, fault=None)
        elif row.status is Status.COMPLETE and rule is VoidRule.KEEP:
            row.notice = {"code": "VOIDED_KEPT", "message": "Kept."}
        elif row.status in (Status.COMPLETE, Status.FAULT):
            row.move(Status.PENDING_SYNC, step, fault=None, notice=None)
        return True

    def due(self, connection_id: str, now: datetime, limit: int) -> list[Due]:
        records = [row.as_record() for row in self._sorted() if row.is_due(now)]
        return [
            Due(
                each.autotask_id,
                each.party_id,
                each.kind,
                each.xero_id,
                each.is_solo,
                each.ingested_at,
            )
            for each in records[:limit]
        ]

    def due_companies(
        self, connection_id: str, now: datetime, known: Collection[int] = ()
    ) -> dict[int, str]:
        self.looks_at_companies += 1
        return {
            row.invoice.company_id: row.company
            for row in self._sorted()
            if row.is_due(now) and row.invoice.company_id not in known
        }

    def hold_pending(
        self, connection_id: str, company_id: int, until: datetime, step: Step
    ) -> list[int]:
        held: list[int] = []
        for row in self._sorted():
            is_wanted = row.is_due(step.at) and row.xero_id is None
            if not is_wanted or row.invoice.company_id != company_id:
                continue
            if row.hold_code != step.code:
                row.history.append((row.status, row.status, step))
                held.append(row.invoice.autotask_id)
            row.hold_code, row.hold_until = step.code, until
        return held

    def claim(
        self, connection_id: str, autotask_ids: Sequence[int], batch_id: str, step: Step
    ) -> list[InvoiceRecord]:
        for autotask_id in autotask_ids:
            row = self.rows[autotask_id]
            if row.is_due(step.at):
                row.move(
                    Status.PROCESSING,
                    step,
                    batch_id=batch_id,
                    hold_code=None,
                    hold_until=None,
                    not_before=None,
                )
        return self.in_batch(batch_id)

    def in_batch(self, batch_id: str) -> list[InvoiceRecord]:
        return [row.as_record() for row in self._held_by(batch_id)]

    def complete(
        self, connection_id: str, batch_id: str, completions: Iterable[Completion], step: Step
    ) -> None:
        held = {row.invoice.autotask_id: row for row in self._held_by(batch_id)}
        for completion in completions:
            row = held.get(completion.autotask_id)
            if row is None:
                continue
            document = completion.document
            row.move(
                Status.COMPLETE,
                Step(step.code, completion.message, step.by, step.at, step.run_id),
                batch_id=None,
                checking_since=None,
                fault=None,
                notice=completion.notice,
                is_solo=False,
                attempts=0,
                doubt=completion.doubt,
                posted_hash=completion.posted_hash,
                is_to_be_told=completion.tells_autotask,
                completed_at=row.completed_at or step.at,
                decisions=row.decisions if completion.decisions is None else completion.decisions,
                **_counterpart(document),
            )

    def stop(self, connection_id: str, batch_id: str, stops: Iterable[Stop], step: Step) -> None:
        held = {row.invoice.autotask_id: row for row in self._held_by(batch_id)}
        for stop in stops:
            if (row := held.get(stop.autotask_id)) is not None:
                row.move(
                    Status.FAULT,
                    replace(step, code=stop.fault.code, message=stop.fault.message),
                    fault=stop.fault,
                    batch_id=None,
                    checking_since=None,
                    attempts=row.attempts + 1,
                    doubt=stop.doubt or row.doubt,
                    decisions=row.decisions if stop.decisions is None else stop.decisions,
                    **(_counterpart(stop.document) if stop.document else {}),
                )

    def skip(self, connection_id: str, batch_id: str, skips: Iterable[Skip], step: Step) -> None:
        held = {row.invoice.autotask_id: row for row in self._held_by(batch_id)}
        for skip in skips:
            if (row := held.get(skip.autotask_id)) is not None:
                row.move(
                    Status.SKIPPED,
                    replace(step, code=skip.code, message=skip.message),
                    batch_id=None,
                    checking_since=None,
                    fault=None,
                    notice=None,
                    attempts=0,
                    is_solo=False,
                    is_traced=False,
                    doubt=None,
                    **(_counterpart(skip.document) if skip.document else {}),
                )

    def stop_pending(
        self, connection_id: str, company_id: int, fault: Fault, step: Step
    ) -> list[int]:
        stopped = [
            row
            for row in self._sorted()
            if row.is_due(step.at) and row.xero_id is None and row.invoice.company_id == company_id
        ]
        for row in stopped:
            row.move(Status.FAULT, step, fault=fault, hold_code=None, hold_until=None)
        return [row.invoice.autotask_id for row in stopped]

    def give_back(
        self,
        batch_id: str,
        step: Step,
        terms: Terms = _AT_ONCE,
        *,
        autotask_ids: Collection[int] | None = None,
    ) -> int:
        held = [
            row
            for row in self._held_by(batch_id)
            if autotask_ids is None or row.invoice.autotask_id in autotask_ids
        ]
        for row in held:
            row.move(
                Status.PENDING_SYNC,
                step,
                batch_id=None,
                checking_since=None,
                not_before=terms.not_before,
                is_solo=terms.is_solo or row.is_solo,
                hold_code=step.code if terms.hold_until else None,
                hold_until=terms.hold_until,
                **(_NO_COUNTERPART if terms.forgets_counterpart else {}),
                **_finding(terms, row),
            )
        return len(held)

    def clear_doubt(self, batch_id: str, autotask_ids: Collection[int]) -> None:
        for row in self._held_by(batch_id):
            if row.invoice.autotask_id in autotask_ids:
                row.doubt = None

    def is_linked(self, connection_id: str, xero_id: str) -> bool:
        return any(row.xero_id == xero_id for row in self.rows.values())

    def doubtful(
        self, connection_id: str, sent_before: datetime, limit: int
    ) -> list[InvoiceRecord]:
        return [row.as_record() for row in self._sorted() if row.is_doubtful(sent_before)][:limit]

    def link_arrival(self, connection_id: str, arrival: Arrival, step: Step) -> Status | None:
        row = self.rows[arrival.autotask_id]
        if row.doubt != arrival.doubt or not row.is_doubtful(arrival.doubt.until_at):
            return None
        if row.invoice.is_voided and row.status is not Status.DIAGNOSTIC:
            row.move(Status.PENDING_SYNC, step, fault=None)
        else:
            row.history.append((row.status, row.status, step))
        row.doubt, row.notice = None, arrival.notice
        for name, value in _counterpart(arrival.document).items():
            setattr(row, name, value)
        return row.status

    def end_doubts(self, connection_id: str, doubts: Mapping[int, Doubt]) -> None:
        for autotask_id, doubt in doubts.items():
            row = self.rows[autotask_id]
            if row.doubt == doubt and row.is_doubtful(doubt.until_at):
                row.doubt = None

    def mark_checking(self, batch_id: str, step: Step) -> None:
        for row in self._held_by(batch_id):
            if row.checking_since is None:
                row.move(Status.PROCESSING, step, checking_since=step.at)

    def claims_without_batch(
        self, connection_id: str, open_batch_ids: Collection[str]
    ) -> list[str]:
        claimed = [row.batch_id for row in self._sorted() if row.status is Status.PROCESSING]
        return [each for each in dict.fromkeys(claimed) if each and each not in open_batch_ids]

    def record_decisions(
        self, connection_id: str, decisions: Mapping[int, Sequence[Mapping[str, Any]]]
    ) -> None:
        for autotask_id, taken in decisions.items():
            self.rows[autotask_id].decisions = taken

    def _sorted(self) -> list[Row]:
        return [self.rows[autotask_id] for autotask_id in sorted(self.rows)]

    def _held_by(self, batch_id: str) -> list[Row]:
        return [
            row
            for row in self._sorted()
            if row.batch_id == batch_id and row.status is Status.PROCESSING
        ]


def _finding(terms: Terms, row: Row) -> dict[str, Any]:
    autotask_id = row.invoice.autotask_id
    if autotask_id in terms.counterparts:
        return {**_counterpart(terms.counterparts[autotask_id]), "doubt": None}
    return {"doubt": terms.doubts.get(autotask_id, row.doubt)}


def _counterpart(document: XeroDocument) -> dict[str, Any]:
    return {
        "xero_kind": document.kind.value,
        "xero_id": document.xero_id,
        "xero_number": document.number,
        "xero_status": document.status,
    }
