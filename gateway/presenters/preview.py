"""The preview of a record: what would be sent, why, and what stands in its way."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.store.views.record import Record
from core.store.views.rows import DocumentRow
from gateway.presenters.decisions import Choice, choice_of
from gateway.presenters.document_rows import Lens, RowView, row_view
from gateway.presenters.json_text import pretty
from gateway.presenters.places import Place, place_of_fault
from gateway.presenters.record.document import XeroPaper, first_document, paper_of
from gateway.previews import Preview


@dataclass(frozen=True, slots=True)
class Blocker:
    """The fault it would get."""

    title: str
    message: str
    next_step: str
    place: Place | None


@dataclass(frozen=True, slots=True)
class PreviewCard:
    """`lines` pairs each line's text with what was decided about it.

    The payload is what would be sent, or what Xero's document is compared with.
    """

    row: RowView
    message: str
    is_going: bool
    payload: str
    paper: XeroPaper
    payload_title: str
    payload_note: str
    blocker: Blocker | None
    warnings: tuple[str, ...]
    new_contact: str
    choices: tuple[Choice, ...]
    lines: tuple[tuple[str, tuple[Choice, ...]], ...]


_NEW = ("Exact payload", "As it would be sent; shown with line breaks.")
_IN_XERO = (
    "What Xero’s document is compared with",
    "Made of Autotask’s data. An update carries Xero’s own ids, and goes only if something differs.",
)


def preview_card(preview: Preview, record: Record, through: Lens) -> PreviewCard:
    names = {line.autotask_id: line.description for line in record.lines}
    return card_of(preview, record.row, names, through)


def card_of(
    preview: Preview, row: DocumentRow, names: Mapping[int, str], through: Lens
) -> PreviewCard:
    """`names` are the texts of the lines by their ids, as far as they are known."""
    fault = preview.fault
    numbers = dict.fromkeys(each.line for each in preview.decisions if each.line is not None)
    title, note = _IN_XERO if row.xero_id else _NEW
    return PreviewCard(
        row=row_view(row, through),
        message=preview.message,
        is_going=preview.payload is not None,
        payload=pretty(preview.payload or ""),
        paper=paper_of(first_document(preview.payload or ""), ""),
        payload_title=title,
        payload_note=note,
        blocker=Blocker(
            fault.title,
            fault.message,
            fault.next_step,
            place_of_fault(fault, row, through),
        )
        if fault
        else None,
        warnings=preview.warnings,
        new_contact=preview.new_contact or "",
        choices=tuple(choice_of(each) for each in preview.decisions if each.line is None),
        lines=tuple(
            (
                names.get(number) or f"Line {number}",
                tuple(choice_of(each) for each in preview.decisions if each.line == number),
            )
            for number in numbers
        ),
    )
