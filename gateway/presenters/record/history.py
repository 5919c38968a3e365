"""The life of a document, step by step."""

from dataclasses import dataclass

from core.domain.status import Status
from core.store.views.record import HistoryRow
from gateway.messages import record as messages
from gateway.presenters.document_rows import Lens
from gateway.presenters.times import Moment, moment


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the timeline."""

    icon: str
    tone: str
    message: str
    detail: str
    at: Moment


_LOOKS = {
    Status.COMPLETE.value: ("check", "ok"),
    Status.FAULT.value: ("x", "bad"),
    Status.SKIPPED.value: ("player-skip-forward", ""),
    Status.PROCESSING.value: ("refresh", ""),
    Status.DIAGNOSTIC.value: ("microscope", ""),
    Status.PENDING_SYNC.value: ("clock", ""),
}


def step_of(entry: HistoryRow, through: Lens) -> Step:
    icon, tone = _LOOKS.get(entry.target or "", ("info-circle", ""))
    if entry.source is None and entry.target == Status.PENDING_SYNC:
        icon = "download"
    parts = (_change(entry), f"by {actor(entry.by)}" if entry.by else "")
    detail = " · ".join(part for part in parts if part)
    return Step(icon, tone, entry.message, detail, moment(entry.at, through.now, through.zone))


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
