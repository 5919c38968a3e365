"""What was last sent of a record: the document itself, when it left, and what came of it."""

from dataclasses import dataclass

from core.domain.batch import BatchState
from core.store.views.sent import SentRow
from gateway.presenters.document_rows import Lens
from gateway.presenters.json_text import written
from gateway.presenters.record.document import XeroPaper, paper_of
from gateway.presenters.times import Moment, moment_or_none


@dataclass(frozen=True, slots=True)
class SentView:
    """`at` is None for what has not left yet."""

    note: str
    at: Moment | None
    paper: XeroPaper


def sent_view(row: SentRow | None, through: Lens) -> SentView | None:
    if row is None:
        return None
    return SentView(
        note=_note(row),
        at=moment_or_none(row.at, through.now, through.zone),
        paper=paper_of(row.document, written(row.document)),
    )


def _note(row: SentRow) -> str:
    if row.at is None or not row.sends:
        return "Written, and not sent"
    often = "Sent" if row.sends == 1 else f"Sent {row.sends} times, each time the same"
    others = row.together - 1
    beside = f", with {others} other{'s' if others > 1 else ''}" if others > 0 else ""
    is_open = row.state != BatchState.CLOSED
    return f"{often}{beside}{'; Xero’s answer is open' if is_open else ''}"
