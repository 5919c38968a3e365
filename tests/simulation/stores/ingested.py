"""The ledger as ingestion sees it, over the rows of the simulation.

What happens to a known invoice is decided by the product's own plans (core/store/refresh_plans.py),
which are changes for MongoDB; they are carried out here one after the other, by compare-and-set.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from core.domain.admission import LinesSeen
from core.domain.errors import IllegalTransitionError
from core.domain.invoice import Invoice
from core.domain.invoice_changes import Change
from core.domain.status import Status
from core.store import refresh_plans
from core.store.ingested_form import UNREADABLE, Judged, Known, Reading, first_form
from core.store.ingested_invoices import Refreshed
from core.store.refresh_plans import WANT_AGAIN, Plan, changes_of, plan_refresh
from tests.simulation.autotask.billing import kind_of
from tests.simulation.process import Process
from tests.simulation.stores.rows import Content, Row

# As in core/store/invoices/queue.py: these end by the clock alone; and these keep their time.
NOT_WATCHED_HOLDS = ("PERIOD_LOCKED", "CONTACT_WANTED", "XERO_LIMITED_DAY", "XERO_MAINTENANCE")
TIMED_HOLDS = ("REFRESHING", *NOT_WATCHED_HOLDS)
# As in core/store/ingested_form.py: faults that end by themselves.
_MENDED_BY_THEMSELVES = (UNREADABLE, "NOT_SHOWN")
# Whoever watches hears of each record that ingestion has moved.
Moved = Callable[[Row], None]


class MemoryIngested:
    """The ports `Ingested`, `Waiting`, `Unrouted` and `Evidence` of one instance."""

    def __init__(self, rows: dict[int, Row], process: Process, moved: Moved) -> None:
        self._rows = rows
        self._process = process
        self._moved = moved

    # Ingested.

    def known(self, connection_id: str, autotask_ids: Sequence[int]) -> dict[int, Known]:
        self._process.take_turn()
        return {each: _to_known(self._rows[each]) for each in autotask_ids if each in self._rows}

    def unreadable_ids(self, connection_id: str, limit: int) -> list[int]:
        self._process.take_turn()
        wanted = [row for row in self._rows.values() if row.fault in _MENDED_BY_THEMSELVES]
        return [row.autotask_id for row in sorted(wanted, key=_looked_at)][:limit]

    def insert(
        self, connection_id: str, judged: Sequence[Judged], by: str, at: datetime, run_id: str
    ) -> int:
        stored = 0
        for each in judged:
            self._process.effect("before ingested.insert")
            form = first_form(connection_id, each, Reading(by, at, run_id))
            stored += self._put(form, each)
        return stored

    def _put(self, form: dict[str, Any], judged: Judged) -> bool:
        """One that another instance stored stays as it is."""
        autotask_id = form["autotask_id"]
        if autotask_id in self._rows:
            return False
        row = Row("kauri", autotask_id, content_of(judged.ingested.invoice), form["company"])
        row.version = 0
        self._rows[autotask_id] = row
        self._apply(row, {"$set": form}, judged)
        return True

    def refresh_all(
        self, connection_id: str, pairs: Sequence[tuple[Judged, Known]], reading: Reading
    ) -> Refreshed:
        done = Refreshed()
        for judged, before in pairs:
            self._process.effect("before ingested.refresh")
            found = _changes(self._rows[before.autotask_id], judged)
            try:
                plan = plan_refresh(judged, before, found, reading)
            except IllegalTransitionError as error:
                done.refused[before.autotask_id] = str(error)
                continue
            if plan is not None and self._carry_out(plan, judged) and plan.is_news:
                done.changed.add(before.autotask_id)
        return done

    def stop_hidden(self, connection_id: str, found: Sequence[Known], reading: Reading) -> set[int]:
        plans = [refresh_plans.plan_hidden(each, reading) for each in found]
        return {each.before.autotask_id for each in plans if self._carry_out(each, None)}

    def _carry_out(self, plan: Plan, judged: Judged | None) -> bool:
        self._process.effect("before ingested.write")
        row = self._rows[plan.before.autotask_id]
        if self.is_meant(row, plan):
            self._apply(row, plan.change, judged)
            return True
        if plan.is_news:
            self._process.effect("before ingested.want_again")
            self._apply(row, WANT_AGAIN, judged)
        return False

    def is_meant(self, row: Row, plan: Plan) -> bool:
        if plan.is_for_any_status:
            return True
        return row.status is plan.before.status and row.version == plan.before.version

    def _apply(self, row: Row, change: Mapping[str, Any], judged: Judged | None) -> None:
        was = row.status
        values = change["$set"]
        for name, value in values.items():
            _set(row, name, value)
        if judged is not None and "company" in values:
            self._take_content(row, judged, values)
        row.version += change.get("$inc", {}).get("version", 0)
        if row.status is not was or "_id" in values:
            self._moved(row)

    def _take_content(self, row: Row, judged: Judged, values: Mapping[str, Any]) -> None:
        """A void leaves the lines that were billed as they are."""
        invoice = judged.ingested.invoice
        if "lines" not in values:
            invoice = replace(invoice, lines=row.ingested["invoice"].lines)
        row.content, row.party = content_of(invoice), values["company"]
        row.ingested["invoice"] = invoice

    def note_markers(
        self,
        connection_id: str,
        found: Sequence[tuple[Known, Mapping[str, Any]]],
        reading: Reading,
    ) -> None:
        for before, markers in found:
            self._process.effect("before ingested.note_markers")
            row = self._rows[before.autotask_id]
            if row.status is before.status:
                raw = row.ingested["raw"]
                row.ingested["raw"] = {**raw, "invoice": {**raw["invoice"], **markers}}

    # Waiting.

    def watched_in(self, connection_ids: Collection[str], limit: int = 400) -> list[int]:
        self._process.take_turn()
        wanted = [
            row
            for row in self._rows.values()
            if row.ingested.get("look_again")
            or (
                row.status is Status.PENDING_SYNC
                and row.hold_code not in (None, *NOT_WATCHED_HOLDS)
            )
        ]
        return [row.autotask_id for row in sorted(wanted, key=_looked_at)][:limit]

    def unposted_ids(self, connection_ids: Collection[str], after_id: int, limit: int) -> list[int]:
        self._process.take_turn()
        waiting = (
            row.autotask_id
            for row in self._rows.values()
            if row.status is Status.PENDING_SYNC and row.xero_id is None
        )
        return sorted(each for each in waiting if each > after_id)[:limit]

    def postpone_holds(
        self, connection_id: str, autotask_ids: Collection[int], until: datetime
    ) -> None:
        for autotask_id in autotask_ids:
            self._process.effect("before ingested.postpone_holds")
            row = self._rows[autotask_id]
            if row.status is Status.PENDING_SYNC and row.hold_code not in (None, *TIMED_HOLDS):
                row.hold_until = until

    def note_looked(
        self,
        connection_ids: Collection[str],
        autotask_ids: Collection[int],
        at: datetime,
        missing: Collection[int] = (),
    ) -> None:
        self._process.effect("before ingested.note_looked")
        for autotask_id in autotask_ids:
            if autotask_id in self._rows:
                kept = self._rows[autotask_id].ingested
                since = kept.get("not_shown_since") or at
                kept["not_shown_since"] = since if autotask_id in missing else None
                kept["looked_at"] = at

    # Unrouted and Evidence.

    def unroutable_ids(self, connection_id: str, limit: int) -> list[int]:
        return []

    def lines_seen(
        self, connection_ids: Sequence[str], company_ids: Collection[int]
    ) -> dict[int, LinesSeen]:
        return dict.fromkeys(company_ids, LinesSeen.UNKNOWN)


def _looked_at(row: Row) -> datetime:
    return row.ingested.get("looked_at") or datetime.min.replace(tzinfo=UTC)


def _to_known(row: Row) -> Known:
    kept = row.ingested
    return Known(
        autotask_id=row.autotask_id,
        status=row.status,
        version=row.version,
        content_hash=kept["content_hash"],
        ingested_at=kept["ingested_at"],
        raw={"invoice": kept["raw"]["invoice"]},
        hold_code=row.hold_code,
        is_in_xero=row.xero_id is not None,
        is_unskipped=row.is_unskipped,
        look_again=bool(kept.get("look_again")),
        fault_code=row.fault,
        fault_text=row.fault_text,
        is_voided=bool(kept["voided"]),
        was_in_xero=row.was_in_xero,
        not_shown_since=kept.get("not_shown_since"),
    )


def _changes(row: Row, judged: Judged) -> tuple[Change, ...]:
    kept = row.ingested
    if judged.ingested.content_hash == kept["content_hash"]:
        return ()
    return changes_of(kept["raw"], judged)


_PLAIN = frozenset({"hold_until", "notice", "version"})
_KEPT = frozenset({"content_hash", "ingested_at", "raw", "look_again", "voided", "not_shown_since"})


def _set(row: Row, name: str, value: Any) -> None:
    """The fields that anything here depends on."""
    if name == "status":
        row.status = Status(value)
    elif name == "hold":
        row.hold_code = value["code"] if value else None
    elif name == "fault":
        row.fault = value["code"] if value else None
        row.fault_text = (value or {}).get("vendor_text") or ""
    elif name == "updated_at":
        row.moved_at = value
    elif name in _PLAIN:
        setattr(row, name, value)
    elif name == "raw.invoice":
        row.ingested["raw"] = {**row.ingested["raw"], "invoice": value}
    elif name in _KEPT:
        row.ingested[name] = value


def content_of(invoice: Invoice) -> Content:
    """What the engine of the simulation sends of an invoice."""
    nets = tuple(int(line.net * 100) for line in invoice.lines)
    taxes = tuple(int(line.tax * 100) for line in invoice.lines)
    return Content(
        kind=kind_of(sum(nets) + sum(taxes)),
        number=invoice.number,
        company_id=invoice.company_id,
        nets=nets,
        taxes=taxes,
        order=invoice.order_number or "",
        is_voided=invoice.is_voided,
    )
