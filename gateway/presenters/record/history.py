"""The life of a document, step by step: each attempt with its number, its result and its code."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.domain.status import Status
from core.store.views.record import HistoryRow
from gateway.messages import record as messages
from gateway.presenters.document_rows import Lens
from gateway.presenters.times import Moment, moment


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the timeline. `attempt` is empty for what is no beginning of one."""

    icon: str
    tone: str
    message: str
    detail: str
    at: Moment
    attempt: str = ""
    code: str = ""


_LOOKS = {
    Status.COMPLETE.value: ("check", "ok"),
    Status.FAULT.value: ("x", "bad"),
    Status.SKIPPED.value: ("player-skip-forward", ""),
    Status.PROCESSING.value: ("refresh", ""),
    Status.DIAGNOSTIC.value: ("microscope", ""),
    Status.PENDING_SYNC.value: ("clock", ""),
}


# Steps whose code says no more than their sentence.
_PLAIN = frozenset({"INGESTED", "CLAIMED", "POSTED"})


def steps_of(history: Iterable[HistoryRow], through: Lens) -> tuple[Step, ...]:
    """The latest first; a claim for a batch is an attempt, counted from the first one on."""
    steps: list[Step] = []
    attempts = 0
    for entry in history:
        is_attempt = entry.target == Status.PROCESSING and entry.source != Status.PROCESSING
        attempts += is_attempt
        steps.append(_step(entry, through, f"Attempt {attempts}" if is_attempt else ""))
    return tuple(reversed(steps))


def _step(entry: HistoryRow, through: Lens, attempt: str) -> Step:
    icon, tone = _LOOKS.get(entry.target or "", ("info-circle", ""))
    if entry.source is None and entry.target == Status.PENDING_SYNC:
        icon = "download"
    parts = (_change(entry), f"by {actor(entry.by)}" if entry.by else "")
    return Step(
        icon,
        tone,
        entry.message,
        " · ".join(part for part in parts if part),
        moment(entry.at, through.now, through.zone),
        attempt,
        "" if entry.code in _PLAIN else entry.code,
    )


def _change(entry: HistoryRow) -> str:
    if not entry.target or entry.target == entry.source:
        return ""
    target = Status(entry.target).label
    return f"{Status(entry.source).label} → {target}" if entry.source else target


def actor(name: str) -> str:
    """Our own services by a name that people know; anybody else as recorded."""
    if name.startswith("token:"):
        return name.replace("token:", "API token ", 1)
    return messages.ACTORS.get(name, name)
