"""Brings invoices that were found into the ledger: the one way in, for looks, sweeps and Resyncs.

What is new, changed or waited for is read with its lines, 500 invoices a query, after the
companies of all of them were asked for at once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.clients.autotask.entities import RawInvoice
from core.clients.autotask.fields import Row
from core.domain.admission import Admitted, describe
from core.domain.errors import UnstorableError
from core.domain.snapshot import new_markers
from core.runtime.autotask_lists import Lists
from core.store.ingested_invoices import Judged, Known, Reading
from core.store.invoices import REFRESHING
from core.store.unstorable import stand_in
from services.autotask_ingestion.desk import SERVICE, Desk
from services.autotask_ingestion.judge import Judge
from services.autotask_ingestion.wanted import Depth, needs_lines

LINES_AT_ONCE = 500


@dataclass(slots=True)
class Tally:
    """What a look found; `first_seen` are the ids that the ledger did not have."""

    seen: int = 0
    new: int = 0
    changed: int = 0
    admitted: int = 0
    unusable: int = 0
    first_seen: set[int] = field(default_factory=set)

    def as_counts(self) -> dict[str, int]:
        return {"seen": self.seen, "new": self.new, "changed": self.changed}


def store(
    desk: Desk,
    lists: Lists,
    found: Sequence[RawInvoice],
    tally: Tally,
    depth: Depth = Depth.NEWS,
) -> None:
    """Judge invoices and bring them into the ledger."""
    tally.seen += len(found)
    for refusal in lists.ensure_names(desk.connection.settings):
        desk.journal.warning("LIST_REFUSED", refusal)
    ids = [invoice.autotask_id for invoice in found]
    before = desk.ledger.ingested.known(desk.connection.id, ids)
    note_markers(desk, found, before)
    wanted = [
        invoice
        for invoice in found
        if needs_lines(
            invoice.raw,
            before.get(invoice.autotask_id),
            depth,
            skips_exported=desk.connection.settings.skip_exported,
        )
    ]
    tally.first_seen.update(each.autotask_id for each in wanted if each.autotask_id not in before)
    _bring_companies(lists, wanted, before, fresh=depth is Depth.ALL)
    for start in range(0, len(wanted), LINES_AT_ONCE):
        some = wanted[start : start + LINES_AT_ONCE]
        bring(desk, lists, some, before, lines_of(desk, some), tally)


def bring(
    desk: Desk,
    lists: Lists,
    wanted: Sequence[RawInvoice],
    before: Mapping[int, Known],
    lines: Mapping[int, list[dict[str, Any]]],
    tally: Tally,
) -> None:
    """Judge invoices of one connection with their lines, and store what is new or changed."""
    judge = Judge(desk, lists, wanted, lines)
    judged = [
        (judge.judge(invoice, before.get(invoice.autotask_id)), invoice) for invoice in wanted
    ]
    insert_new(desk, [each for each, raw in judged if raw.autotask_id not in before], tally)
    known = [(each, before[raw.autotask_id]) for each, raw in judged if raw.autotask_id in before]
    refresh(desk, known, tally)


def _bring_companies(
    lists: Lists, wanted: Sequence[RawInvoice], before: Mapping[int, Known], *, fresh: bool
) -> None:
    """Ask for the companies of all of them at once; those of a Resync may have been mended."""
    ids = {
        invoice.autotask_id: company_id
        for invoice in wanted
        if (company_id := Row("Invoices", invoice.raw).id_or_none("companyID")) is not None
    }
    if not ids:
        return
    mended = {
        company_id
        for autotask_id, company_id in ids.items()
        if fresh or _is_resync(before.get(autotask_id))
    }
    if mended:
        lists.companies(mended, fresh=True)
    lists.companies(set(ids.values()) - mended)


def _is_resync(known: Known | None) -> bool:
    return known is not None and known.hold_code == REFRESHING


def lines_of(desk: Desk, wanted: Sequence[RawInvoice]) -> dict[int, list[dict[str, Any]]]:
    # A voided invoice has no lines left: Autotask put them back to "to invoice" (InvoiceVoid).
    with_lines = [each.autotask_id for each in wanted if each.raw.get("isVoided") is not True]
    return desk.autotask.billing_items(with_lines) if with_lines else {}


def note_markers(desk: Desk, found: Sequence[RawInvoice], before: Mapping[int, Known]) -> None:
    marked = [
        (known, markers)
        for invoice in found
        if (known := before.get(invoice.autotask_id))
        and (markers := new_markers(invoice.raw, known.raw.get("invoice") or {}))
    ]
    desk.ledger.ingested.note_markers(desk.connection.id, marked, reading_of(desk))


def insert_new(desk: Desk, judged: Sequence[Judged], tally: Tally) -> None:
    """Store them; among many one that the ledger cannot take is found one by one, and stops."""
    try:
        _insert(desk, judged, tally)
    except UnstorableError:
        for each in judged:
            _insert_one(desk, each, tally)


def _insert_one(desk: Desk, judged: Judged, tally: Tally) -> None:
    try:
        _insert(desk, [judged], tally)
    except UnstorableError as error:
        _insert(desk, [stand_in(judged, str(error))], tally)


def _insert(desk: Desk, judged: Sequence[Judged], tally: Tally) -> None:
    stored = desk.ledger.ingested.insert(
        desk.connection.id, judged, SERVICE, desk.now(), desk.journal.run_id
    )
    tally.new += stored
    tally.admitted += sum(isinstance(each.verdict, Admitted) for each in judged)
    for each in judged:
        _log(desk, each, "Downloaded")


def refresh(desk: Desk, pairs: Sequence[tuple[Judged, Known]], tally: Tally) -> None:
    """Bring known ones up to date; one that the ledger cannot take stops alone here too."""
    if not pairs:
        return
    # One reading for all: what was carried out before the failure is told by it.
    reading = reading_of(desk)
    try:
        _refresh(desk, pairs, reading, tally)
    except UnstorableError:
        for pair in pairs:
            _refresh_one(desk, pair, reading, tally)


def _refresh_one(desk: Desk, pair: tuple[Judged, Known], reading: Reading, tally: Tally) -> None:
    judged, known = pair
    try:
        _refresh(desk, [pair], reading, tally)
    except UnstorableError as error:
        _refresh(desk, [(stand_in(judged, str(error)), known)], reading, tally)


def _refresh(
    desk: Desk, pairs: Sequence[tuple[Judged, Known]], reading: Reading, tally: Tally
) -> None:
    done = desk.ledger.ingested.refresh_all(desk.connection.id, pairs, reading)
    for autotask_id, reason in done.refused.items():
        desk.journal.error("ILLEGAL_TRANSITION", reason, autotask_id=autotask_id)
    for judged, known in pairs:
        if known.autotask_id in done.changed:
            tally.changed += 1
            tally.admitted += isinstance(judged.verdict, Admitted)
            _log(desk, judged, "Read again")


def reading_of(desk: Desk) -> Reading:
    return Reading(SERVICE, desk.now(), desk.journal.run_id)


def _log(desk: Desk, judged: Judged, what: str) -> None:
    invoice = judged.ingested.invoice
    name = f"Invoice {invoice.number or invoice.autotask_id} of {judged.ingested.company}"
    code, reason = describe(judged.verdict)
    desk.journal.info(code, f"{what}: {name}. {reason}", autotask_id=invoice.autotask_id)
