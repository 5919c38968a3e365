"""A portion of many invoices: one change, done in one update to each that may have it."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from core.domain.events import Event
from core.domain.status import Status
from core.runtime.journal import Journal
from core.store.invoices import Step
from core.store.invoices.many import (
    PORTION,
    Standing,
    change_many,
    changed_by,
    move_many_by_hand,
    standings,
)
from core.store.invoices.removed import removal
from services.xero_posting.lists.reading import doubt_before_resync
from services.xero_posting.people.actions import IN_XERO, Action

CHANGED = "changed in the meantime"
_FIRST_PATIENCE = timedelta(seconds=10)
# Ingestion reads one portion again in about this time.
_MORE_PATIENCE = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Errand:
    """What is done to all of them, in whose name.

    `before`: what has changed since then is left alone. `with_complete`: those in Xero as well.
    """

    connection_id: str
    action: Action
    step: Step
    before: datetime | None = None
    with_complete: bool = True


@dataclass(frozen=True, slots=True)
class Handled:
    """Which were changed, and why the others were not."""

    moved: tuple[int, ...]
    refused: Mapping[int, str]

    @property
    def reasons(self) -> Counter[str]:
        return Counter(self.refused.values())


def patience_of(number: int) -> timedelta:
    """How long the records of the portion with that number wait for fresh data."""
    return _FIRST_PATIENCE + number * _MORE_PATIENCE


def cut(ids: Sequence[int]) -> list[list[int]]:
    """Portions of ids, each once, the lowest first."""
    wanted = sorted(set(ids))
    return [wanted[start : start + PORTION] for start in range(0, len(wanted), PORTION)]


def carry_out(errand: Errand, portion: Sequence[int], patience: timedelta) -> Handled:
    """Change those of a portion that may be; the same run never changes one twice."""
    action, where = errand.action, errand.connection_id
    if action.refreshes:
        doubt_before_resync(where, portion)
    known = standings(where, portion)
    # What this run has changed before it was broken off is done, wherever it has gone since.
    moved = set(changed_by(where, portion, errand.step)) if errand.step.run_id else set()
    for source in action.sources:
        if source is Status.COMPLETE and not errand.with_complete:
            continue
        standing = [each for each in portion if each in known and known[each].status is source]
        if standing:
            moved |= set(_change(errand, standing, source, patience))
    left = [each for each in portion if each not in moved]
    return Handled(tuple(sorted(moved)), {each: _why(errand, known.get(each)) for each in left})


def _change(
    errand: Errand, standing: Sequence[int], source: Status, patience: timedelta
) -> list[int]:
    action, step, where = errand.action, errand.step, errand.connection_id
    only: dict[str, Any] = dict(action.only)
    if errand.before is not None:
        only["updated_at"] = {"$lte": errand.before}
    if action.target is None:
        return change_many(where, standing, source, step, removal(source, step), only)
    values = action.values(step, patience)
    return move_many_by_hand(where, standing, source, action.target, step, only=only, **values)


def _why(errand: Errand, standing: Standing | None) -> str:
    """Why one was left alone."""
    action = errand.action
    if standing is None:
        return "not in this connection"
    if standing.is_elsewhere and action.target:
        return "routed to another connection"
    if reason := action.why_not.get(standing.status):
        return reason
    if standing.status is Status.COMPLETE and not errand.with_complete:
        return IN_XERO
    if standing.is_voided and "voided" in action.only:
        return "voided in Autotask"
    if standing.is_removed and "removed_at" in action.only:
        return "off the list already"
    return CHANGED


def tell(
    errand: Errand,
    moved: Sequence[int],
    journal: Journal,
    announce: Callable[[str, dict[str, Any]], None],
) -> None:
    """A log line for each that was changed, and one ring for all.

    A portion may be told again after a crash: a record's line of this run has one id.
    """
    step = errand.step
    for autotask_id in moved:
        line_id = uuid5(NAMESPACE_OID, f"{journal.run_id}/{step.code}/{autotask_id}").hex
        journal.info(step.code, step.message, autotask_id=autotask_id, id=line_id)
    if moved and errand.action.target:
        announce(
            Event.DOCUMENT_STATUS_CHANGED,
            {
                "connection_id": errand.connection_id,
                "kind": "invoice",
                "autotask_ids": list(moved),
                "status": errand.action.target.value,
            },
        )


def ring(errand: Errand, announce: Callable[[str, dict[str, Any]], None]) -> None:
    """Wake ingestion, which reads them again, and posting."""
    if errand.action.refreshes:
        announce(Event.INVOICE_REFRESH_REQUESTED, {"connection_id": errand.connection_id})
        announce(Event.INVOICES_PENDING, {"connection_id": errand.connection_id})


def summed_up(action: Action, moved: int, refused: Mapping[str, int]) -> str:
    """The result as a sentence."""
    # "Nothing was queued", "nothing was skipped": without what is said of a repetition.
    verb = action.told.removesuffix(" again")
    counted = f"{moved:,} {action.told}" if moved else f"Nothing was {verb}"
    if not refused:
        return f"{counted}."
    reasons = ", ".join(f"{count:,} {why}" for why, count in Counter(refused).most_common())
    return f"{counted}; left alone: {reasons}."
