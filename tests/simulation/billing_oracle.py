"""The judgment of ingestion: what Autotask has against our records, and Xero's ledger against both."""

from datetime import timedelta
from typing import TYPE_CHECKING

from core.domain.status import Status
from tests.factories.documents import NOON
from tests.simulation.autotask.bills import Bill
from tests.simulation.oracle import mark_of, require
from tests.simulation.plan import MINUTE
from tests.simulation.stores.rows import Row
from tests.simulation.xero.books import Document

if TYPE_CHECKING:
    from tests.simulation.shared import Shared

# When the hour of the sweep begins.
SWEEP_MS = 15 * MINUTE
# What a look takes, with the pause of one that found the lease taken.
_LOOK_MS = 30_000
_LATE_PARTS = frozenset({"AMOUNT_MISMATCH", "NO_LINES", "NUMBER_MISSING"})
_PARTS_WAITED_FOR = frozenset({"SUMS_DIFFER", "NO_LINES", "NO_NUMBER"})
_LEFT_BY_PERSONS = (Status.SKIPPED, Status.DIAGNOSTIC)


class BillingOracle:
    """Watches the checkpoint and what is created, and looks over everything at the end."""

    def __init__(self, shared: "Shared") -> None:
        self._shared = shared
        self._rows = shared.rows
        self._bills = shared.tenant.bills
        self._began: dict[str, int] = {}
        # When the last look began that came to its end.
        self.last_look_ms = -1
        # When our records first said that an invoice is voided.
        self._void_known: dict[int, int] = {}
        # What waited when a look began and another tool had already, in which version of ours.
        self._marked: dict[str, dict[int, int]] = {}

    def look_began(self, process: str) -> None:
        self._began[process] = self._shared.scheduler.ms
        self._marked[process] = {
            number: row.version for number, row in self._rows.items() if self._is_to_skip(row)
        }

    def look_ended(self, process: str) -> None:
        self.last_look_ms = self._began[process]
        for number, version in self._marked[process].items():
            row = self._rows[number]
            require(
                row.version != version or not self._is_to_skip(row),
                f"another tool has marked {number}, and it still waits after a look",
            )

    def _is_to_skip(self, row: Row) -> bool:
        """It waits for nothing but its turn, was never in Xero, and another tool has it."""
        bill = self._bills[row.autotask_id]
        is_waiting = row.status is Status.PENDING_SYNC and row.hold_code is None
        was_ours = row.xero_id is not None or row.was_in_xero or row.is_unskipped
        is_readable = not bill.is_damaged and not self._is_hidden(bill)
        return bill.exported_ms is not None and is_waiting and is_readable and not was_ours

    def advanced(self, process: str) -> None:
        """The checkpoint moved: what was there when the look began has to be stored."""
        began = self._began[process]
        for bill in self._bills.values():
            is_sure = bill.shown_ms < began and bill.is_prompt and not self._is_hidden(bill)
            require(
                not is_sure or bill.autotask_id in self._rows,
                f"the checkpoint passed {bill.autotask_id}, which is not stored",
            )

    def moved(self, row: Row) -> None:
        """Ingestion has moved a record."""
        ms, out_since = self._shared.scheduler.ms, self._shared.oracle.out_since
        row.ingested["is_skipped"] = row.status is Status.SKIPPED
        if row.content.is_voided:
            self._void_known.setdefault(row.autotask_id, ms)
        if row.status is Status.SKIPPED:
            out_since.setdefault(row.autotask_id, ms)
        elif row.status is Status.PENDING_SYNC:
            out_since.pop(row.autotask_id, None)

    def created(self, document: Document) -> None:
        """Nothing goes before it is whole, and nothing that is known to be void."""
        autotask_id, call = mark_of(document) or 0, self._shared.door.now_serving
        bill = self._bills[autotask_id]
        assert call is not None
        require(
            call.left_at >= bill.complete_ms and document.total - document.off in bill.totals,
            f"{autotask_id} was posted before its lines were there",
        )
        known = self._void_known.get(autotask_id)
        require(known is None or call.left_at <= known, f"{autotask_id} was posted though void")

    def is_voided(self, autotask_id: int) -> bool:
        return self._bills[autotask_id].voided_ms is not None

    def ended(self, autotask_id: int) -> None:
        """We have voided or deleted a document."""
        require(self.is_voided(autotask_id), f"{autotask_id} was ended in Xero and is not void")

    def is_caused(self, row: Row) -> bool:
        """Only what Autotask really did to this invoice may stop it."""
        bill = self._bills[row.autotask_id]
        if row.fault in _LATE_PARTS:
            is_late = bill.complete_ms > bill.shown_ms or self._is_hidden(bill)
            # What could not be read has no lines here; a Resync may go with that.
            is_changed = len(bill.totals) > 1 or bill.was_damaged
            return is_late or is_changed or self._is_void(bill)
        if row.fault == "NOT_SHOWN":
            return self._is_hidden(bill)
        return row.fault == "AUTOTASK_DATA" and bill.was_damaged

    def _is_void(self, bill: Bill) -> bool:
        return bill.voided_ms is not None

    def patience_ms(self) -> int:
        """How long looks may take to have read everything again, part by part."""
        plan = self._shared.plan
        rounds = 2 * (len(self._bills) // plan.part + 2)
        return rounds * (1_000 * plan.poll_seconds + _LOOK_MS) + 2_000 * plan.skew_seconds

    def missed(self) -> list[int]:
        return [each.autotask_id for each in self._bills.values() if self._is_missed(each)]

    def is_waiting(self) -> bool:
        """Something has not shown up yet, or looks have not found what they have to find."""
        ms = self._shared.scheduler.ms
        return any(bill.complete_ms > ms or self._is_missed(bill) for bill in self._bills.values())

    def _is_missed(self, bill: Bill) -> bool:
        row = self._rows.get(bill.autotask_id)
        if row is None:
            return self._is_for_looks(bill)
        if row.status is Status.PENDING_SYNC and row.hold_code in _PARTS_WAITED_FOR:
            return True
        # A row that cannot be read does not even say that, and what is claimed waits its turn.
        may_know = not bill.is_damaged and row.status is not Status.PROCESSING
        return self._is_void(bill) and not row.content.is_voided and may_know

    def _is_for_looks(self, bill: Bill) -> bool:
        if self._is_hidden(bill):
            return False
        plan = self._shared.plan
        reach = timedelta(minutes=plan.overlap_minutes, seconds=-2 * plan.skew_seconds - 1)
        shown_at = NOON + timedelta(milliseconds=bill.shown_ms)
        return bill.is_prompt or shown_at - bill.created_at <= reach

    def _is_hidden(self, bill: Bill) -> bool:
        return bill.autotask_id in self._shared.autotask_server.hidden

    def has_swept(self) -> bool:
        """A sweep of the evening has ended, whoever's clock said that it is evening."""
        sweep = self._shared.looks.load("sweep")
        is_due = sweep.at is not None and sweep.at >= NOON + timedelta(milliseconds=SWEEP_MS)
        return is_due and not sweep.state.get("run")

    def final(self) -> None:
        """At rest after the sweep: nothing is invisible, everything stands as Autotask has it."""
        for bill in self._bills.values():
            row = self._rows.get(bill.autotask_id)
            require(row is not None, f"{bill.autotask_id} was never found")
            assert row is not None
            is_void = self._is_void(bill)
            require(
                row.content.is_voided == is_void, f"the void of {bill.autotask_id} is not known"
            )
            if is_void:
                self._ended(bill, row)
            else:
                self._as_billed(bill, row)

    def _as_billed(self, bill: Bill, row: Row) -> None:
        if bill.was_damaged and row.status in _LEFT_BY_PERSONS:
            # It was mended after the sweep, and nobody wants it.
            return
        content = row.content
        has: tuple[object, ...] = (content.number, content.company_id, content.order)
        wanted: tuple[object, ...] = (bill.number, bill.company_id, bill.order)
        # Lines that came after a person took it out are read when it goes on.
        if row.status not in _LEFT_BY_PERSONS:
            has, wanted = (*has, content.cents), (*wanted, bill.cents)
        require(has == wanted, f"{bill.autotask_id} is kept as {has}, and Autotask has {wanted}")
        is_kept_out = row.status is Status.SKIPPED
        is_wanted_out = bill.autotask_id in self._shared.oracle.out_since
        require(not is_kept_out or is_wanted_out, f"{bill.autotask_id} was skipped by nobody")

    def _ended(self, bill: Bill, row: Row) -> None:
        """What is voided in Autotask has no living document, or a person can see why it has."""
        standing = [
            each for each in self._shared.books.documents.values()
            if mark_of(each) == bill.autotask_id and each.status not in ("VOIDED", "DELETED")
        ]  # fmt: skip
        # A person who takes it out afterwards has seen the void.
        is_by_person = not row.ingested.get("is_skipped")
        is_told = row.status in _LEFT_BY_PERSONS and (row.notice is not None or is_by_person)
        is_paid = row.fault == "VOIDED_BUT_PAID" and any(each.paid for each in standing)
        require(
            not standing or is_told or is_paid,
            f"{bill.autotask_id} is voided in Autotask and stands in Xero ({row.status})",
        )
