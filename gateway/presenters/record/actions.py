"""The buttons under a record, by the table of transitions."""

from dataclasses import dataclass, replace

from core.domain.status import Status, is_permitted
from core.store.views.record import Record
from gateway.messages import record as messages
from gateway.presenters.document_rows import Lens

ROUTED_ELSEWHERE = "ROUTED_ELSEWHERE"


@dataclass(frozen=True, slots=True)
class Action:
    """A button. `refused` says why it cannot be pressed; `text` what happens if it is.

    `needs` is the role that may press it; `is_rare` puts it behind a fold.
    """

    command: str
    label: str
    icon: str
    text: str = ""
    refused: str = ""
    primary: bool = False
    needs: str = "operator"
    is_rare: bool = False


# Only what is at rest leaves the list; whatever is under way is to be seen.
_AT_REST = frozenset({Status.FAULT, Status.SKIPPED, Status.COMPLETE})


def actions_for(record: Record, through: Lens) -> tuple[Action, ...]:
    """What a person may ask for."""
    status = record.row.status
    resync = _resync(record, through)
    if through.kind != "invoices":
        return (resync,)
    offered = [resync]
    if status is Status.SKIPPED:
        offered.append(_unskip(record))
    elif status is not Status.PROCESSING and is_permitted(status, Status.SKIPPED):
        # What is on its way to Xero is skipped by the engine alone, when a void ends there.
        offered.append(Action("skip", "Skip", "player-skip-forward", messages.SKIP_TEXT))
    if status is Status.DIAGNOSTIC:
        text = "It goes back to Pending Sync and is sent."
        offered.append(Action("release", "End Diagnostic Mode", "player-play", text))
    elif is_permitted(status, Status.DIAGNOSTIC):
        text = messages.STATUS_EXPLAINED[Status.DIAGNOSTIC]
        offered.append(Action("trace", "Diagnostic Mode", "microscope", text, is_rare=True))
    return (*offered, *_removing(record))


def _removing(record: Record) -> tuple[Action, ...]:
    if record.removed_at is not None:
        text = "It stands on the list again."
        shown = Action("bring-back", "Show on the list again", "arrow-back-up", text)
        return (replace(shown, needs="admin"),)
    if record.row.status not in _AT_REST:
        return ()
    gone = Action("remove", "Remove from this list", "eye-off", messages.REMOVE_TEXT)
    return (replace(gone, needs="admin", is_rare=True),)


def _unskip(record: Record) -> Action:
    text = "It goes back to the queue."
    return Action("unskip", "Do not skip", "player-play", text, refused=_belongs_elsewhere(record))


def _belongs_elsewhere(record: Record) -> str:
    """Why an invoice of another connection stays skipped here."""
    skip = record.row.skip
    if skip is None or skip.code != ROUTED_ELSEWHERE:
        return ""
    return messages.ROUTED_ELSEWHERE


def _resync(record: Record, through: Lens) -> Action:
    status = record.row.status
    name = "Resync this Invoice" if through.kind == "invoices" else "Resync this purchase order"
    text = messages.RESYNC_TEXT.get(status, "")
    if status in (Status.PENDING_SYNC, Status.PROCESSING):
        refused = messages.ALREADY_ON_ITS_WAY
    elif status is Status.DIAGNOSTIC:
        refused = "End Diagnostic Mode first."
    else:
        refused = _belongs_elsewhere(record)
    if not through.connection.is_active:
        text += messages.RESYNC_PAUSED
    in_xero = record.row.xero_number or "The document"
    return Action("resync", name, "refresh", text.format(xero=in_xero), refused, primary=True)
