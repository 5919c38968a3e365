"""Lines as an Excel book, row by row into a file: memory does not grow with their number."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ERROR_CODES, ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from gateway.exports.cells import Value

# https://support.microsoft.com/en-us/office/excel-specifications-and-limits-1672b34d-7043-467e-8e27-269d656771c3
MOST_ROWS = 1_048_576
_LONGEST_TEXT = 32_767
_EXACT_DIGITS = 15
_FIRST_YEAR = 1900
_FORMATS = {Decimal: "#,##0.00", date: "yyyy-mm-dd", datetime: "yyyy-mm-dd hh:mm:ss", int: "0"}
_WIDE, _NARROW = 28, 14
_WIDE_HEADS = frozenset(("Company", "Vendor", "Remark", "Xero ID"))
_INSTANT_WIDTH = 21


class Book:
    """An Excel book that is written from its first row to its last."""

    def __init__(self, title: str, head: Sequence[Value], most_rows: int = MOST_ROWS) -> None:
        self._title = title
        self._head = head
        self._most_rows = most_rows
        self._book = Workbook(write_only=True)
        self._sheet: Any = None
        self._rows = 0
        self._cells: dict[tuple[int, type], Any] = {}

    def add(self, lines: Iterable[Sequence[Value]]) -> None:
        for line in lines:
            if self._sheet is None or self._rows == self._most_rows:
                self._begin_sheet()
            self._sheet.append([self._cell(at, value) for at, value in enumerate(line)])
            self._rows += 1

    def save(self, to: IO[bytes]) -> None:
        """Write it out; a book without a line has its head."""
        if self._sheet is None:
            self._begin_sheet()
        self._book.save(to)

    def _begin_sheet(self) -> None:
        count = len(self._book.worksheets)
        self._sheet = self._book.create_sheet(
            f"{self._title} {count + 1}" if count else self._title
        )
        self._sheet.freeze_panes = "A2"
        for at, name in enumerate(self._head, 1):
            self._sheet.column_dimensions[get_column_letter(at)].width = _width(str(name))
        self._cells = {}
        head = [WriteOnlyCell(self._sheet, name) for name in self._head]
        for cell in head:
            cell.font = Font(bold=True)
        self._sheet.append(head)
        self._rows = 1

    def _cell(self, at: int, value: Value) -> Any:
        """Plain values are cheapest; only what needs a format, or is no formula, is a cell."""
        if value is None:
            return None
        if isinstance(value, str):
            return self._text(value)
        if _goes_beyond(value):
            return self._text(str(value))
        key = (at, type(value))
        cell = self._cells.get(key)
        if cell is None:
            # Used again in each row, because a row is written before the next one is made.
            cell = self._cells[key] = WriteOnlyCell(self._sheet)
            cell.number_format = _FORMATS[type(value)]
        cell.value = value
        return cell

    def _text(self, value: str) -> Any:
        text = value[:_LONGEST_TEXT].replace("\r\n", "\n").replace("\r", "\n")
        text = ILLEGAL_CHARACTERS_RE.sub("", text)
        if not text.startswith("=") and text not in ERROR_CODES:
            return text
        cell = WriteOnlyCell(self._sheet, text)
        # Without this it would become a formula, or an error.
        cell.data_type = "s"
        return cell


def _goes_beyond(value: int | Decimal | date | datetime) -> bool:
    """Tell whether Excel would show another value than this one."""
    if isinstance(value, int):
        return len(str(abs(value))) > _EXACT_DIGITS
    return isinstance(value, date) and value.year < _FIRST_YEAR


def _width(name: str) -> int:
    if name.startswith("Last change"):
        return _INSTANT_WIDTH
    return _WIDE if name in _WIDE_HEADS else _NARROW
