"""One look into Autotask: what is new, newly voided or waited for goes into the ledger.

1. One query a page asks for all three kinds at once (core/domain/poll_window.py says since when).
2. Two pages go into the ledger together (`storing.py`); a bad invoice stops itself alone.
3. The checkpoint moves only after everything of the look is stored.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta

from core.clients.autotask.entities import InvoicePage, InvoiceWindow
from core.clients.autotask.fields import Row, TranslationError
from core.domain.poll_window import (
    Progress,
    Seen,
    Window,
    advance,
    progress_form,
    progress_from,
    window_of,
)
from core.domain.records import Connection
from core.runtime.autotask_lists import Lists
from services.autotask_ingestion import hidden, unusable
from services.autotask_ingestion.desk import Desk
from services.autotask_ingestion.header_readings import heed_choices
from services.autotask_ingestion.pages import pages, portions
from services.autotask_ingestion.routing import store
from services.autotask_ingestion.storing import Tally
from services.autotask_ingestion.tenants import pause_of
from services.autotask_ingestion.unposted import unposted
from services.autotask_ingestion.wanted import Depth

__all__ = ["JOB", "SWEEP", "Tally", "look", "store"]

JOB = "ingest"
SWEEP = "sweep"

# An invoice asked for by its id is one of 500 conditions in a query; a page takes 400 of them.
_MOST_WATCHED = 400
# How often and how many of those whose data cannot be read are asked for again.
_UNREADABLE_AGAIN = timedelta(minutes=10)
_UNREADABLE_AT_ONCE = 100
# How many of those that no connection is set for are looked at again with each look.
_UNROUTABLE_AT_ONCE = 100
# How many of those that wait to be posted, where another tool may be faster.
_UNPOSTED_AT_ONCE = 200


def look(desk: Desk, ring: Callable[[], None]) -> Tally:
    """Read everything since the checkpoint; `ring` is called when there is something to post."""
    key, started = desk.connection.autotask_key, desk.now()
    checkpoints = desk.ledger.checkpoints
    checkpoint = checkpoints.load(key, JOB)
    progress = progress_from(checkpoint.at, checkpoint.state)
    settings = desk.connection.settings
    window = window_of(
        progress,
        started,
        timedelta(minutes=settings.overlap_minutes),
        timedelta(days=settings.days_back),
    )
    tenant = desk.sharers()
    held = _held(desk, tenant)
    wants_unreadable = _is_time(checkpoint.state.get("unreadable_at"), started)
    watched = held + (_unreadable(desk, tenant) if wants_unreadable else [])
    tally = Tally()
    seen = _read(
        desk, _asked(window, watched + unposted(desk, tenant, _UNPOSTED_AT_ONCE)), tally, ring
    )
    _keep(desk, progress, window, seen, started)
    if wants_unreadable:
        checkpoints.remember(key, JOB, unreadable_at=started)
    if watched:
        missing = set(watched) - {each.autotask_id for each in seen}
        hidden.see_to(desk, tenant, missing)
        _postpone(desk, tenant, watched, missing)
    heed_choices(desk, tenant)
    return tally


def _read(desk: Desk, asked: InvoiceWindow, tally: Tally, ring: Callable[[], None]) -> list[Seen]:
    lists = desk.lists()
    seen: list[Seen] = []
    for portion in portions(pages(desk.autotask, asked)):
        admitted_before = tally.admitted
        seen += store_pages(desk, lists, portion, tally)
        if tally.admitted > admitted_before:
            ring()
    return seen


def store_pages(
    desk: Desk,
    lists: Lists,
    portion: Sequence[InvoicePage],
    tally: Tally,
    depth: Depth = Depth.NEWS,
) -> list[Seen]:
    """Bring some pages into the ledger; returns what was on them."""
    tally.unusable += unusable.tell(desk, portion)
    found = [invoice for page in portion for invoice in page.invoices]
    store(desk, lists, found, tally, depth)
    return [Seen(each.autotask_id, created_at(each.raw)) for each in found]


def created_at(raw: dict[str, object]) -> datetime | None:
    """When an invoice was created, if that can be read."""
    try:
        return Row("Invoices", raw).instant_or_none("createDateTime")
    except TranslationError:
        return None


def _asked(window: Window, watched: Sequence[int]) -> InvoiceWindow:
    return InvoiceWindow(
        created_from=window.created_from,
        voided_from=window.voided_from,
        known_ids=watched,
        above_id=window.above_id,
        ids_between=window.part,
    )


def _keep(
    desk: Desk, progress: Progress, window: Window, seen: Sequence[Seen], started: datetime
) -> None:
    key, checkpoints = desk.connection.autotask_key, desk.ledger.checkpoints
    after = advance(progress, window, seen, started)
    if progress.at is None:
        # The first look has read all that a sweep reads.
        checkpoints.advance(key, SWEEP, started)
    if after.at is not None and after.at != progress.at:
        checkpoints.advance(key, JOB, after.at)
    checkpoints.remember(key, JOB, **progress_form(after))


def _held(desk: Desk, tenant: Sequence[Connection]) -> list[int]:
    unroutable = desk.ledger.unrouted.unroutable_ids(tenant[0].id, _UNROUTABLE_AT_ONCE)
    room = _MOST_WATCHED - len(unroutable)
    return unroutable + desk.ledger.waiting.watched_in([each.id for each in tenant], room)


def _unreadable(desk: Desk, tenant: Sequence[Connection]) -> list[int]:
    room = max(_UNREADABLE_AT_ONCE // len(tenant), 1)
    ids = (desk.ledger.ingested.unreadable_ids(each.id, room) for each in tenant)
    return [number for of_one in ids for number in of_one]


def _is_time(last: datetime | None, now: datetime) -> bool:
    return last is None or abs(now - last) >= _UNREADABLE_AGAIN


def _postpone(
    desk: Desk, tenant: Sequence[Connection], watched: Sequence[int], missing: Collection[int]
) -> None:
    waiting, now = desk.ledger.waiting, desk.now()
    waiting.note_looked([each.id for each in tenant], watched, now, missing)
    next_look = now + timedelta(seconds=pause_of(tenant))
    for each in tenant:
        waiting.postpone_holds(each.id, watched, next_look)
