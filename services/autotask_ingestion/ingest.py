"""One look into Autotask: what is new, newly voided or waited for goes into the ledger.

1. One query a page asks for all three kinds at once, from the checkpoint minus an overlap.
2. Lines are fetched for the invoices that need them, five hundred invoices a query.
3. Each invoice is translated and judged; a bad one stops itself and not its neighbors.
4. The checkpoint moves only after everything of the look is stored.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from core.clients.autotask.entities import RawInvoice
from core.domain.admission import Admitted, describe
from core.domain.errors import IllegalTransitionError
from core.runtime.autotask_lists import Lists
from core.store import checkpoints, ingested_invoices, invoices
from core.store.ingested_invoices import Judged, Known
from services.autotask_ingestion.desk import SERVICE, Desk
from services.autotask_ingestion.judge import Judge, needs_lines

JOB = "ingest"


@dataclass(slots=True)
class Tally:
    """What a look found."""

    seen: int = 0
    new: int = 0
    changed: int = 0
    admitted: int = 0

    def as_counts(self) -> dict[str, int]:
        return {"seen": self.seen, "new": self.new, "changed": self.changed}


def look(desk: Desk, ring: Callable[[], None]) -> Tally:
    """Read everything since the checkpoint; `ring` is called when there is something to post."""
    started = desk.now()
    since = _since(desk, started)
    watched = invoices.watched_ids(desk.connection.id)
    tally = Tally()
    lists = Lists(desk.connection.id, desk.autotask, desk.now)
    highest_id = _highest_id(desk)
    after_id, is_last = 0, False
    while not is_last:
        page = desk.autotask.invoices_since(since, since, watched, after_id, highest_id)
        admitted_before = tally.admitted
        store(desk, lists, page.invoices, tally)
        if tally.admitted > admitted_before:
            ring()
        after_id, is_last = page.last_id, page.is_last
    checkpoints.advance(desk.connection.id, JOB, started)
    checkpoints.remember(desk.connection.id, JOB, highest_id=max(after_id, highest_id or 0))
    next_look = desk.now() + timedelta(seconds=desk.connection.settings.poll_seconds)
    invoices.postpone_holds(desk.connection.id, watched, next_look)
    return tally


def _since(desk: Desk, now: datetime) -> datetime:
    settings = desk.connection.settings
    checkpoint = checkpoints.load(desk.connection.id, JOB)
    if checkpoint.at is None:
        return now - timedelta(days=settings.days_back)
    return checkpoint.at - timedelta(minutes=settings.overlap_minutes)


def _highest_id(desk: Desk) -> int | None:
    found = checkpoints.load(desk.connection.id, JOB).state.get("highest_id")
    return int(found) if found else None


def store(
    desk: Desk, lists: Lists, found: Sequence[RawInvoice], tally: Tally, *, fresh: bool = False
) -> None:
    """Judge invoices and bring them into the ledger.

    `fresh` looks at each of them again, changed or not; a Resync does so for its own.
    """
    tally.seen += len(found)
    for refusal in lists.ensure_names(desk.connection.settings):
        desk.journal.warning("LIST_REFUSED", refusal)
    before = ingested_invoices.known(desk.connection.id, [invoice.autotask_id for invoice in found])
    wanted = [
        invoice
        for invoice in found
        if fresh or needs_lines(invoice.raw, before.get(invoice.autotask_id), desk.now())
    ]
    if not wanted:
        return
    lines = _lines_of(desk, wanted)
    lists.companies(_companies_wanted_fresh(wanted, before, fresh=fresh), fresh=True)
    judge = Judge(desk, lists, wanted, lines)
    judged = [
        (judge.judge(invoice, before.get(invoice.autotask_id)), invoice) for invoice in wanted
    ]
    _insert_new(desk, [each for each, raw in judged if raw.autotask_id not in before], tally)
    for each, raw in judged:
        if raw.autotask_id in before:
            _refresh(desk, each, before[raw.autotask_id], tally)


def _companies_wanted_fresh(
    wanted: Sequence[RawInvoice], before: Mapping[int, Known], *, fresh: bool
) -> set[int]:
    """A person who asks for a Resync may have mended the company."""
    return {
        company_id
        for invoice in wanted
        if isinstance(company_id := invoice.raw.get("companyID"), int)
        and (fresh or _is_resync(before.get(invoice.autotask_id)))
    }


def _is_resync(known: Known | None) -> bool:
    return known is not None and known.hold_code == invoices.REFRESHING


def _lines_of(desk: Desk, wanted: Sequence[RawInvoice]) -> dict[int, list[dict[str, Any]]]:
    # A voided invoice has no lines left: Autotask put them back to "to invoice" (InvoiceVoid).
    with_lines = [each.autotask_id for each in wanted if not each.raw.get("isVoided")]
    return desk.autotask.billing_items(with_lines) if with_lines else {}


def _insert_new(desk: Desk, judged: Sequence[Judged], tally: Tally) -> None:
    stored = ingested_invoices.insert(
        desk.connection.id, judged, SERVICE, desk.now(), desk.journal.run_id
    )
    tally.new += stored
    tally.admitted += sum(isinstance(each.verdict, Admitted) for each in judged)
    for each in judged:
        _log(desk, each, "Downloaded")


def _refresh(desk: Desk, judged: Judged, known: Known, tally: Tally) -> None:
    try:
        changed = ingested_invoices.refresh(
            desk.connection.id, judged, known, SERVICE, desk.now(), desk.journal.run_id
        )
    except IllegalTransitionError as error:
        # A bug of ours in one invoice; the others of the look go on.
        desk.journal.error("ILLEGAL_TRANSITION", str(error), autotask_id=known.autotask_id)
        return
    if changed:
        tally.changed += 1
        tally.admitted += isinstance(judged.verdict, Admitted)
        _log(desk, judged, "Read again")


def _log(desk: Desk, judged: Judged, what: str) -> None:
    invoice = judged.ingested.invoice
    name = f"Invoice {invoice.number or invoice.autotask_id} of {judged.ingested.company}"
    code, reason = describe(judged.verdict)
    desk.journal.info(code, f"{what}: {name}. {reason}", autotask_id=invoice.autotask_id)
