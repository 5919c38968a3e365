"""How far Autotask's PDF is on its way to the document in Xero, in a sentence."""

from dataclasses import dataclass

from core.domain.attaching import AttachmentState
from core.domain.papers import attachment_name
from core.store.views.papers import AttachmentRow
from gateway.presenters.document_rows import Lens
from gateway.presenters.times import clock_time

_OPEN = (AttachmentState.WAITING, AttachmentState.READY, AttachmentState.SENDING)
_LATER = "Autotask's PDF is attached in Xero as soon as no invoice waits."


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """A line of the record panel; `tone` is "ok", "warn" or ""."""

    icon: str
    tone: str
    text: str


def attachment_view(
    row: AttachmentRow | None, autotask_id: int, through: Lens
) -> AttachmentView | None:
    if row is None:
        return None
    if row.state in _OPEN and not through.connection.settings.get("attach_pdf"):
        text = "Autotask's PDF is not attached in Xero: the option attach_pdf is switched off."
        return AttachmentView("clock", "", text)
    at = clock_time(row.at, through.now, through.zone)
    match row.state:
        case AttachmentState.ATTACHED:
            text = f"{attachment_name(autotask_id)} is attached in Xero since {at}."
            return AttachmentView("check", "ok", text)
        case AttachmentState.REFUSED:
            return AttachmentView(
                "x", "warn", f"Autotask's PDF was not attached in Xero ({at}). {row.reason}"
            )
        case _:
            return AttachmentView("clock", "", _waiting(row, through))


def _waiting(row: AttachmentRow, through: Lens) -> str:
    if not row.reason or row.until is None:
        return _LATER
    again = clock_time(row.until, through.now, through.zone)
    return f"Autotask's PDF is not attached in Xero yet: {row.reason} Next try at {again}."
