"""Tells Autotask which invoices are in Xero: the date of export, by option the number.

Autotask has no batch form, so each costs a call. A few at a time, the oldest first; one question
before each portion tells what stands there already. The same word twice is harmless, so one whose
answer was lost is simply told again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from core.clients.autotask.entities import RawInvoice
from core.clients.autotask.fields import Row, TranslationError
from core.domain.errors import NotPermittedError, RejectedError
from core.domain.records import Connection
from core.domain.write_back import LONGEST_NUMBER, Marks, Untold, Word, next_try, word_for
from core.runtime.clock import Clock
from core.runtime.journal import Journal
from core.runtime.stopping import is_stopping

AT_A_TIME = 20
# So many refusals in a row are hardly about these invoices; the others wait for a better time.
_PATIENCE = 3
_GONE = "Autotask does not show the invoice any more."
_VOIDED = "It is voided in Autotask."


class Autotask(Protocol):
    """The client, as far as it is needed here."""

    def invoices_by_id(self, ids: Sequence[int]) -> list[RawInvoice]: ...
    def write_back(
        self,
        autotask_id: int,
        *,
        exported_at: datetime | None = None,
        invoice_number: str | None = None,
    ) -> None: ...


class Told(Protocol):
    """What the ledger knows of it (`core/store/invoices/written_back.py`)."""

    def unwritten_back(self, connection_id: str, now: datetime, limit: int) -> list[Untold]: ...
    def note_written_number(self, connection_id: str, autotask_id: int, number: str) -> None: ...
    def mark_written_back(self, connection_id: str, untold: Untold, at: datetime) -> None: ...
    def mark_write_back_refused(
        self,
        connection_id: str,
        autotask_id: int,
        reason: str,
        at: datetime,
        next_at: datetime | None,
    ) -> None: ...
    def give_up_write_back(
        self, connection_id: str, autotask_id: int, reason: str, at: datetime
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class WriteBackDesk:
    """A connection in hand."""

    connection: Connection
    autotask: Autotask
    told: Told
    journal: Journal
    now: Clock


@dataclass(frozen=True, slots=True)
class Portion:
    """How many were looked at; `is_stubborn` when Autotask refused one after the other."""

    size: int
    is_stubborn: bool = False


def tell_some(desk: WriteBackDesk, most: int) -> Portion:
    """Tell Autotask of so many at most. What ends it early is raised; who was told stays told."""
    untold = desk.told.unwritten_back(desk.connection.id, desk.now(), most)
    if not untold:
        return Portion(0)
    ids = [each.autotask_id for each in untold]
    found = {each.autotask_id: each.raw for each in desk.autotask.invoices_by_id(ids)}
    refusals = 0
    for number, each in enumerate(untold, start=1):
        if is_stopping():
            return Portion(number - 1)
        refusals = 0 if _tell(desk, each, found.get(each.autotask_id)) else refusals + 1
        if refusals == _PATIENCE:
            return Portion(number, is_stubborn=True)
    return Portion(len(untold))


def _tell(desk: WriteBackDesk, untold: Untold, raw: Mapping[str, Any] | None) -> bool:
    """False when Autotask refused a call; what needs none is settled here."""
    marks = _marks(raw) if raw is not None else _GONE
    if isinstance(marks, str):
        _give_up(desk, untold, marks)
        return True
    if marks.is_voided:
        _give_up(desk, untold, _VOIDED)
        return True
    word = word_for(untold, marks, desk.connection.settings)
    if word.is_empty:
        _settle(desk, untold, marks)
        return True
    return _send(desk, untold, word)


def _marks(raw: Mapping[str, Any]) -> Marks | str:
    """What stands there, or why that cannot be told."""
    row = Row("Invoices", raw)
    try:
        exported_at = row.instant_or_none("webServiceDate")
        return Marks(exported_at, row.text("invoiceNumber") or None, row.flag("isVoided"))
    except TranslationError as error:
        return str(error)


def _send(desk: WriteBackDesk, untold: Untold, word: Word) -> bool:
    autotask_id = untold.autotask_id
    if word.number is not None:
        desk.told.note_written_number(desk.connection.id, autotask_id, word.number)
    try:
        desk.autotask.write_back(
            autotask_id, exported_at=word.exported_at, invoice_number=word.number
        )
    except NotPermittedError:
        # It would be the same with every other invoice.
        raise
    except RejectedError as error:
        _refused(desk, untold, "; ".join(error.reasons))
        return False
    desk.journal.info("WRITTEN_BACK", _sentence(word), autotask_id=autotask_id)
    _tell_too_long(desk, untold)
    desk.told.mark_written_back(desk.connection.id, untold, desk.now())
    return True


def _sentence(word: Word) -> str:
    parts = ["Autotask was told that it is in Xero"] if word.exported_at else []
    if word.number:
        parts.append(f"its number in Autotask is Xero's {word.number} now")
    text = "; ".join(parts)
    return f"{text[0].upper()}{text[1:]}."


def _settle(desk: WriteBackDesk, untold: Untold, marks: Marks) -> None:
    """Nothing is left to tell: somebody has, perhaps we ourselves and the answer was lost."""
    at = marks.exported_at or desk.now()
    message = "Autotask has Xero's number already."
    if marks.exported_at:
        message = f"Autotask has it marked already, since {at:%Y-%m-%d %H:%M} UTC; that stays."
    desk.journal.info("MARKED_ALREADY", message, autotask_id=untold.autotask_id)
    _tell_too_long(desk, untold)
    desk.told.mark_written_back(desk.connection.id, untold, at)


def _tell_too_long(desk: WriteBackDesk, untold: Untold) -> None:
    is_meant = desk.connection.settings.write_back_number
    if is_meant and len(untold.xero_number) > LONGEST_NUMBER:
        message = f"Xero's number is longer than Autotask's {LONGEST_NUMBER} characters."
        desk.journal.warning("NUMBER_NOT_TOLD", message, autotask_id=untold.autotask_id)


def _refused(desk: WriteBackDesk, untold: Untold, reason: str) -> None:
    now = desk.now()
    again = next_try(untold.refusals + 1, now)
    when = f" It is tried again at {again:%Y-%m-%d %H:%M} UTC." if again else ""
    desk.journal.warning(
        "WRITE_BACK_REFUSED",
        f"Autotask did not take the mark that it is in Xero: {reason}{when}",
        autotask_id=untold.autotask_id,
    )
    desk.told.mark_write_back_refused(desk.connection.id, untold.autotask_id, reason, now, again)


def _give_up(desk: WriteBackDesk, untold: Untold, reason: str) -> None:
    """Autotask is not asked, so it is no refusal of its."""
    message = f"Autotask is not told that it is in Xero. {reason}"
    desk.journal.warning("WRITE_BACK_GIVEN_UP", message, autotask_id=untold.autotask_id)
    desk.told.give_up_write_back(desk.connection.id, untold.autotask_id, reason, desk.now())
