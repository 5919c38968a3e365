"""Chooses what is due, claims it, maps it and freezes the request; the crew delivers it.

1. Contacts first (`contacts.py`), so that an invoice names its contact by id and nothing else.
2. A free hand in the crew and a call left of the limits, before anything is claimed.
3. Claim a batch of one kind; only then read and map, so that nobody changes it in between.
4. What the tables do not say becomes a Fault; the rest is frozen with its bytes and key.
5. `deliver` sends and settles, several batches at once; the first failure ends the round.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import uuid4

from core.domain.errors import RateLimitedError, SyncError
from core.domain.records import Due, PostingRecord
from core.domain.status import Status
from services.xero_posting.deliver import deliver
from services.xero_posting.desk import Desk
from services.xero_posting.flight import Flight
from services.xero_posting.freeze import freeze_batch, of_one_kind
from services.xero_posting.ports import Mapped
from services.xero_posting.prove import proved
from services.xero_posting.put_back import give_back_after
from services.xero_posting.resolve import resolve_open
from services.xero_posting.update import update_document
from services.xero_posting.waiting import Waiting

# A minute's limit is waited out, with nothing claimed; a longer one ends the round.
LONGEST_PAUSE = timedelta(seconds=65)
_RESOLVE_EVERY = timedelta(seconds=60)


def post_due(desk: Desk, *, is_ingesting: bool) -> int:
    """Send everything that is due; returns for how many documents Xero was asked.

    Whatever ends it, everything that is under way has landed when this returns or raises.
    """
    flight = Flight(desk.crew)
    try:
        posted = _post_all(desk, flight, is_ingesting=is_ingesting)
    finally:
        desk.crew.join()
    flight.land()
    return posted


def _post_all(desk: Desk, flight: Flight, *, is_ingesting: bool) -> int:
    waiting = Waiting(desk, is_ingesting=is_ingesting)
    resolved_at = desk.now()
    posted = 0
    while _may_go_on(desk, flight):
        if desk.now() - resolved_at >= _RESOLVE_EVERY:
            # A long backlog must not keep unanswered batches waiting.
            resolve_open(desk, flight.batch_ids)
            resolved_at = desk.now()
        if not waiting.is_empty() and not _has_turn(desk, flight):
            if flight.failure is None:
                break
            continue
        chosen = waiting.next_batch()
        if chosen:
            posted += _start(desk, flight, chosen, waiting)
        elif flight.batch_ids:
            # What is under way may put something back into the queue.
            desk.crew.join()
        else:
            break
    return posted


def _may_go_on(desk: Desk, flight: Flight) -> bool:
    """Nothing has failed but perhaps our own count of calls, and nobody wants us to stop."""
    if flight.failure is None:
        return desk.may_go_on()
    until = flight.forgive(desk.now() + LONGEST_PAUSE)
    return until is not None and desk.pause(until) and desk.may_go_on()


def _has_turn(desk: Desk, flight: Flight) -> bool:
    """Wait for a free hand and a free call; False when something failed meanwhile or we are to end.

    Raises RateLimitedError when the wait would be a long one. Calls at once are no reason to wait
    here: the budget hands them on within seconds.
    """
    desk.crew.make_room()
    refusal = desk.blocked()
    while refusal is not None and refusal.limit != "concurrent":
        if refusal.until - desk.now() > LONGEST_PAUSE:
            raise RateLimitedError(refusal.message, limit=refusal.limit, until=refusal.until)
        desk.health.waits(refusal)
        if not desk.pause(refusal.until):
            desk.health.waits(None)
            return False
        refusal = desk.blocked()
    desk.health.waits(None)
    return flight.failure is None


def _start(desk: Desk, flight: Flight, chosen: Sequence[Due], waiting: Waiting) -> int:
    """Claim these and hand them to the crew; returns how many are on their way then."""
    batch_id = uuid4().hex
    claimed = _claim(desk, batch_id, chosen)
    if not claimed:
        return 0
    if chosen[0].xero_id:
        flight.start(batch_id, lambda: update_document(desk, batch_id, claimed[0]))
        return 1
    try:
        mapped = _map(desk, batch_id, claimed, waiting.linked)
    except SyncError as error:
        # Nothing is frozen, so nothing can have left: that is known now, and not to who finds it.
        give_back_after(desk, batch_id, error)
        raise
    if not mapped:
        return 0
    batch = freeze_batch(desk, batch_id, mapped)
    rest = mapped[len(batch.elements) :]
    _give_back(desk, batch_id, rest, "NEXT_BATCH", "The request would have become too large")
    held = {record.autotask_id: record for record, _ in mapped}
    flight.start(batch_id, lambda: deliver(desk, batch, held))
    return len(batch.elements)


def _map(
    desk: Desk, batch_id: str, claimed: Sequence[PostingRecord], linked: Mapping[int, str]
) -> Sequence[Mapped]:
    """What of the claim may be sent now, in one request."""
    mapped = desk.map(desk, batch_id, claimed, linked)
    if not mapped:
        return ()
    alike, others = of_one_kind(mapped)
    # Autotask may have turned an invoice below zero between being chosen and being claimed.
    _give_back(desk, batch_id, others, "KIND_CHANGED", "It has become another kind of document")
    return proved(desk, batch_id, alike)


def _claim(desk: Desk, batch_id: str, chosen: Sequence[Due]) -> Sequence[PostingRecord]:
    """Take them into a batch, as they are now; one that got its document meanwhile drops out."""
    is_update = chosen[0].xero_id is not None
    message = (
        "Compared with the document in Xero."
        if is_update
        else f"Sent to Xero with a batch of {len(chosen)}."
    )
    claimed = desk.records.claim(
        desk.connection.id,
        [record.autotask_id for record in chosen],
        batch_id,
        desk.step("CLAIMED", message),
    )
    for record in claimed:
        desk.journal.info(
            "CLAIMED",
            f"Taken into a batch of {len(claimed)} for Xero.",
            autotask_id=record.autotask_id,
        )
    desk.tell_status([each.autotask_id for each in claimed], Status.PROCESSING)
    others = [each for each in claimed if (each.xero_id is not None) != is_update]
    if others:
        ids = [each.autotask_id for each in others]
        message = "It has changed its place in Xero meanwhile; once more."
        desk.give_back(batch_id, "PLACE_CHANGED", message, autotask_ids=ids)
    return [each for each in claimed if (each.xero_id is not None) == is_update]


def _give_back(desk: Desk, batch_id: str, mapped: Sequence[Mapped], code: str, why: str) -> None:
    if mapped:
        ids = [record.autotask_id for record, _ in mapped]
        desk.give_back(batch_id, code, f"{why}; once more.", autotask_ids=ids)
