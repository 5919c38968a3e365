"""What Diagnostic Mode recorded, as the panel folds and unfolds it."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.store.views.trace import TraceRow
from gateway.presenters.document_rows import Lens
from gateway.presenters.json_text import pretty
from gateway.presenters.times import Moment, moment

_ICONS = {"decision": "microscope", "call": "external-link", "answer": "download"}
_NAMES = {"decision": "Decision", "call": "Call", "answer": "Answer"}


@dataclass(frozen=True, slots=True)
class TraceView:
    """One entry; JSON is indented."""

    icon: str
    kind: str
    title: str
    body: str
    at: Moment


def trace_views(rows: Iterable[TraceRow], through: Lens) -> tuple[TraceView, ...]:
    """The latest first, as in the history."""
    return tuple(_view(row, through) for row in reversed(tuple(rows)))


def _view(row: TraceRow, through: Lens) -> TraceView:
    return TraceView(
        icon=_ICONS.get(row.kind, "info-circle"),
        kind=_NAMES.get(row.kind, row.kind),
        title=row.title,
        body=pretty(row.body),
        at=moment(row.at, through.now, through.zone),
    )
