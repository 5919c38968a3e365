"""The six statuses of a document and every change between them, as data (design.md section 4)."""

from enum import StrEnum
from typing import NamedTuple

from core.domain.errors import IllegalTransitionError


class Status(StrEnum):
    """Where a document stands; the value is stored, the label is shown."""

    PENDING_SYNC = "pending_sync"
    PROCESSING = "processing"
    COMPLETE = "complete"
    FAULT = "fault"
    SKIPPED = "skipped"
    DIAGNOSTIC = "diagnostic"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS: dict[Status, str] = {
    Status.PENDING_SYNC: "Pending Sync",
    Status.PROCESSING: "Processing Now",
    Status.COMPLETE: "Complete",
    Status.FAULT: "Fault",
    Status.SKIPPED: "Skipped",
    Status.DIAGNOSTIC: "Diagnostic Mode",
}


class Transition(NamedTuple):
    """One permitted change. A source of None means that the document is new."""

    source: Status | None
    target: Status
    when: str


TRANSITIONS: tuple[Transition, ...] = (
    Transition(None, Status.PENDING_SYNC, "ingested, possibly on hold"),
    Transition(None, Status.SKIPPED, "a rule"),
    Transition(None, Status.FAULT, "a guard"),
    Transition(Status.PENDING_SYNC, Status.SKIPPED, "a rule or a person"),
    Transition(Status.PENDING_SYNC, Status.FAULT, "a guard"),
    Transition(Status.PENDING_SYNC, Status.PROCESSING, "claimed, as part of a batch"),
    Transition(Status.PROCESSING, Status.COMPLETE, "Xero has it, its id is stored"),
    Transition(Status.PROCESSING, Status.PENDING_SYNC, "nothing was carried out at Xero"),
    Transition(
        Status.PROCESSING, Status.FAULT, "Xero read and refused, or the mapping does not say"
    ),
    Transition(Status.PROCESSING, Status.PROCESSING, "the answer is unknown; resolve looks"),
    Transition(Status.PROCESSING, Status.SKIPPED, "voided in Autotask, and so it is in Xero"),
    Transition(Status.FAULT, Status.PENDING_SYNC, "Resync, or voided in Autotask"),
    Transition(
        Status.SKIPPED,
        Status.PENDING_SYNC,
        "Resync, a person takes the skip back, or what is voided arrived in Xero late",
    ),
    Transition(Status.COMPLETE, Status.PENDING_SYNC, "Resync, or voided in Autotask"),
    Transition(Status.FAULT, Status.SKIPPED, "a person, or voided in Autotask"),
    Transition(Status.PENDING_SYNC, Status.DIAGNOSTIC, "a person"),
    Transition(Status.FAULT, Status.DIAGNOSTIC, "a person"),
    Transition(Status.SKIPPED, Status.DIAGNOSTIC, "a person"),
    Transition(Status.DIAGNOSTIC, Status.PENDING_SYNC, "released by a person"),
    Transition(Status.DIAGNOSTIC, Status.SKIPPED, "a person"),
)

_PERMITTED = frozenset((transition.source, transition.target) for transition in TRANSITIONS)


def is_permitted(source: Status | None, target: Status) -> bool:
    return (source, target) in _PERMITTED


def check(source: Status | None, target: Status) -> None:
    """Raise `IllegalTransitionError` for a change that the table does not list."""
    if not is_permitted(source, target):
        raise IllegalTransitionError(f"{source or 'new'} -> {target} is not in the table")
