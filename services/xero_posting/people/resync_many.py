"""Resync of many invoices at once: all with one cause, or those that a person chose.

Nothing is asked of Autotask one by one: every portion is moved in one update, held for the moment
that ingestion needs to read it again, and one ring at the end wakes ingestion and posting.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from core.domain.events import Event
from core.domain.status import Status
from core.runtime.answers import Answer, done, problem
from core.runtime.clock import Clock
from core.runtime.journal import Journal
from core.store import connections
from core.store.invoices import REFRESHING, Step
from core.store.invoices.many import PORTION, ids_with_cause, move_many_by_hand, statuses_of
from core.store.invoices.records import routed_elsewhere
from services.xero_posting.lists.reading import doubt_before_resync

_SOURCES = (Status.FAULT, Status.SKIPPED, Status.COMPLETE)
_FIRST_PATIENCE = timedelta(seconds=10)
# Ingestion reads one portion again in about this time.
_MORE_PATIENCE = timedelta(seconds=5)
_MOST_IDS = 10_000
_WHY_NOT = {
    Status.PENDING_SYNC: "already on its way",
    Status.PROCESSING: "already on its way",
    Status.DIAGNOSTIC: "in Diagnostic Mode",
}

_ELSEWHERE = "routed to another connection"


class ResyncMany:
    """Answers `resync_many`."""

    def __init__(
        self,
        journal_for: Callable[[str], Journal],
        announce: Callable[[str, dict[str, Any]], None],
        now: Clock,
    ) -> None:
        self._journal_for = journal_for
        self._announce = announce
        self._now = now

    def resync(
        self,
        connection_id: str,
        by: str,
        *,
        cause: str | None = None,
        ids: Sequence[int] | None = None,
        reason: str | None = None,
    ) -> Answer:
        """Queue them again; the answer counts what was moved, and what was not by its reason."""
        if bool(cause) == bool(ids) or (ids and len(ids) > _MOST_IDS):
            return problem("invalid", f"Give either a cause or 1 to {_MOST_IDS:,} ids.")
        if connections.get(connection_id) is None:
            return problem("not_found", f"There is no connection {connection_id}.")
        now = self._now()
        portions = ids_with_cause(connection_id, cause, now) if cause else _cut(ids or ())
        because = f" Reason: {reason}" if reason else ""
        all_with = f", all with cause {cause}" if cause else ""
        step = Step("RESYNC", f"Resync by {by}{all_with}.{because}", by, now, uuid4().hex)
        moved, refused = self._queue(connection_id, portions, step)
        if moved:
            self._announce(Event.INVOICE_REFRESH_REQUESTED, {"connection_id": connection_id})
            self._announce(Event.INVOICES_PENDING, {"connection_id": connection_id})
        return done(moved=moved, refused=dict(refused), message=_told(moved, refused))

    def _queue(
        self, connection_id: str, portions: Iterable[Sequence[int]], step: Step
    ) -> tuple[int, Counter[str]]:
        journal = self._journal_for(connection_id)
        patience, total, refused = _FIRST_PATIENCE, 0, Counter[str]()
        for portion in portions:
            doubt_before_resync(connection_id, portion)
            statuses = statuses_of(connection_id, portion)
            moved = [
                autotask_id
                for source in _SOURCES
                for autotask_id in _move(connection_id, portion, statuses, source, step, patience)
            ]
            elsewhere = routed_elsewhere(connection_id, portion)
            refused += _reasons(portion, statuses, set(moved), elsewhere)
            self._tell(connection_id, moved, step, journal)
            total += len(moved)
            patience += _MORE_PATIENCE
        journal.flush()
        return total, refused

    def _tell(self, connection_id: str, moved: list[int], step: Step, journal: Journal) -> None:
        for autotask_id in moved:
            journal.info(step.code, step.message, autotask_id=autotask_id)
        if moved:
            self._announce(
                Event.DOCUMENT_STATUS_CHANGED,
                {
                    "connection_id": connection_id,
                    "kind": "invoice",
                    "autotask_ids": moved,
                    "status": Status.PENDING_SYNC.value,
                },
            )


def _cut(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    wanted = sorted(set(ids))
    return (wanted[start : start + PORTION] for start in range(0, len(wanted), PORTION))


def _move(
    connection_id: str,
    portion: Sequence[int],
    statuses: dict[int, Status],
    source: Status,
    step: Step,
    patience: timedelta,
) -> list[int]:
    standing = [autotask_id for autotask_id in portion if statuses.get(autotask_id) is source]
    if not standing:
        return []
    values = _waiting(step.at, step.at + patience)
    return move_many_by_hand(connection_id, standing, source, Status.PENDING_SYNC, step, **values)


def _waiting(now: datetime, until: datetime) -> dict[str, Any]:
    """What a document carries that waits for fresh data, as after a Resync of its own."""
    return {
        "hold": {
            "code": REFRESHING,
            "message": "Reading it again from Autotask.",
            "since_at": now,
        },
        "hold_until": until,
        "not_before": None,
        "fault": None,
        "skip": None,
        "notice": None,
        "solo": False,
        "attempts": 0,
    }


def _reasons(
    portion: Sequence[int],
    statuses: dict[int, Status],
    moved: set[int],
    elsewhere: Collection[int],
) -> Counter[str]:
    return Counter(
        _ELSEWHERE
        if autotask_id in elsewhere
        else _WHY_NOT.get(statuses[autotask_id], "changed in the meantime")
        if autotask_id in statuses
        else "not in this connection"
        for autotask_id in portion
        if autotask_id not in moved
    )


def _told(moved: int, refused: Counter[str]) -> str:
    queued = f"{moved:,} queued again" if moved else "Nothing was queued"
    if not refused:
        return f"{queued}."
    reasons = ", ".join(f"{count:,} {why}" for why, count in refused.most_common())
    return f"{queued}; left alone: {reasons}."
