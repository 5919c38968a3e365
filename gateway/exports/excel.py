"""Lines as an Excel book, row by row into a file: memory does not grow with their number."""

from collections.abc import Iterable, Sequence
from typing import IO

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from gateway.exports.cells import Value
from gateway.exports.sheet import Sheet

# https://support.microsoft.com/en-us/office/excel-specifications-and-limits-1672b34d-7043-467e-8e27-269d656771c3
MOST_ROWS = 1_048_576
_WIDE, _NARROW = 28, 14
_WIDE_HEADS = frozenset(("Company", "Vendor", "Remark", "Xero ID"))
_INSTANT_WIDTH = 21


class Book:
    """An Excel book that is written from its first row to its last."""

    def __init__(self, title: str, head: Sequence[Value], most_rows: int = MOST_ROWS) -> None:
        self._title = title
        self._head = list(head)
        self._most_rows = most_rows
        self._book = Workbook(write_only=True)
        self._sheet = self._begin_sheet()
        self._rows = 1

    def add(self, lines: Iterable[list[Value]]) -> None:
        for line in lines:
            if self._rows == self._most_rows:
                self._sheet = self._begin_sheet()
                self._rows = 1
            self._sheet.append(line)
            self._rows += 1

    def save(self, to: IO[bytes]) -> None:
        self._book.save(to)

    def _begin_sheet(self) -> Sheet:
        count = len(self._book.worksheets)
        sheet = Sheet(self._book, f"{self._title} {count + 1}" if count else self._title)
        sheet.freeze_panes = "A2"
        for at, name in enumerate(self._head, 1):
            sheet.column_dimensions[get_column_letter(at)].width = _width(str(name))
        sheet.append(self._head)
        return sheet


def _width(name: str) -> int:
    if name.startswith("Last change"):
        return _INSTANT_WIDTH
    return _WIDE if name in _WIDE_HEADS else _NARROW
