"""Records in memory, with the rules of `core/store/invoices`; changes of many are not atomic."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from core.domain.doubt import Doubt
from core.domain.faults import Fault
from core.domain.records import Due
from core.domain.status import Status
from core.domain.xero_document import XeroDocument
from core.store.invoices import ANY_TIME, Arrival, Completion, Skip, Step, Stop, Terms
from tests.simulation.process import Process
from tests.simulation.stores.rows import Record, Row

_FREE: dict[str, Any] = {"batch_id": None, "checking_since": None}


class Records:
    """The port `Records` of the engine, as one instance sees the rows that all share."""

    def __init__(self, rows: dict[int, Row], process: Process) -> None:
        self._rows = rows
        self._process = process

    def due(self, connection_id: str, now: datetime, limit: int) -> list[Due]:
        self._process.take_turn()
        return [
            Due(row.autotask_id, row.content.company_id, row.content.kind, row.xero_id, row.is_solo)
            for row in list(self._rows.values())
            if row.is_due(now)
        ][:limit]

    def due_companies(
        self, connection_id: str, now: datetime, known: Collection[int] = ()
    ) -> dict[int, str]:
        self._process.take_turn()
        return {
            row.content.company_id: row.party
            for row in list(self._rows.values())
            if row.is_due(now) and row.content.company_id not in known
        }

    def hold_pending(
        self, connection_id: str, company_id: int, until: datetime, step: Step
    ) -> list[int]:
        held = []
        for row in list(self._rows.values()):
            is_meant = row.xero_id is None and row.content.company_id == company_id
            if is_meant and row.is_due(step.at):
                self._process.effect("before records.hold_pending")
                if row.hold_code != step.code:
                    held.append(row.autotask_id)
                row.hold_code, row.hold_until = step.code, until
        return held

    def claim(
        self, connection_id: str, autotask_ids: Sequence[int], batch_id: str, step: Step
    ) -> list[Record]:
        for autotask_id in autotask_ids:
            self._process.effect("before records.claim")
            row = self._rows[autotask_id]
            if row.is_due(step.at):
                row.move(
                    Status.PROCESSING,
                    step,
                    batch_id=batch_id,
                    hold_code=None,
                    hold_until=None,
                    not_before=None,
                )
        self._process.effect("after records.claim")
        return self._held_by(batch_id)

    def in_batch(self, batch_id: str) -> list[Record]:
        self._process.take_turn()
        return self._held_by(batch_id)

    def complete(
        self, connection_id: str, batch_id: str, completions: Iterable[Completion], step: Step
    ) -> None:
        for completion in completions:
            self._process.effect("before records.complete")
            row = self._claimed(batch_id, completion.autotask_id)
            if row is not None:
                row.move(
                    Status.COMPLETE,
                    step,
                    **_FREE,
                    fault=None,
                    notice=dict(completion.notice) if completion.notice else None,
                    is_solo=False,
                    is_traced=False,
                    attempts=0,
                    doubt=completion.doubt,
                    posted_hash=completion.posted_hash,
                    was_in_xero=True,
                    **_counterpart(completion.document),
                )
        self._process.effect("after records.complete")

    def stop(self, connection_id: str, batch_id: str, stops: Iterable[Stop], step: Step) -> None:
        for each in stops:
            self._process.effect("before records.stop")
            row = self._claimed(batch_id, each.autotask_id)
            if row is not None:
                row.move(
                    Status.FAULT,
                    step,
                    **_FREE,
                    fault=each.fault.code,
                    attempts=row.attempts + 1,
                    **(_counterpart(each.document) if each.document else {}),
                    **({"doubt": each.doubt} if each.doubt else {}),
                )
        self._process.effect("after records.stop")

    def skip(self, connection_id: str, batch_id: str, skips: Iterable[Skip], step: Step) -> None:
        for each in skips:
            self._process.effect("before records.skip")
            row = self._claimed(batch_id, each.autotask_id)
            if row is not None:
                row.move(
                    Status.SKIPPED,
                    step,
                    **_FREE,
                    fault=None,
                    notice=None,
                    is_solo=False,
                    is_traced=False,
                    attempts=0,
                    doubt=None,
                    **(_counterpart(each.document) if each.document else {}),
                )
        self._process.effect("after records.skip")

    def stop_pending(
        self, connection_id: str, company_id: int, fault: Fault, step: Step
    ) -> list[int]:
        stopped = []
        for row in list(self._rows.values()):
            is_meant = row.xero_id is None and row.content.company_id == company_id
            if is_meant and row.is_due(step.at):
                self._process.effect("before records.stop_pending")
                if row.is_due(step.at):
                    row.move(Status.FAULT, step, fault=fault.code, hold_code=None, hold_until=None)
                    stopped.append(row.autotask_id)
        self._process.effect("after records.stop_pending")
        return stopped

    def give_back(
        self,
        batch_id: str,
        step: Step,
        terms: Terms = ANY_TIME,
        *,
        autotask_ids: Collection[int] | None = None,
    ) -> int:
        moved = 0
        for record in self._held_by(batch_id):
            if autotask_ids is not None and record.autotask_id not in autotask_ids:
                continue
            self._process.effect("before records.give_back")
            row = self._claimed(batch_id, record.autotask_id)
            if row is not None:
                row.move(Status.PENDING_SYNC, step, **_terms(row, step, terms))
                moved += 1
        self._process.effect("after records.give_back")
        return moved

    def mark_checking(self, batch_id: str, step: Step) -> None:
        self._process.effect("before records.mark_checking")
        for record in self._held_by(batch_id):
            row = self._rows[record.autotask_id]
            if row.checking_since is None:
                row.move(Status.PROCESSING, step, checking_since=step.at)
        self._process.effect("after records.mark_checking")

    def clear_doubt(self, batch_id: str, autotask_ids: Collection[int]) -> None:
        self._process.effect("before records.clear_doubt")
        for autotask_id in autotask_ids:
            row = self._claimed(batch_id, autotask_id)
            if row is not None:
                row.doubt = None
        self._process.effect("after records.clear_doubt")

    def is_linked(self, connection_id: str, xero_id: str) -> bool:
        self._process.take_turn()
        return any(row.xero_id == xero_id for row in self._rows.values())

    def doubtful(self, connection_id: str, sent_before: datetime, limit: int) -> list[Record]:
        self._process.take_turn()
        return [row.snapshot() for row in self._rows.values() if row.is_doubtful(sent_before)][
            :limit
        ]

    def link_arrival(self, connection_id: str, arrival: Arrival, step: Step) -> Status | None:
        self._process.effect("before records.link_arrival")
        row = self._rows[arrival.autotask_id]
        if row.doubt != arrival.doubt or not row.is_doubtful(arrival.doubt.until_at):
            return None
        row.doubt, row.notice = None, dict(arrival.notice)
        row.version += 1
        if row.content.is_voided and row.status is not Status.DIAGNOSTIC:
            row.move(Status.PENDING_SYNC, step, fault=None)
        for name, value in _counterpart(arrival.document).items():
            setattr(row, name, value)
        self._process.effect("after records.link_arrival")
        return row.status

    def end_doubts(self, connection_id: str, doubts: Mapping[int, Doubt]) -> None:
        for autotask_id, doubt in doubts.items():
            self._process.effect("before records.end_doubts")
            row = self._rows[autotask_id]
            if row.doubt == doubt and row.is_doubtful(doubt.until_at):
                row.doubt = None

    def claims_without_batch(
        self, connection_id: str, open_batch_ids: Collection[str]
    ) -> list[str]:
        self._process.take_turn()
        claimed = [row.batch_id for row in self._rows.values() if row.status is Status.PROCESSING]
        return [each for each in dict.fromkeys(claimed) if each and each not in open_batch_ids]

    def record_decisions(
        self, connection_id: str, decisions: Mapping[int, tuple[dict[str, Any], ...]]
    ) -> None:
        """Reasons for persons; nothing depends on them."""

    def _held_by(self, batch_id: str) -> list[Record]:
        return [
            row.snapshot()
            for row in list(self._rows.values())
            if row.batch_id == batch_id and row.status is Status.PROCESSING
        ]

    def _claimed(self, batch_id: str, autotask_id: int) -> Row | None:
        row = self._rows[autotask_id]
        is_claimed = row.batch_id == batch_id and row.status is Status.PROCESSING
        return row if is_claimed else None


def _terms(row: Row, step: Step, terms: Terms) -> dict[str, Any]:
    values: dict[str, Any] = {**_FREE, "not_before": terms.not_before}
    if terms.is_solo:
        values["is_solo"] = True
    if terms.hold_until:
        values |= {"hold_code": step.code, "hold_until": terms.hold_until}
    if terms.forgets_counterpart:
        values |= dict.fromkeys(("xero_id", "xero_number", "xero_status", "xero_kind"))
    if (document := terms.counterparts.get(row.autotask_id)) is not None:
        values |= {**_counterpart(document), "doubt": None}
    elif (doubt := terms.doubts.get(row.autotask_id)) is not None:
        values["doubt"] = doubt
    return values


def _counterpart(document: XeroDocument) -> dict[str, Any]:
    return {
        "xero_kind": document.kind.value,
        "xero_id": document.xero_id,
        "xero_number": document.number,
        "xero_status": document.status,
    }
