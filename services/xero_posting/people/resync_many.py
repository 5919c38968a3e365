"""Resync of many invoices in one answer: all with one cause, or those that a program chose.

Nothing is asked of Autotask one by one: every portion is moved in one update, held for the moment
that ingestion needs to read it again, and one ring at the end wakes ingestion and posting.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any
from uuid import uuid4

from core.runtime.answers import Answer, done, problem
from core.runtime.clock import Clock
from core.runtime.journal import Journal
from core.store import connections
from core.store.invoices import Step
from core.store.invoices.many import ids_with_cause
from services.xero_posting.people.actions import RESYNC
from services.xero_posting.people.portions import (
    Errand,
    carry_out,
    cut,
    patience_of,
    ring,
    summed_up,
    tell,
)

MOST_IDS = 10_000


class ResyncMany:
    """Answers `resync_many`."""

    def __init__(
        self,
        journal_for: Callable[[str, str], Journal],
        announce: Callable[[str, dict[str, Any]], None],
        now: Clock,
    ) -> None:
        """`journal_for` takes a connection and the run that its lines belong to."""
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
        if bool(cause) == bool(ids) or (ids and len(ids) > MOST_IDS):
            return problem("invalid", f"Give either a cause or 1 to {MOST_IDS:,} ids.")
        if connections.get(connection_id) is None:
            return problem("not_found", f"There is no connection {connection_id}.")
        now = self._now()
        portions = ids_with_cause(connection_id, cause, now) if cause else cut(ids or ())
        because = f" Reason: {reason}" if reason else ""
        all_with = f", all with cause {cause}" if cause else ""
        run_id = uuid4().hex
        step = Step("RESYNC", f"Resync by {by}{all_with}.{because}", by, now, run_id)
        errand = Errand(connection_id, RESYNC, step)
        moved, refused = self._queue(errand, portions, self._journal_for(connection_id, run_id))
        if moved:
            ring(errand, self._announce)
        message = summed_up(RESYNC, moved, refused)
        return done(moved=moved, refused=dict(refused), message=message)

    def _queue(
        self, errand: Errand, portions: Iterable[Sequence[int]], journal: Journal
    ) -> tuple[int, Counter[str]]:
        total, refused = 0, Counter[str]()
        for number, portion in enumerate(portions):
            # Screens and figures look for what changed since they looked last, portion by portion.
            now = replace(errand, step=replace(errand.step, at=self._now()))
            handled = carry_out(now, portion, patience_of(number))
            tell(now, handled.moved, journal, self._announce)
            total += len(handled.moved)
            refused += handled.reasons
        journal.flush()
        return total, refused
