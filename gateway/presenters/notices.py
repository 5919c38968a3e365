"""What is to be known about a record that is not stuck: a notice, a difference, a hold."""

from dataclasses import dataclass

from core.domain.faults import CATALOGUE, Shown
from core.domain.status import Status, is_permitted
from core.store.views.rows import DifferenceRow, DocumentRow, HoldRow
from gateway.messages import record as messages
from gateway.presenters.document_rows import Lens, hold_of, next_look
from gateway.presenters.places import Place, place_of_code
from gateway.presenters.times import day

_DAYS = ("date", "due date")


@dataclass(frozen=True, slots=True)
class NoticeCard:
    """`choices` are what a person may do about a difference; `tone` is "" for good news."""

    title: str
    message: str
    tone: str
    place: Place | None
    differences: tuple[DifferenceRow, ...]
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HoldCard:
    """Why it waits, until when at most, and what would end the wait sooner."""

    message: str
    next_step: str
    place: Place | None


def notice_card(row: DocumentRow, through: Lens) -> NoticeCard | None:
    notice = row.notice
    if notice is None:
        return None
    kind = CATALOGUE.get(notice.code)
    is_news = kind is not None and kind.shown is Shown.NOTICE
    step = kind.next_step if kind and is_news and not notice.differences else ""
    return NoticeCard(
        title=f"{kind.title}." if kind else "",
        message=f"{notice.message} {step}".strip(),
        tone="" if notice.code == "ADOPTED" else "warn",
        place=place_of_code(notice.code, row, through),
        differences=tuple(map(_as_read, notice.differences)),
        choices=_choices(row) if notice.differences else (),
    )


def _as_read(told: DifferenceRow) -> DifferenceRow:
    """The engine compares names and days as they are stored."""
    as_text = day if told.field in _DAYS else str
    return DifferenceRow(told.field.capitalize(), as_text(told.autotask), as_text(told.xero))


def _choices(row: DocumentRow) -> tuple[str, ...]:
    choices = [messages.DIFFERENCE_LEAVE, messages.DIFFERENCE_IN_XERO]
    if is_permitted(row.status, Status.SKIPPED):
        choices.append(messages.DIFFERENCE_SKIP)
    return tuple(choices)


def hold_card(row: DocumentRow, through: Lens) -> HoldCard | None:
    hold = hold_of(row, through)
    if hold is None:
        return None
    kind = CATALOGUE.get(hold.code)
    step = kind.next_step if kind and kind.shown is Shown.HOLD else ""
    return HoldCard(_wait(hold, through), step, place_of_code(hold.code, row, through))


def _wait(hold: HoldRow, through: Lens) -> str:
    message, look = hold.message.rstrip("."), next_look(hold, through)
    return f"{message}. Next look {look}." if look else f"{message}."
