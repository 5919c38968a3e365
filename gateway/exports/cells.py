"""A document as the cells of a file, the same for CSV and Excel, and texts that no spreadsheet runs.

A text that a spreadsheet takes for a formula reads another file or calls a program when somebody
opens the export. https://owasp.org/www-community/attacks/CSV_Injection
"""

import re
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from core.domain.status import Status
from core.domain.zones import place_of
from core.store.views.documents.stream import StreamRow
from core.store.views.rows import DocumentRow
from gateway.presenters.document_rows import Lens, wait_of_all

Value = str | int | Decimal | date | datetime | None

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
# Blanks in front do not hold every spreadsheet back, and neither does the wide form of a sign.
_FORMULA = re.compile(r"[\s\ufeff\u00a0]*[=+\-@＝＋－＠]|[\t\r\n]")
# Where another separator is usual, or in a line of its own, a piece of a text is a cell too.
_FORMULA_WITHIN = re.compile(r"([;\t\r\n|][\s\u00a0]*)(?=[=+\-@＝＋－＠])")

_INSTANT = len("2026-11-22 14:05:00")

_SEPARATOR = re.compile(r"[;\t\r\n|]")


def harmless(text: str) -> str:
    """Text that no spreadsheet runs; numbers stay numbers."""
    if text[:1].isalnum() and not _SEPARATOR.search(text):
        return text
    if _NUMBER.fullmatch(text):
        return text
    kept = _FORMULA_WITHIN.sub(r"\1'", text)
    return "'" + kept if _FORMULA.match(text) else kept


def stream_row(row: DocumentRow) -> StreamRow:
    """A row that a list has read already, as an export reads it."""
    reason = row.fault or row.hold or row.skip
    return StreamRow(
        row.autotask_id, row.number, row.party, row.dated_on, row.due_on, row.currency,
        _text(row.subtotal), _text(row.tax), _text(row.total), row.status, reason.code if reason else "",
        row.fault.title if row.fault else reason.message if reason else "",
        row.xero_kind, row.xero_number, row.xero_id, row.updated_at,
    )  # fmt: skip


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:f}"


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


# Clients, causes and currencies come again and again.
_often_harmless = lru_cache(maxsize=4_096)(harmless)
_LABELS = {status: status.label for status in Status}


class Columns:
    """The columns of a list; made once for a file, then asked for each row."""

    def __init__(self, through: Lens) -> None:
        self._zone = through.zone
        self._is_invoices = through.kind == "invoices"
        self._wait = wait_of_all(through)

    def head(self) -> list[Value]:
        return [
            "Autotask ID", "Number", "Company" if self._is_invoices else "Vendor", "Date",
            "Due date", "Currency", "Net", "Tax", "Total", "Status", "Cause", "Remark",
            "Xero number", "Xero ID", "Last change (UTC)", f"Last change ({place_of(self._zone)})",
        ]  # fmt: skip

    def cells(self, row: StreamRow) -> list[Value]:
        cause, remark = self._why(row)
        return [
            row.autotask_id,
            row.number,
            row.party,
            date.fromisoformat(row.dated_on) if row.dated_on else None,
            date.fromisoformat(row.due_on) if row.due_on else None,
            row.currency,
            _amount(row.subtotal),
            _amount(row.tax),
            _amount(row.total),
            _LABELS[row.status],
            cause or None,
            remark or None,
            row.xero_number,
            row.xero_id,
            row.updated_at.replace(tzinfo=None, microsecond=0),
            row.updated_at.astimezone(self._zone).replace(tzinfo=None, microsecond=0),
        ]

    def texts(self, row: StreamRow) -> list[str | int | None]:
        """The same cells as a CSV file has them, and harmless already."""
        cause, remark = self._why(row)
        at = row.updated_at
        return [
            row.autotask_id,
            row.number and harmless(row.number),
            _often_harmless(row.party),
            row.dated_on,
            row.due_on,
            _often_harmless(row.currency),
            row.subtotal,
            row.tax,
            row.total,
            _LABELS[row.status],
            _often_harmless(cause),
            _often_harmless(remark),
            row.xero_number and harmless(row.xero_number),
            row.xero_id and harmless(row.xero_id),
            at.isoformat(" ", "seconds")[:_INSTANT],
            at.astimezone(self._zone).isoformat(" ", "seconds")[:_INSTANT],
        ]

    def _why(self, row: StreamRow) -> tuple[str, str]:
        if self._wait and not row.cause and row.status is Status.PENDING_SYNC:
            return self._wait.code, self._wait.message
        return row.cause, row.remark
