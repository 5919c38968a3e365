"""Actions on many invoices: in the background, portion by portion, with progress, stop and result.

A job is a document (`core.store.bulk_actions`); whoever holds the lease goes on where it stands.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any
from uuid import uuid4

from core.domain.records import Connection
from core.runtime.answers import Answer, done, problem
from core.runtime.clock import Clock
from core.runtime.journal import Journal
from core.runtime.lease_keeper import holding
from core.runtime.stopping import is_stopping
from core.store import bulk_actions, bulk_requests, connections, sync_runs
from core.store.asked_filter import FIELDS, is_filter
from core.store.bulk_actions import BulkAction, Ending
from core.store.bulk_requests import Asked
from core.store.invoices import Step
from core.store.invoices.many import PORTION
from core.store.sync_runs import Run
from services.xero_posting.people.actions import ACTIONS
from services.xero_posting.people.portions import (
    CHANGED,
    Errand,
    carry_out,
    patience_of,
    ring,
    summed_up,
    tell,
)
from services.xero_posting.people.preflight import give_way

JOB = "bulk"
MOST_IDS = 10_000
# Longer than any id that a page makes; it becomes the name of the action.
_KEY = re.compile(r"[A-Za-z0-9_-]{8,64}")


@dataclass(frozen=True, slots=True)
class BulkWish:
    """What a person wants done to which invoices: ids, or a filter, of which {} is all of them."""

    connection_id: str
    by: str
    action: str
    ids: Sequence[int] | None = None
    wanted: Mapping[str, Any] | None = None
    include_complete: bool = False
    reason: str = ""
    key: str = ""
    shelf: str = "invoices"


_TOLD = frozenset(each.name for each in fields(BulkWish)) - {"connection_id", "by", "action"}


class BulkActions:
    """Starts, stops and carries out actions on many invoices."""

    def __init__(
        self,
        journal_for: Callable[[str, str], Journal],
        announce: Callable[[str, dict[str, Any]], None],
        now: Clock,
        breathe: Callable[[], None] = give_way,
    ) -> None:
        """`journal_for` takes a connection and the run that its lines belong to."""
        self._journal_for = journal_for
        self._announce = announce
        self._now = now
        self._breathe = breathe

    def start_told(
        self, connection_id: str, by: str, action: str, told: Mapping[str, Any]
    ) -> Answer:
        """The same, of a wish as it travels."""
        if unknown := told.keys() - _TOLD:
            return problem("invalid", f"A wish has no {', '.join(sorted(unknown))}.")
        return self.start(BulkWish(connection_id, by, action, **told))

    def start(self, wish: BulkWish) -> Answer:
        """Write it down; the same key a second time is the same action."""
        if objection := _objection(wish):
            return problem("invalid", objection)
        if connections.get(wish.connection_id) is None:
            return problem("not_found", f"There is no connection {wish.connection_id}.")
        bulk_id = wish.key or uuid4().hex
        wanted = None
        if wish.wanted is not None:
            wanted = {name: value for name, value in wish.wanted.items() if value}
        asked = Asked(
            wish.connection_id,
            wish.shelf,
            wish.action,
            wish.by,
            wish.reason,
            wanted,
            sorted(set(wish.ids or ())),
            wish.include_complete,
        )
        if not bulk_requests.create(bulk_id, asked, uuid4().hex, self._now()):
            return _begun_before(bulk_id, wish)
        if wanted is not None:
            return done(bulk=bulk_id, total=None, message="It has begun.")
        total = len(asked.ids)
        return done(bulk=bulk_id, total=total, message=f"It has begun, with {total:,} invoices.")

    def stop(self, connection_id: str, bulk_id: str, by: str) -> Answer:
        """End it after the portion it is at; what was done stays done."""
        if bulk_requests.ask_to_stop(connection_id, bulk_id, by):
            return done(message="It stops as soon as the invoices in hand are done.")
        known = bulk_requests.found(bulk_id)
        if known is None or known[0] != connection_id:
            return problem("not_found", "There is no such action.")
        return problem("conflict", "It has ended already.")

    def run_if_due(self, connection: Connection) -> None:
        """Carry out the oldest open action of a connection to its end, unless another does."""
        if not bulk_actions.has_open(connection.id):
            return
        with holding(f"{connection.id}/{JOB}") as lease:
            if lease is None:
                return
            action = bulk_actions.take_open(connection.id, self._now())
            if action is not None:
                self._carry_out(bulk_actions.count(action))

    def _carry_out(self, action: BulkAction) -> None:
        journal = self._journal_for(action.connection_id, action.run_id)
        position, looked = action.position, action.done
        # What was begun before a crash is done again first, whatever was asked for meanwhile.
        portion = list(action.portion) or self._next(action, position)
        while portion:
            if is_stopping():
                return
            errand = self._errand(action)
            handled = carry_out(errand, portion, patience_of(looked // PORTION))
            tell(errand, handled.moved, journal, self._announce)
            journal.flush()
            counts = (len(handled.moved), handled.refused)
            if not bulk_actions.advance(action, position, portion, *counts):
                return
            if handled.moved:
                ring(errand, self._announce)
            position, looked = portion[-1], looked + len(portion)
            self._breathe()
            portion = self._next(action, position)
        self._finish(action, position)

    def _next(self, action: BulkAction, position: int) -> list[int]:
        """The next portion, written down; nothing when it is done, stopped or another's by now."""
        portion = bulk_actions.next_ids(action, position, PORTION)
        begun = portion and bulk_actions.begin(action, position, portion)
        return portion if begun else []

    def _errand(self, action: BulkAction) -> Errand:
        kind = ACTIONS[action.action]
        because = f" Reason: {action.reason}" if action.reason else ""
        message = f"{kind.sentence.format(by=action.by)}, one of {action.total or 0:,}.{because}"
        step = Step(kind.code, message, action.by, self._now(), action.run_id)
        before, with_complete = action.before_at, action.include_complete
        return Errand(action.connection_id, kind, step, before, with_complete=with_complete)

    def _finish(self, action: BulkAction, position: int) -> None:
        looked, moved, refused = bulk_actions.counts_of(action.id)
        who = bulk_actions.stopped_by(action.id)
        # They matched when it was begun, and did no more when their turn came.
        total = action.total or 0
        missed = total - looked if who is None else 0
        told = Counter(refused) + Counter({CHANGED: missed})
        message = summed_up(ACTIONS[action.action], moved, told)
        if who is not None:
            message = f"Stopped by {who} after {looked:,} of {total:,}. {message}"
        ending = Ending("done" if who is None else "stopped", message, CHANGED, missed)
        now = self._now()
        if bulk_actions.finish(action.id, ending, now, position=position) and looked:
            where = (action.run_id, action.connection_id, JOB)
            counts = {"moved": moved, "left": sum(told.values())}
            sync_runs.record(Run(*where, action.before_at, now, "ok", message, counts))


def _objection(wish: BulkWish) -> str:
    """What about a wish makes no sense, or ""."""
    if not _is_well_formed(wish):
        return "Give ids as a list of numbers, a filter as an object, reason and key as texts."
    if wish.shelf != "invoices":
        return "Only invoices can be changed many at a time."
    if wish.action not in ACTIONS:
        return f"An action is one of {', '.join(ACTIONS)}."
    if (wish.ids is None) == (wish.wanted is None):
        return "Give either ids or a filter."
    if wish.ids is not None and not 0 < len(wish.ids) <= MOST_IDS:
        return f"Give 1 to {MOST_IDS:,} ids, or a filter."
    if wish.wanted is not None and not is_filter(wish.wanted):
        return f"A filter may have {', '.join(FIELDS)}."
    if wish.key and not _KEY.fullmatch(wish.key):
        return "A key is 8 to 64 letters, digits, hyphens or underscores."
    return ""


def _is_well_formed(wish: BulkWish) -> bool:
    """What travelled may be anything."""
    ids = wish.ids if wish.ids is not None else []
    return (
        isinstance(ids, list | tuple)
        and all(type(each) is int for each in ids)
        and (wish.wanted is None or isinstance(wish.wanted, Mapping))
        and isinstance(wish.include_complete, bool)
        and all(isinstance(text, str) for text in (wish.reason, wish.key))
    )


def _begun_before(bulk_id: str, wish: BulkWish) -> Answer:
    known = bulk_requests.found(bulk_id)
    if known is None or known[:3] != (wish.connection_id, wish.action, wish.by):
        return problem("conflict", "This key belongs to another action; take a fresh one.")
    return done(bulk=bulk_id, total=known[3], message="It has begun already.")
