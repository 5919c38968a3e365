"""What a person may have done to many invoices at once, as data: from where, to where, in what words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from core.domain.status import Status
from core.store.invoices import REFRESHING, Step
from core.store.invoices.removed import MAY_BE_REMOVED

_ON_ITS_WAY = "already on its way"
_TRACED = "in Diagnostic Mode"
IN_XERO = "in Xero already"


@dataclass(frozen=True, slots=True)
class Action:
    """`target` None leaves the status. `values` are what a record carries that it was done to.

    `why_not` says of a status why nothing was done, `only` is a condition beside the status.
    """

    name: str
    code: str
    sources: tuple[Status, ...]
    target: Status | None
    sentence: str
    told: str
    why_not: Mapping[Status, str]
    values: Callable[[Step, timedelta], dict[str, Any]]
    only: Mapping[str, Any] = field(default_factory=dict)

    @property
    def refreshes(self) -> bool:
        """Whether it waits for fresh data of Autotask's first."""
        return self.target is Status.PENDING_SYNC


def waiting(now: datetime, until: datetime) -> dict[str, Any]:
    """What a document carries that waits for fresh data before it goes to Xero."""
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
    }


def skipped(step: Step) -> dict[str, Any]:
    """What a document carries that a person keeps out of Xero."""
    return {
        "hold": None,
        "hold_until": None,
        "fault": None,
        "intent": None,
        "skip": {"code": "BY_HAND", "message": step.message, "by": step.by, "at": step.at},
    }


AFRESH: dict[str, Any] = {"notice": None, "solo": False, "attempts": 0}
"""What a Resync forgets."""

RESYNC = Action(
    name="resync",
    code="RESYNC",
    sources=(Status.FAULT, Status.SKIPPED, Status.COMPLETE),
    target=Status.PENDING_SYNC,
    sentence="Resync by {by}",
    told="queued again",
    why_not={
        Status.PENDING_SYNC: _ON_ITS_WAY,
        Status.PROCESSING: _ON_ITS_WAY,
        Status.DIAGNOSTIC: _TRACED,
    },
    values=lambda step, patience: {**waiting(step.at, step.at + patience), **AFRESH},
)
SKIP = Action(
    name="skip",
    code="SKIPPED_BY_HAND",
    sources=(Status.PENDING_SYNC, Status.FAULT, Status.DIAGNOSTIC),
    target=Status.SKIPPED,
    sentence="Skipped by {by}",
    told="skipped",
    why_not={
        Status.PROCESSING: "being sent just now",
        Status.COMPLETE: IN_XERO,
        Status.SKIPPED: "skipped already",
    },
    values=lambda step, _patience: skipped(step),
)
_NOT_SKIPPED = dict.fromkeys(set(Status) - {Status.SKIPPED}, "not skipped")
UNSKIP = Action(
    name="unskip",
    code="SKIP_TAKEN_BACK",
    sources=(Status.SKIPPED,),
    target=Status.PENDING_SYNC,
    sentence="{by} took the skip back",
    told="queued",
    why_not=_NOT_SKIPPED,
    values=lambda step, patience: {**waiting(step.at, step.at + patience), "unskipped": True},
    only={"voided": {"$ne": True}},
)
REMOVE = Action(
    name="remove",
    code="REMOVED",
    sources=MAY_BE_REMOVED,
    target=None,
    sentence="Removed from the list by {by}",
    told="removed from the list",
    why_not={
        Status.PENDING_SYNC: _ON_ITS_WAY,
        Status.PROCESSING: _ON_ITS_WAY,
        Status.DIAGNOSTIC: _TRACED,
    },
    values=lambda _step, _patience: {},
    only={"removed_at": None},
)
ACTIONS = {action.name: action for action in (RESYNC, SKIP, UNSKIP, REMOVE)}
