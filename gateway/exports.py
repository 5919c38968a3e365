"""Lists as files: CSV as a stream, Excel through a temporary file with real numbers and dates.

A cell that a spreadsheet would take for a formula is made harmless: CSV has only text, so it gets
an apostrophe in front; Excel cells are marked as text. https://owasp.org/www-community/attacks/CSV_Injection
"""

import csv
import io
import re
import tempfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from itertools import chain
from typing import Any

from flask import Response
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from core.domain.zones import place_of
from core.store.views.rows import DocumentRow
from core.store.views.search import DocumentFilter
from gateway.presenters.document_rows import Lens, hold_of

Value = str | int | Decimal | date | datetime | None

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_CHUNK = 65_536
_IN_MEMORY = 2_000_000
_FORMATS = {Decimal: "#,##0.00", date: "yyyy-mm-dd", datetime: "yyyy-mm-dd hh:mm:ss", int: "0"}


def attachment(form: str, rows: Iterable[DocumentRow], through: Lens, name: str) -> Response:
    """The first row is read before the answer begins, so that an outage is still a clear page."""
    source = iter(rows)
    first = list(_take_one(source))
    lines = chain([_head(through)], (_cells(row, through) for row in chain(first, source)))
    body = _csv(lines) if form == "csv" else _xlsx(lines, through)
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Accel-Buffering": "no",
    }
    return Response(body, content_type=_TYPES[form], headers=headers)


def file(lines: Iterable[list[Value]], name: str) -> Response:
    """Any lines as a CSV file."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Accel-Buffering": "no"}
    return Response(_csv(lines), content_type=_TYPES["csv"], headers=headers)


def file_name(shelf: str, wanted: DocumentFilter, through: Lens, form: str) -> str:
    today = through.now.astimezone(through.zone).date().isoformat()
    parts = [shelf, through.connection.id, today, *(status.value for status in wanted.statuses)]
    return re.sub(r"[^\w.-]+", "-", "_".join(parts)) + f".{form}"


def harmless(text: str) -> str:
    """Text that no spreadsheet runs; numbers stay numbers."""
    if text.startswith(_FORMULA_STARTS) and not _NUMBER.fullmatch(text):
        return "'" + text
    return text


def _take_one(source: Iterator[DocumentRow]) -> Iterator[DocumentRow]:
    row = next(source, None)
    if row is not None:
        yield row


def _head(through: Lens) -> list[Value]:
    party = "Company" if through.kind == "invoices" else "Vendor"
    return [
        "Autotask ID", "Number", party, "Date", "Due date", "Currency", "Net", "Tax", "Total",
        "Status", "Cause", "Remark", "Xero number", "Xero ID", "Last change (UTC)",
        f"Last change ({place_of(through.zone)})",
    ]  # fmt: skip


def _cells(row: DocumentRow, through: Lens) -> list[Value]:
    hold = hold_of(row, through)
    cause = row.fault or hold or row.skip
    local = row.updated_at.astimezone(through.zone)
    return [
        row.autotask_id,
        row.number,
        row.party,
        date.fromisoformat(row.dated_on) if row.dated_on else None,
        date.fromisoformat(row.due_on) if row.due_on else None,
        row.currency,
        row.subtotal,
        row.tax,
        row.total,
        row.status.label,
        cause.code if cause else None,
        row.fault.title if row.fault else cause.message if cause else None,
        row.xero_number,
        row.xero_id,
        row.updated_at.replace(tzinfo=None, microsecond=0),
        local.replace(tzinfo=None, microsecond=0),
    ]


def _csv(lines: Iterable[list[Value]]) -> Iterator[bytes]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    # Excel takes a CSV for UTF-8 only if it begins with this mark.
    buffer.write("\ufeff")
    for line in lines:
        writer.writerow([_csv_cell(value) for value in line])
        if buffer.tell() > _CHUNK:
            yield _drain(buffer)
    yield _drain(buffer)


def _drain(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()


def _csv_cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return harmless(value) if isinstance(value, str) else str(value)


def _xlsx(lines: Iterable[list[Value]], through: Lens) -> Iterator[bytes]:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Invoices" if through.kind == "invoices" else "Purchase orders")
    sheet.freeze_panes = "A2"
    for line in lines:
        sheet.append([_xlsx_cell(sheet, value) for value in line])
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as file:
        book.save(file)
        file.seek(0)
        while chunk := file.read(_CHUNK):
            yield chunk


def _xlsx_cell(sheet: Any, value: Value) -> Any:
    if value is None:
        return None
    if isinstance(value, str):
        cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
        # Without this a text that begins with "=" would become a formula.
        cell.data_type = "s"
        return cell
    cell = WriteOnlyCell(sheet, value)
    cell.number_format = _FORMATS[type(value)]
    return cell
